"""`/metrics` for Prometheus: this host's process counters, and the database's figures for email and inquiries."""

import os
import time
from collections.abc import Callable, Iterator

from django.db import DatabaseError
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from inquiries.mail.alerts import BACKED_UP, least_free
from inquiries.mail.delivery_health import delivery_health
from inquiries.models import Inquiry, Mail, Stamp

SHARED_FOLDER = "PROMETHEUS_MULTIPROC_DIR"  # set by config/serve/web.py: each worker has its own file of counters
SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)

counted = CollectorRegistry()
cached_answers = Counter("pinpoint_cached_answers", "Requests answered by the page cache", registry=counted)
requests = Counter(
    "pinpoint_requests", "Requests answered by Django, not by the page cache", ["view", "status"], registry=counted
)
durations = Histogram(
    "pinpoint_request_seconds", "How long Django took to answer", ["view"], buckets=SECONDS, registry=counted
)


class MetricsMiddleware:
    """Count requests that reach Django by view, never by URL, since that is user input."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        started = time.perf_counter()
        response = self.get_response(request)
        match = request.resolver_match
        view = (match.view_name or match.url_name or "other") if match else "other"
        durations.labels(view).observe(time.perf_counter() - started)
        requests.labels(view, str(response.status_code)).inc()
        return response


class DatabaseCollector(Collector):
    """Figures from the database, which are the same on every host: scrape one host, or take the maximum."""

    def collect(self) -> Iterator[Metric]:
        try:
            health = delivery_health()
            mails = dict(Mail.objects.order_by().values_list("state").annotate(Count("pk")))
            genuine = Inquiry.objects.unmerged().filter(is_suspect=False)
            inquiries = dict(genuine.order_by().values_list("state").annotate(Count("pk")))
            backup = Stamp.objects.filter(name=BACKED_UP).first()
            suspects = Inquiry.objects.suspects().count()
        except DatabaseError:
            yield GaugeMetricFamily("pinpoint_database_up", "Whether the database answers", 0)
            return
        yield GaugeMetricFamily("pinpoint_database_up", "Whether the database answers", 1)
        yield GaugeMetricFamily("pinpoint_outbox_mails", "Mails that are due", health.backlog)
        yield GaugeMetricFamily("pinpoint_outbox_failing_mails", "Due mails that failed before", health.failing)
        yield GaugeMetricFamily("pinpoint_outbox_oldest_seconds", "Age of the oldest mail due", health.oldest_seconds)
        yield GaugeMetricFamily("pinpoint_mails_needing_attention", "Mails given up", health.needs_attention)
        if health.worker_seen_seconds is not None:
            yield GaugeMetricFamily(
                "pinpoint_worker_seen_seconds", "Since a delivery worker was last seen", health.worker_seen_seconds
            )
        if backup:
            age = (timezone.now() - backup.at).total_seconds()
            yield GaugeMetricFamily("pinpoint_backup_age_seconds", "Since the last good backup", age)
        for name, text, model, counts in (
            ("pinpoint_mails", "Mails by their outcome", Mail, mails),
            ("pinpoint_inquiries", "Inquiries by their state, suspects not counted", Inquiry, inquiries),
        ):
            by_state = GaugeMetricFamily(name, text, labels=["state"])
            for state in model.State.values:
                by_state.add_metric([state], counts.get(state, 0))
            yield by_state
        yield GaugeMetricFamily("pinpoint_suspects", "New inquiries that may be spam", suspects)


def metrics() -> HttpResponse:
    from_processes, on_request = counted, CollectorRegistry()
    if os.environ.get(SHARED_FOLDER):
        from_processes = CollectorRegistry()
        MultiProcessCollector(from_processes)  # type: ignore[no-untyped-call]
    Gauge("pinpoint_disk_free_bytes", "Free space where the site writes", registry=on_request).set(
        least_free()[0] * 2**20
    )
    on_request.register(DatabaseCollector())
    text = generate_latest(from_processes) + generate_latest(on_request)
    return HttpResponse(text, CONTENT_TYPE_LATEST, headers={"Cache-Control": "no-store"})
