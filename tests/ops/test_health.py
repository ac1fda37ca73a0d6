"""What probes and monitors learn about the site's health, and that nobody else learns anything."""

import json
from collections import namedtuple
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from config.http import health
from config.wsgi import application
from inquiries.mail.delivery_health import WORKER
from inquiries.models import Mail, Stamp
from tests.ops.wire import ask
from tests.processes import in_another_process

ELSEWHERE = {"REMOTE_ADDR": "198.51.100.9"}


def test_the_process_lives_whatever_else_is_broken() -> None:  # runs without a database
    answer = ask(application, "/healthz", host="10.1.2.3:8000")
    assert (answer.status, answer.body) == (200, b"ok\n")
    assert answer.headers["cache-control"] == "no-store"
    assert answer.cookies == []


@pytest.mark.django_db
def test_ready_says_so_with_its_figures(client: Client) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json()["status"] == "ready"
    checks = answer.json()["checks"]
    assert set(checks) == {"database", "migrations", "mail", "disk", "cache"}
    assert all(check["ok"] for check in checks.values())
    assert checks["disk"]["free_mib"] > 0
    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get("/readyz")
    assert len(queries) <= 12


@pytest.mark.django_db
def test_readiness_is_told_on_this_machine_or_with_the_token_only(client: Client, settings: Any) -> None:
    settings.READINESS_TOKEN = ["a-long-token", "the-next-token"]
    assert client.get("/readyz", **ELSEWHERE).status_code == 404
    assert client.get("/readyz", headers={"X-Forwarded-For": "198.51.100.9"}).status_code == 404
    for wrong in (
        "Bearer wrong",
        "Bearer ",
        "a-long-token",
        "Basic a-long-token",
        "Bearer \xff",
        "Bearer a-long-token,the-next-token",
    ):
        assert client.get("/readyz", headers={"Authorization": wrong}, **ELSEWHERE).status_code == 404
    for right in ("a-long-token", "the-next-token"):
        assert client.get("/readyz", headers={"Authorization": f"Bearer {right}"}, **ELSEWHERE).status_code == 200
    settings.READINESS_TOKEN = []
    assert client.get("/readyz", headers={"Authorization": "Bearer "}, **ELSEWHERE).status_code == 404


@pytest.mark.django_db
def test_a_mail_that_waits_too_long_is_not_ready(client: Client) -> None:
    mail = Mail.objects.create(purpose=Mail.Purpose.STAFF_NOTICE, recipient="staff@example.com")
    assert client.get("/readyz").status_code == 200
    Mail.objects.filter(pk=mail.pk).update(queued_at=timezone.now() - timedelta(minutes=20))
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert not answer.json()["checks"]["mail"]["ok"]
    assert "staff@example.com" not in answer.content.decode()


@pytest.mark.django_db
def test_a_worker_that_was_not_seen_for_long_is_not_ready(client: Client) -> None:
    seen = Stamp.objects.create(name=WORKER, at=timezone.now())
    assert client.get("/readyz").status_code == 200
    Stamp.objects.filter(pk=seen.pk).update(at=timezone.now() - timedelta(minutes=6))
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"]["mail"]["worker_seen_seconds"] >= 360


@pytest.mark.django_db
def test_a_full_disk_is_not_ready(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr("inquiries.mail.alerts.shutil.disk_usage", lambda _: usage(10**12, 10**12, 10**6))
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"]["disk"] == {"ok": False, "free_mib": 0}


@pytest.mark.django_db
def test_a_database_that_refuses_to_write_is_not_ready(client: Client) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("SQLite's way of refusing")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = ON")
        try:
            answer = client.get("/readyz")
        finally:
            cursor.execute("PRAGMA query_only = OFF")
    assert answer.status_code == 503
    assert answer.json()["checks"]["database"] == {"ok": False, "error": "OperationalError"}


@pytest.mark.django_db
def test_a_database_that_is_away_is_not_ready_and_all_is_well_once_it_is_back(client: Client) -> None:
    def away(*_: Any, **__: Any) -> None:
        raise OperationalError("could not connect to db.internal")

    with connection.execute_wrapper(away):
        answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"]["database"] == {"ok": False, "error": "OperationalError"}
    assert "db.internal" not in answer.content.decode()
    assert client.get("/readyz").status_code == 200


@pytest.mark.django_db
def test_a_site_that_nobody_writes_to_stays_ready(client: Client, time_machine: Any) -> None:
    Stamp.objects.create(name=WORKER, at=timezone.now())
    for _ in range(3):
        time_machine.move_to(timezone.now() + timedelta(days=30), tick=False)
        Stamp.objects.filter(name=WORKER).update(at=timezone.now())  # the only activity: a live worker
        assert client.get("/readyz").status_code == 200


@pytest.mark.django_db
def test_a_missing_migration_is_not_ready(rf: RequestFactory, settings: Any) -> None:
    """As seen by a process that starts now; one that has already seen every migration stops checking."""
    settings.READINESS_TOKEN = ["a-long-token"]
    MigrationRecorder(connection).migration_qs.filter(app="taggit").delete()
    probe = in_another_process(health).HealthMiddleware(lambda _: None)
    answer = probe(rf.get("/readyz", headers={"Authorization": "Bearer a-long-token"}))
    assert answer.status_code == 503
    assert json.loads(answer.content)["checks"]["migrations"]["missing"] > 0
