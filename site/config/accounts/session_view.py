"""How long the session lasts, for the dialog that warns before it ends."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.template.response import TemplateResponse
from django.views.decorators.cache import never_cache

from config.accounts import sign_in
from config.accounts.sign_in import Step


@never_cache
def session_state(request: HttpRequest) -> JsonResponse:
    """Return the time left. A GET doesn't extend the session; a POST does, since it means the user is present.

    The token replaces the one in forms that were left open while the user signed in again in another tab.
    """
    state = request.sign_in  # type: ignore[attr-defined]
    if state.step != Step.IN:
        return JsonResponse({"left": 0})
    if request.method == "POST":
        sign_in.note_seen(request)
    return JsonResponse(
        {"left": sign_in.seconds_left(request.session), "account": str(state.account.pk), "token": get_token(request)}
    )


def signed_in_again(request: HttpRequest) -> HttpResponse:
    """Tell the user that the tab that the dialog opened can be closed."""
    return TemplateResponse(request, "wagtailadmin/second_factor/signed_in_again.html")
