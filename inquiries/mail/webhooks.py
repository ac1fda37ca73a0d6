"""The address that mail services call. Forged calls write nothing; what can't be parsed is kept, not refused."""

import logging
import re
from collections.abc import Callable, Mapping
from functools import partial
from secrets import token_hex
from typing import Any

import requests
from anymail.exceptions import AnymailAPIError, AnymailConfigurationError, AnymailWebhookValidationFailure
from anymail.signals import EventType, inbound, tracking
from anymail.webhooks.base import AnymailBasicAuthMixin
from django.core.exceptions import SuspiciousOperation
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import resolve
from django.utils.datastructures import MultiValueDict
from django.views.decorators.csrf import csrf_exempt

from inquiries.mail.alerts import log_error
from inquiries.mail.inbound import NotStoredError, keep_unreadable, receive_mail
from inquiries.mail.salvage import original_of, payload_of, pieces_of
from inquiries.mail.tracking import on_tracking

logger = logging.getLogger("pinpoint.webhooks")

FIELDS_BYTES = 2_000_000  # less than what Django lets a form's fields have
MAX_BODY_BYTES = 40 * 1024 * 1024  # a mail with pictures, as services deliver it
GONE = {404, 410}
UNPARSED = "A mail service's call could not be parsed"


@csrf_exempt  # services authenticate by secret or signature
def webhook(request: HttpRequest, rest: str) -> HttpResponse:
    """Any mail service's webhook, by django-anymail; only if it is configured and authenticates."""
    match = resolve(f"/{rest}", urlconf="anymail.urls")
    view_class: Any = match.func.view_class  # type: ignore[attr-defined]
    try:
        view = view_class()
        if view.basic_auth:
            if rest.startswith("amazon_ses/") and "Authorization" not in request.headers:
                return view.post(request)  # type: ignore[no-any-return]  # Amazon sends the secret only when asked
            AnymailBasicAuthMixin.validate_request(view, request)
        elif view.warn_if_no_basic_auth:
            logger.error("A webhook call was refused: set ANYMAIL_WEBHOOK_SECRET.")
            return HttpResponse(status=403)
        read_large_body(request)
        view.setup(request, *match.args, **match.kwargs)
        view.run_validators = partial(validate, view.run_validators)
        for name in ("esp_to_anymail_event", "esp_to_anymail_events", "parse_events"):
            if hasattr(view, name):  # one event that can't be parsed does not keep the others of its call away
                setattr(view, name, partial(parse_or_skip, view, request, getattr(view, name)))
        answer: HttpResponse = view.dispatch(request, *match.args, **match.kwargs)
    except AnymailConfigurationError as error:
        raise Http404 from error
    except AnymailWebhookValidationFailure:
        logger.warning("A webhook call without the right secret was refused.")
        return HttpResponse(status=403)
    return answer


def read_large_body(request: HttpRequest) -> None:
    """Read a body longer than visitors may send; the caller has authenticated, or signs what is in the body."""
    if request.method != "POST" or hasattr(request, "_body"):
        return
    request._body = request.read(MAX_BODY_BYTES)
    boundary = (request.content_params or {}).get("boundary", "").encode("ascii", "replace")
    if request.content_type == "multipart/form-data" and boundary and len(request._body) > FIELDS_BYTES:
        read_large_fields(request, boundary)


def read_large_fields(request: HttpRequest, boundary: bytes) -> None:
    """Django limits the fields of a form and not its files: have it read the fields as files, and put them back."""
    head = rb'(--%s\r\n(?:[^\r\n]+\r\n)*?Content-Disposition: *form-data; *name="[^"\r\n]*")(?=\r\n)' % re.escape(
        boundary
    )
    mark = token_hex(16)
    request._body = re.sub(head, rb'\1; filename="%s"' % mark.encode(), request._body, flags=re.IGNORECASE)
    fields, files = request.POST.copy(), MultiValueDict[str, Any]()
    for name, sent in request.FILES.lists():
        for one in sent:
            if one.name == mark:
                fields.appendlist(name, one.read().decode("utf-8", "replace"))
            else:
                files.appendlist(name, one)
    request._post, request._files = fields, files  # type: ignore[attr-defined]


def validate(run_validators: Callable[[HttpRequest], None], request: HttpRequest) -> None:
    """Check the service's signature. Any error during the check counts as a wrong signature."""
    try:
        run_validators(request)
    except (SuspiciousOperation, AnymailConfigurationError):
        raise
    except Exception as error:
        raise AnymailWebhookValidationFailure from error


def parse_or_skip(view: Any, request: HttpRequest, step: Callable[..., Any], *args: Any) -> Any:
    """Call the library, or return nothing where it fails; what can be read of a mail is then kept."""
    try:
        parsed = step(*args)
        return list(filter(None, parsed)) if isinstance(parsed, list) else parsed
    except (AnymailConfigurationError, AnymailWebhookValidationFailure):
        raise
    except Exception as error:  # a stranger's mail can make the library raise anything
        if may_pass(error):
            raise NotStoredError(type(error).__name__) from None  # the service will call again
        log_error(UNPARSED, error)
    payload = next((arg for arg in args if isinstance(arg, Mapping)), None) or payload_of(request)
    if view.signal is inbound or (isinstance(payload, Mapping) and payload.get("event") == "inbound"):
        keep(payload)
    return []


def may_pass(error: Exception) -> bool:
    """Whether what failed was the database, or fetching the mail from the service, unless the mail is gone there."""
    response = getattr(error, "response", None)
    if http_status(response) in GONE:
        return False
    # An API error without an answer is about the call itself, which could not be parsed.
    is_refused_fetch = isinstance(error, AnymailAPIError) and response is not None
    # By its name, since importing Amazon's package would load it into every process.
    is_amazon_away = type(error).__module__.startswith("botocore.")
    was_not_stored = isinstance(error, (DatabaseError, NotStoredError, requests.RequestException))
    return is_refused_fetch or is_amazon_away or was_not_stored


def http_status(response: Any) -> int | None:
    """The HTTP status of an answer, as `requests` or as Amazon's package has it."""
    if isinstance(response, Mapping):
        status: int | None = response.get("ResponseMetadata", {}).get("HTTPStatusCode")
        return status
    return getattr(response, "status_code", None)


def keep(payload: Any) -> None:
    """Store what a call holds of a mail: the whole mail if its source is there."""
    if original := original_of(payload):
        receive_mail(original)
    else:
        keep_unreadable(pieces_of(payload))


def on_inbound(event: Any, **_: Any) -> None:
    """Store a visitor's mail."""
    if event.event_type == EventType.INBOUND:
        if event.message is None:
            keep(event.esp_event)
        else:
            receive_mail(event.message)


def connect_signals() -> None:
    """Listen to the mail service's events."""
    tracking.connect(on_tracking, dispatch_uid="inquiries.on_tracking")
    inbound.connect(on_inbound, dispatch_uid="inquiries.on_inbound")
