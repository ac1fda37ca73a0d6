"""The one place that decides who is signed in: no one is before using the second factor."""

import logging
from typing import Any

from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages import ERROR, get_messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.functional import SimpleLazyObject, empty

from config.accounts.events import finish_attempt
from config.accounts.next_step import lead_to
from config.accounts.sign_in import SignInState, Step, is_confirmed, note_seen, sign_in_state

logger = logging.getLogger("pinpoint.accounts")

# An open page polls these on its own, so they don't count as user activity.
BY_ITSELF = ("/admin/session/", "/admin/editing-sessions/")
# Wagtail's views of users and groups, except the read-only ones in SHOW.
DECIDE_ABOUT_ACCOUNTS = ("wagtailusers_users:", "wagtailusers_groups:")
SHOW = ("index", "index_results", "history", "history_results", "usage")


class SignInMiddleware(AuthenticationMiddleware):
    """Set `request.sign_in` and `request.user`, both read lazily from the session."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        request.sign_in = SimpleLazyObject(lambda: noted_state(request))  # type: ignore[attr-defined]
        request.user = SimpleLazyObject(lambda: request.sign_in.user)  # type: ignore[assignment, attr-defined]

        async def auser() -> Any:
            return request.user

        request.auser = auser

    def process_view(
        self, request: HttpRequest, view: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Require a recent confirmation to change accounts or permissions, in case a computer was left unlocked."""
        if decides_about_accounts(request, kwargs) and request.user.is_authenticated and not is_confirmed(request):
            return lead_to("second_factor", request.get_full_path())
        return None

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Settle an attempt to sign in, clear the browser's cache on sign-out, and log denied access."""
        finish_attempt(request, response)
        if hasattr(request, "has_signed_out"):
            response.headers["Clear-Site-Data"] = '"cache"'
        asked_who = getattr(getattr(request, "sign_in", None), "_wrapped", empty) is not empty
        if asked_who and request.user.is_authenticated and is_refusal(request, response):
            place = request.resolver_match.view_name if request.resolver_match else "an address"
            logger.warning("Refused: %s %s (account %s)", request.method, place, request.user.pk)
        return response


def decides_about_accounts(request: HttpRequest, kwargs: dict[str, Any]) -> bool:
    place = request.resolver_match
    if place is None:
        return False
    if place.view_name == "wagtail_bulk_action":
        return (kwargs["app_label"], kwargs["model_name"]) == ("auth", "user")
    if place.view_name == "account_access":
        return request.method == "POST"
    return place.view_name.startswith(DECIDE_ABOUT_ACCOUNTS) and place.url_name not in SHOW


def is_refusal(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Return whether this is a 403, or what Wagtail does instead: redirect to the dashboard with an error message."""
    if response.status_code != 302 or response.get("Location") != reverse("wagtailadmin_home"):
        return response.status_code == 403
    return any(message.level >= ERROR for message in getattr(get_messages(request), "_queued_messages", ()))


def noted_state(request: HttpRequest) -> SignInState:
    state = sign_in_state(request)
    if state.step == Step.IN and not request.path.startswith(BY_ITSELF):
        note_seen(request)
    return state
