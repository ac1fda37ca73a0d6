"""The one place that says who is signed in. Until the second factor was used, nobody is."""

from typing import Any

from django.contrib.auth.middleware import AuthenticationMiddleware
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from config.accounts.sign_in import SignInState, Step, note_seen, state_of

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


def noted_state(request: HttpRequest) -> SignInState:
    state = state_of(request)
    if state.step == Step.IN and not request.path.startswith(BY_ITSELF):
        note_seen(request)
    return state
