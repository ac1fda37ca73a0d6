"""What operators learn from logs, metrics and error reports, and that none of it contains a visitor's words."""

import json
import logging
import re
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import sentry_sdk
import yaml
from django.conf import settings
from django.test import Client
from django.utils import timezone
from sentry_sdk.transport import Transport

from config.monitoring.errors import start_error_reports
from config.monitoring.logs import JsonFormatter
from config.wsgi import application
from inquiries.models import Inquiry, Stamp
from tests.inquiries.inbox_help import make_inquiry
from tests.inquiries.visitor import answers
from tests.ops.wire import ask

pytestmark = pytest.mark.django_db
ELSEWHERE = {"REMOTE_ADDR": "198.51.100.9"}
CANARY = "my-knee-zebra"
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def log() -> Iterator[StringIO]:
    """The log in production's format."""
    written = StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(JsonFormatter())
    logging.getLogger().addHandler(handler)
    yield written
    logging.getLogger().removeHandler(handler)


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """A search that fails with the visitor's words in its message, as database errors do."""

    def fail(*words: Any, **_: Any) -> None:
        secret = CANARY
        raise ValueError(f"Key (name)=({secret}) already exists: {words}")

    monkeypatch.setattr("search.views.find", fail)


class Kept(Transport):
    """A transport that keeps what would have been sent to the error-report service."""

    sent: list[str] = []

    def capture_envelope(self, envelope: Any) -> None:
        self.sent.append(envelope.serialize().decode())


@pytest.fixture
def reports() -> Iterator[list[str]]:
    Kept.sent = []
    start_error_reports("https://key@errors.example/1", transport=Kept)
    yield Kept.sent
    sentry_sdk.get_global_scope().set_client(None)


def test_an_error_is_one_line_with_its_place_and_the_id_that_the_answer_carries(log: StringIO, broken: None) -> None:
    client = Client(raise_request_exception=False)
    answer = client.get(f"/search/?q={CANARY}", headers={"X-Request-ID": "from-the-proxy-1"})
    assert answer.status_code == 500
    assert answer["X-Request-ID"] == "from-the-proxy-1"
    (line,) = [json.loads(line) for line in log.getvalue().splitlines() if "error" in json.loads(line)]
    assert (line["level"], line["error"], line["request_id"]) == ("ERROR", "builtins.ValueError", "from-the-proxy-1")
    assert any(place.endswith(" search") and "search/views.py:" in place for place in line["places"])
    assert CANARY not in log.getvalue()


@pytest.mark.parametrize("forged", ["a\nb-12345678", "x" * 65, "<script>1234", ""])
def test_a_malformed_request_id_is_replaced(forged: str) -> None:
    answer = Client().get("/search/?q=hip", headers={"X-Request-ID": forged})
    assert re.fullmatch(r"[0-9a-f]{32}", answer["X-Request-ID"])


def test_a_page_for_everybody_carries_nobodys_id() -> None:
    assert "x-request-id" not in ask(application, "/conditions/").headers


def test_an_error_report_tells_where_and_nothing_of_the_visitor(reports: list[str], broken: None) -> None:
    client = Client(raise_request_exception=False)
    client.get(f"/search/?q={CANARY}&utm_source={CANARY}", headers={"Referer": f"https://x.example/{CANARY}"})
    logging.getLogger("pinpoint.x").error("It failed: %s", CANARY, extra={"words": CANARY})
    sentry_sdk.flush()
    assert any("ValueError" in report and "search/views.py" in report for report in reports)
    assert not [report for report in reports if CANARY in report]
    assert not [report for report in reports if "198.51" in report or "127.0.0.1" in report]


def test_an_inquiry_that_breaks_leaves_no_word_in_report_or_log(
    client: Client, reports: list[str], log: StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("inquiries.models.Inquiry.save", lambda self, **_: 1 / 0)
    client.raise_request_exception = False
    given = answers(client, message=CANARY, name="Zenobia Canary")
    client.post("/inquiries/send/", given, headers={"X-Request-ID": "from-the-proxy-1"})
    sentry_sdk.flush()
    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    assert any(re.search(r"ZeroDivisionError at /.+\.py:\d+$", line["message"]) for line in lines)
    assert {line.get("request_id") for line in lines} == {"from-the-proxy-1"}  # even Django's own line about the 503
    assert len(lines) > 1
    assert any(re.search(r"ZeroDivisionError at /.+\.py:\d+", report) for report in reports)
    assert any('"request_id":"from-the-proxy-1"' in report for report in reports)
    said = log.getvalue() + "".join(reports)
    assert CANARY not in said
    assert "Zenobia" not in said


@pytest.mark.parametrize("path", ["/admin/invitation/{}/", "/admin/password_reset/confirm/MQ/{}/"])
def test_a_link_that_is_a_secret_is_in_no_line_of_the_log(log: StringIO, path: str) -> None:
    Client(enforce_csrf_checks=True).post(path.format(CANARY))
    assert "CSRF" in log.getvalue()
    assert "/admin/" in log.getvalue()
    assert CANARY not in log.getvalue()


def test_metrics_tell_of_requests_mails_and_inquiries(client: Client) -> None:
    Inquiry.objects.create(name="Ada", merged_into=make_inquiry())  # both count as one
    make_inquiry(is_suspect=True)
    make_inquiry(is_suspect=True, state="closed")
    for _ in range(2):
        ask(application, "/conditions/")
    client.get("/nowhere-at-all/")
    text = client.get("/metrics").content.decode()
    assert re.search(r'^pinpoint_requests_total\{status="404",view="[\w.]+"\} [1-9]', text, re.M)
    assert re.search(r"^pinpoint_cached_answers_total [1-9]", text, re.M)
    assert re.search(r'^pinpoint_request_seconds_count\{view="wagtail_serve"\} [1-9]', text, re.M)
    assert 'pinpoint_inquiries{state="new"} 1.0' in text
    assert "pinpoint_suspects 1.0" in text
    assert 'pinpoint_mails{state="queued"} 2.0' in text  # the visitor's receipt and the notice to staff
    assert "pinpoint_outbox_mails 2.0" in text
    assert "pinpoint_database_up 1.0" in text
    assert "nowhere" not in text


def test_metrics_are_told_on_this_machine_or_with_the_token_only(client: Client, settings: Any) -> None:
    settings.METRICS_TOKEN, settings.READINESS_TOKEN = ["for-metrics"], ["for-probes"]
    assert client.get("/metrics", **ELSEWHERE).status_code == 404
    assert client.get("/metrics", headers={"Authorization": "Bearer for-probes"}, **ELSEWHERE).status_code == 404
    assert client.get("/metrics", headers={"Authorization": "Bearer for-metrics"}, **ELSEWHERE).status_code == 200


def test_alerts_and_dashboard_name_what_there_is(client: Client) -> None:
    client.get("/search/?q=hip")
    ask(application, "/contact/")
    text = client.get("/metrics").content.decode()
    Stamp.objects.create(name="backup", at=timezone.now() - timedelta(hours=2))
    text = client.get("/metrics").content.decode()
    assert 7190 < float(re.search(r"^pinpoint_backup_age_seconds (\S+)", text, re.M)[1]) < 7300
    assert float(re.search(r"^pinpoint_disk_free_bytes (\S+)", text, re.M)[1]) > 2**20
    there = set(re.findall(r"^(pinpoint_\w+)", text, re.M)) | {"pinpoint_worker_seen_seconds"}
    rules = yaml.safe_load((ROOT / "deploy/monitoring/alerts.yml").read_text())
    alerts = [rule for group in rules["groups"] for rule in group["rules"]]
    dashboard = json.loads((ROOT / "deploy/monitoring/dashboard.json").read_text())
    queries = [rule["expr"] for rule in alerts]
    queries += [target["expr"] for panel in dashboard["panels"] for target in panel["targets"]]
    named = {name for query in queries for name in re.findall(r"pinpoint_\w+", query)}
    assert len(alerts) >= 6
    assert named - there == set()
    assert all(rule["annotations"]["summary"] and rule["annotations"]["description"] for rule in alerts)


def test_each_line_has_its_time_in_utc(log: StringIO) -> None:
    logging.getLogger("pinpoint.x").warning("Something")
    line = json.loads(log.getvalue())
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00", line["at"])
    assert settings.LOGGING["root"]["handlers"] == ["console"]
    assert {logger.get("propagate", True) for logger in settings.LOGGING["loggers"].values()} == {True}


def test_a_line_break_makes_no_second_line(log: StringIO) -> None:
    logging.getLogger("pinpoint.x").warning("Told: %s", 'a\n{"level": "forged"}\r\u2028\x1b[2J')
    (line,) = log.getvalue().splitlines()
    assert json.loads(line)["message"].startswith("Told: a\n")
    assert "\x1b" not in log.getvalue()
    assert log.getvalue().count("\n") == 1
