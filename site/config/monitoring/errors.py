"""Error reports to a Sentry-compatible service, by SENTRY_DSN: where it failed, but no user data."""

from typing import Any

import sentry_sdk
from sentry_sdk.integrations.django import DjangoIntegration
from sentry_sdk.integrations.logging import LoggingIntegration

from config.monitoring.logs import id_of

KEPT = ("event_id", "timestamp", "platform", "level", "logger", "release", "environment", "sdk", "transaction")
KEPT_OF_FRAMES = ("filename", "abs_path", "module", "function", "lineno", "in_app")


def only_places(event: Any, hint: dict[str, Any]) -> Any:
    """Reduce the event to an allowlist, so that nothing that a new version of the SDK adds can be sent.

    Exception messages are left out, since a database quotes the row that it rejected.
    """
    kept = {name: event[name] for name in KEPT if name in event}
    kept["exception"] = {"values": [one_error(error) for error in event.get("exception", {}).get("values", ())]}
    if template := (event.get("logentry") or {}).get("message"):
        kept["logentry"] = {"message": template}  # the template, without its arguments
    if method := (event.get("request") or {}).get("method"):
        kept["request"] = {"method": method}
    if found := id_of(hint.get("log_record")):
        kept["tags"] = {"request_id": found}
    return kept


def one_error(error: dict[str, Any]) -> dict[str, Any]:
    frames = (error.get("stacktrace") or {}).get("frames", ())
    places = [{name: frame[name] for name in KEPT_OF_FRAMES if name in frame} for frame in frames]
    return {"type": error.get("type"), "module": error.get("module"), "stacktrace": {"frames": places}}


def start_error_reports(dsn: str, **options: Any) -> None:
    sentry_sdk.init(
        dsn,
        default_integrations=False,
        auto_enabling_integrations=False,
        integrations=[DjangoIntegration(middleware_spans=False), LoggingIntegration(level=None)],
        before_send=only_places,
        include_local_variables=False,
        include_source_context=False,
        max_request_body_size="never",
        max_breadcrumbs=0,
        auto_session_tracking=False,
        traces_sample_rate=None,
        server_name="",
        **options,
    )
