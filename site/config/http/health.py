"""`/healthz`: liveness. `/readyz`: whether what an inquiry needs works, and `/metrics`, for authorized probes."""

import time
from collections.abc import Callable
from hmac import compare_digest
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase

from config.http.proxies import is_loopback
from config.monitoring.metrics import metrics
from content.caching.lock_timeout import short_lock_timeout
from inquiries.mail.alerts import LEAST_FREE_MIB, least_free
from inquiries.mail.delivery_health import delivery_health

TEXT = "text/plain; charset=utf-8"
LIVENESS = "/healthz"
WAIT_FOR_DATABASE_MS = 2000

_migrated: set[str] = set()  # once all migrations are applied, this process doesn't check again


class HealthMiddleware:
    """Respond before hosts, sessions, and redirects are checked, since a probe doesn't know the host name."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info == LIVENESS:
            return HttpResponse("ok\n", content_type=TEXT, headers={"Cache-Control": "no-store"})
        for path, answer, tokens in (
            ("/readyz", readiness, settings.READINESS_TOKEN),
            ("/metrics", metrics, settings.METRICS_TOKEN),
        ):
            if request.path_info == path:
                return answer() if is_authorized(request, tokens) else HttpResponse("Not found.\n", TEXT, 404)
        return self.get_response(request)


def is_authorized(request: HttpRequest, tokens: list[str]) -> bool:
    """Return whether the request is local or has one of the bearer tokens. Others get a 404."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    given = token.strip().encode()
    found = [compare_digest(given, expected.encode()) for expected in tokens]
    return (scheme.lower() == "bearer" and bool(given) and any(found)) or is_loopback(request.META)


def readiness() -> JsonResponse:
    """Run all checks and return their figures; 503 if one fails that the site can't work without."""
    started = time.monotonic()
    checks: dict[str, dict[str, Any]] = {}
    for name, check in (
        ("database", database_is_writable),
        ("migrations", migrations_are_applied),
        ("mail", mail_is_delivered),
        ("disk", disk_has_room),
        ("cache", cache_answers),
    ):
        try:
            checks[name] = check()
        except Exception as error:  # any failure counts as the check's result
            checks[name] = {"ok": False, "error": type(error).__name__}
    failed = {name: check for name, check in checks.items() if not check["ok"]}
    ready = all("still_works" in check for check in failed.values())
    status = "not ready" if not ready else f"degraded: {', '.join(failed)}" if failed else "ready"
    took = round((time.monotonic() - started) * 1000)
    answer = {"ready": ready, "status": status, "checks": checks, "took_ms": took}
    return JsonResponse(answer, status=200 if ready else 503, headers={"Cache-Control": "no-store"})


def database_is_writable() -> dict[str, Any]:
    with short_lock_timeout(WAIT_FOR_DATABASE_MS), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE django_migrations SET app = app WHERE id = 1")
        transaction.set_rollback(True)
    return {"ok": True}


def migrations_are_applied() -> dict[str, Any]:
    if not _migrated:
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if missing:
            return {"ok": False, "missing": len(missing)}
        _migrated.add("all")
    return {"ok": True, "missing": 0}


def mail_is_delivered() -> dict[str, Any]:
    health = delivery_health()
    seen = health.worker_seen_seconds
    return {
        "ok": not health.is_stuck and not health.worker_away_seconds,
        "oldest_seconds": round(health.oldest_seconds),
        "backlog": health.backlog,
        "failing": health.failing,
        "needs_attention": health.needs_attention,
        "worker_seen_seconds": None if seen is None else round(seen),
    }


def disk_has_room() -> dict[str, Any]:
    free, _ = least_free()
    return {"ok": free >= LEAST_FREE_MIB, "free_mib": free}


def cache_answers() -> dict[str, Any]:
    """Check the cache. Only Redis can be down (`ResilientRedisCache.is_available`), and the site works without it."""
    if getattr(caches["default"], "is_available", lambda: True)():
        return {"ok": True}
    return {"ok": False, "still_works": "pages, sign-in and inquiries, without it"}
