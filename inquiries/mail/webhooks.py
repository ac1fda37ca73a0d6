"""The webhook for mail services. Forged calls write nothing; what can't be parsed is kept, not rejected."""

import logging
import re
from collections.abc import Callable, Mapping
from functools import partial
from secrets import token_hex
from typing import Any

import requests
from anymail.exceptions import AnymailAPIError, AnymailConfigurationError, AnymailWebhookValidationFailure
from anymail.signals import EventType, inbound
from anymail.webhooks.base import AnymailBasicAuthMixin
from django.core.exceptions import SuspiciousOperation
from django.db import DatabaseError
from django.dispatch import receiver
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import resolve
from django.utils.datastructures import MultiValueDict
from django.views.decorators.csrf import csrf_exempt

from inquiries.mail.alerts import log_error
from inquiries.mail.inbound import NotStoredError, keep_unreadable, receive_mail
from inquiries.mail.salvage import original_of, payload_of, pieces_of

logger = logging.getLogger("pinpoint.webhooks")

FIELDS_BYTES = 2_000_000  # less than Django's limit for a form's fields
MAX_BODY_BYTES = 40 * 1024 * 1024  # room for an email with photos, as services deliver it
GONE = {404, 410}
UNPARSED = "A mail service's call could not be parsed"


@csrf_exempt  # services authenticate by secret or signature
def webhook(request: HttpRequest, rest: str) -> HttpResponse:
    """Serve any mail service's webhook through django-anymail, if it is configured and authenticates."""
    match = resolve(f"/{rest}", urlconf="anymail.urls")
    view_class: Any = match.func.view_class  # type: ignore[attr-defined]
    try:
        view = view_class()
        if view.basic_auth:
            if rest.startswith("amazon_ses/") and "Authorization" not in request.headers:
                return view.post(request)  # type: ignore[no-any-return]  # Amazon sends the secret only after a 401
            AnymailBasicAuthMixin.validate_request(view, request)
        elif view.warn_if_no_basic_auth:
            logger.error("A webhook call was refused: set ANYMAIL_WEBHOOK_SECRET.")
            return HttpResponse(status=403)
        read_large_body(request)
        view.setup(request, *match.args, **match.kwargs)
        view.run_validators = partial(validate, view.run_validators)
        for name in ("esp_to_anymail_event", "esp_to_anymail_events", "parse_events"):
            if hasattr(view, name):  # one unparsable event must not block the others in its call
                setattr(view, name, partial(parse_or_skip, view, request, getattr(view, name)))
        answer: HttpResponse = view.dispatch(request, *match.args, **match.kwargs)
    except AnymailConfigurationError as error:
        raise Http404 from error
    except AnymailWebhookValidationFailure:
        logger.warning("A webhook call without the right secret was refused.")
        return HttpResponse(status=403)
    return answer


def read_large_body(request: HttpRequest) -> None:
    """Read a larger body than visitors may send; the caller has authenticated or signs the body."""
    if request.method != "POST" or hasattr(request, "_body"):
        return
    request._body = request.read(MAX_BODY_BYTES)
    boundary = (request.content_params or {}).get("boundary", "").encode("ascii", "replace")
    if request.content_type == "multipart/form-data" and boundary and len(request._body) > FIELDS_BYTES:
        read_large_fields(request, boundary)


def read_large_fields(request: HttpRequest, boundary: bytes) -> None:
    """Parse large form fields as files, since Django limits the size of fields but not of files, then restore them."""
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
    """Check the service's signature. Any other error during the check counts as a wrong signature."""
    try:
        run_validators(request)
    except (SuspiciousOperation, AnymailConfigurationError):
        raise
    except Exception as error:
        raise AnymailWebhookValidationFailure from error


def parse_or_skip(view: Any, request: HttpRequest, step: Callable[..., Any], *args: Any) -> Any:
    """Call the library; if it can't parse the call, keep what can be read of an email and return nothing."""
    try:
        parsed = step(*args)
        return list(filter(None, parsed)) if isinstance(parsed, list) else parsed
    except (AnymailConfigurationError, AnymailWebhookValidationFailure):
        raise
    except Exception as error:  # untrusted email can make the library raise anything
        if is_transient(error):
            raise NotStoredError(type(error).__name__) from None  # the service will retry
        log_error(UNPARSED, error)
    payload = next((arg for arg in args if isinstance(arg, Mapping)), None) or payload_of(request)
    if view.signal is inbound or (isinstance(payload, Mapping) and payload.get("event") == "inbound"):
        keep(payload)
    return []


def is_transient(error: Exception) -> bool:
    """Return whether the error is transient: the database, or fetching the email, unless it is gone at the service."""
    response = getattr(error, "response", None)
    if http_status(response) in GONE:
        return False
    # An API error without a response is about the call itself, which couldn't be parsed.
    is_refused_fetch = isinstance(error, AnymailAPIError) and response is not None
    # By name, since importing Amazon's package would load it into every process.
    is_amazon_away = type(error).__module__.startswith("botocore.")
    was_not_stored = isinstance(error, (DatabaseError, NotStoredError, requests.RequestException))
    return is_refused_fetch or is_amazon_away or was_not_stored


def http_status(response: Any) -> int | None:
    if isinstance(response, Mapping):
        status: int | None = response.get("ResponseMetadata", {}).get("HTTPStatusCode")
        return status
    return getattr(response, "status_code", None)


def keep(payload: Any) -> None:
    """Store the email in a call: all of it if its source is there, else what can be read."""
    if original := original_of(payload):
        receive_mail(original)
    else:
        keep_unreadable(*pieces_of(payload))


@receiver(inbound)
def on_inbound(event: Any, **_: Any) -> None:
    if event.event_type == EventType.INBOUND:
        if event.message is None:
            keep(event.esp_event)
        else:
            receive_mail(event.message)
