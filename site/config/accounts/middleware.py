"""The one place that says who is signed in. Until the second factor was used, nobody is."""

import logging
from typing import Any

from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages import ERROR, get_messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.functional import SimpleLazyObject, empty

from config.accounts.sign_in import SignInState, Step, note_seen, state_of

logger = logging.getLogger("pinpoint.accounts")

# What an open page asks by itself is no sign that anybody is there.
BY_ITSELF = ("/admin/session/", "/admin/editing-sessions/")


class SignInMiddleware(AuthenticationMiddleware):
    """Sets `request.sign_in` and `request.user`, both read from the session when somebody asks."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        request.sign_in = SimpleLazyObject(lambda: noted_state(request))  # type: ignore[attr-defined]
        request.user = SimpleLazyObject(lambda: request.sign_in.user)  # type: ignore[assignment, attr-defined]

        async def auser() -> Any:
            return request.user

        request.auser = auser

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Clear the browser's cache of who signed out, and log who is signed in and was refused."""
        if hasattr(request, "has_signed_out"):
            response.headers["Clear-Site-Data"] = '"cache"'
        asked_who = getattr(getattr(request, "sign_in", None), "_wrapped", empty) is not empty
        if asked_who and request.user.is_authenticated and is_refusal(request, response):
            place = request.resolver_match.view_name if request.resolver_match else "an address"
            logger.warning("Refused: %s %s (account %s)", request.method, place, request.user.pk)
        return response


def is_refusal(request: HttpRequest, response: HttpResponseBase) -> bool:
    """A 403, or what Wagtail does instead: it leads to the dashboard with an error message."""
    if response.status_code != 302 or response.get("Location") != reverse("wagtailadmin_home"):
        return response.status_code == 403
    return any(message.level >= ERROR for message in getattr(get_messages(request), "_queued_messages", ()))


def noted_state(request: HttpRequest) -> SignInState:
    state = state_of(request)
    if state.step == Step.IN and not request.path.startswith(BY_ITSELF):
        note_seen(request)
    return state
