"""The user's own security page, and how long the session lasts, for the dialog that warns before it ends."""

from typing import Any

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from config.accounts import notices, sign_in
from config.accounts.events import Door, Outcome, record_sign_in
from config.accounts.next_step import lead_to
from config.accounts.second_factor import factors
from config.accounts.second_factor_views import show_new_codes
from config.accounts.sessions import end_session, open_sessions, sign_out_everywhere
from config.accounts.sign_in import Step


@method_decorator(require_admin_access, name="dispatch")
class SecurityView(WagtailAdminTemplateMixin, TemplateView):
    template_name = "wagtailadmin/account/security.html"
    page_title = "Sign-in and security"
    header_icon = "lock"

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        account = {"url": reverse("wagtailadmin_account"), "label": "Account"}
        return [*super().get_breadcrumbs_items(), account, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        return super().get_context_data(**kwargs) | {
            "factors": list(factors.factors(user)),
            "has_app": factors.factors(user).filter(type=factors.Type.TOTP).exists(),
            "codes_left": factors.recovery_codes_left(user),
            "is_required": sign_in.is_required(user),
            "sessions": open_sessions(self.request),
        }

    def post(self, request: HttpRequest) -> HttpResponse:
        """End sessions right away; everything else requires a recent confirmation."""
        if "sign_out" in request.POST:
            record_sign_in(request, Door.CHANGE, Outcome.ENDED, request.user)
            sign_out_everywhere(request.user)
            logout(request)
            messages.success(request, "You are signed out everywhere.")
            return redirect("wagtailadmin_login")
        if "end_session" in request.POST:
            self.end_session(request)
            return redirect("account_security")
        if not sign_in.is_confirmed(request):
            return lead_to("second_factor", reverse("account_security"))
        if "codes" in request.POST and factors.factors(request.user).exists():
            return show_new_codes(request, request.user, reverse("account_security"))
        if "remove" in request.POST:
            self.remove(request)
        return redirect("account_security")

    def end_session(self, request: HttpRequest) -> None:
        if end_session(request.user, request.POST["end_session"]):
            record_sign_in(request, Door.CHANGE, Outcome.ENDED_ONE, request.user)
            messages.success(request, "Signed out there.")
        else:
            messages.info(request, "That session had already ended.")

    def remove(self, request: HttpRequest) -> None:
        user: Any = request.user
        own = factors.factors(request.user)
        factor = get_object_or_404(own, pk=request.POST["remove"] if request.POST["remove"].isdigit() else 0)
        if own.count() == 1 and (sign_in.is_required(request.user) or not user.has_usable_password()):
            messages.error(request, "This is the only second step of your account. Add another one first.")
            return
        factors.remove(factor)
        if not own.exists():
            sign_in.forget_second_factor(request)
        sign_out_everywhere(request.user, but=request.session.session_key)
        record_sign_in(request, Door.SECOND, Outcome.FACTOR_REMOVED, request.user)
        notices.tell(request.user, notices.FACTOR_REMOVED)
        messages.success(request, "Removed. You were signed out everywhere else.")


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
