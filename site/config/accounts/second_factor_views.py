"""The second step of signing in, passkey-only sign-in, and setting up second factors."""

from typing import Any

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.debug import sensitive_post_parameters
from wagtail.admin import messages

from config.accounts import notices, sign_in
from config.accounts.backend import begin_attempt
from config.accounts.events import Door, Outcome, record_sign_in
from config.accounts.next_step import destination, go_on, lead_to, welcome
from config.accounts.second_factor import factors
from config.accounts.sign_in import Step

BACKEND = "django.contrib.auth.backends.ModelBackend"
NOT_RIGHT = (
    "That didn’t work. An app’s code changes every 30 seconds: type the one it shows now. Each code works only once."
)
PASSKEY_NOT_RIGHT = "That passkey didn’t work here. Try again, or use another way."
PASSWORD_NOT_RIGHT = "That isn’t the password of this account. Try again."  # noqa: S105 (no secret)
MOST_PASSKEYS = 10


@method_decorator(sensitive_post_parameters(), name="dispatch")
class StepView(View):
    """A page for users who are at least partly signed in; all others are sent to sign in first."""

    template_name = ""
    steps: tuple[Step, ...] = ()

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.sign_in.step not in self.steps:  # type: ignore[attr-defined]
            then = destination(request) if request.sign_in.step == Step.OUT else reverse("account_security")  # type: ignore[attr-defined]
            return lead_to("wagtailadmin_login", then)
        self.account = request.sign_in.account  # type: ignore[attr-defined]
        return super().dispatch(request, *args, **kwargs)

    def page(self, request: HttpRequest, **context: Any) -> HttpResponse:
        is_in = request.sign_in.step == Step.IN  # type: ignore[attr-defined]
        given = {"account": self.account, "next": destination(request), "is_in": is_in}
        return TemplateResponse(request, self.template_name, given | context)


class SecondFactorView(StepView):
    """Ask for a passkey or code, also to confirm a sensitive action; without a factor, ask for the password instead."""

    template_name = "wagtailadmin/second_factor/second_factor.html"
    steps = (Step.SECOND, Step.IN)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(request)

    def page(self, request: HttpRequest, **context: Any) -> HttpResponse:
        kinds = set(factors.factors(self.account).values_list("type", flat=True))
        return super().page(request, kinds=kinds, codes_left=factors.recovery_codes_left(self.account), **context)

    def post(self, request: HttpRequest) -> HttpResponse:
        if "begin" in request.POST:
            return JsonResponse(factors.passkey_to_use(request, self.account))
        has_factor = factors.factors(self.account).exists()
        door = Door.SECOND if has_factor else Door.CHANGE
        attempt = begin_attempt(request, door, self.account.get_username(), self.account)
        if attempt.held_until:
            return self.page(request, error=attempt.refusal().message)
        if not self.is_right(request, has_factor):
            if not has_factor:
                return self.page(request, error=PASSWORD_NOT_RIGHT)
            return self.page(request, error=PASSKEY_NOT_RIGHT if "credential" in request.POST else NOT_RIGHT)
        attempt.succeed()
        if request.sign_in.step == Step.IN:  # type: ignore[attr-defined]
            sign_in.note_confirmed(request)
            return redirect(destination(request))
        request.session.cycle_key()
        sign_in.complete(request)
        record_sign_in(request, door, Outcome.SIGNED_IN, self.account)
        return go_on(request, destination(request))

    def is_right(self, request: HttpRequest, has_factor: bool) -> bool:
        if not has_factor:
            return bool(self.account.check_password(request.POST.get("password", "")))
        if "credential" in request.POST:
            return factors.use_passkey(request, self.account) is not None
        used = factors.use_code(self.account, request.POST.get("code", ""))
        if used and used.type == factors.Type.RECOVERY_CODES:
            left = f"You used a recovery code: {factors.recovery_codes_left(self.account)} of 10 are left."
            lost = "If your device is lost, add another one, then remove the lost one."
            messages.warning(
                request, f"{left} {lost}", [messages.button(reverse("account_security"), "Sign-in and security")]
            )
        return used is not None


class PasskeySignInView(View):
    """Sign in with only a passkey, which is two factors in one: the device, and biometrics or a PIN."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return lead_to("wagtailadmin_login", destination(request))

    def post(self, request: HttpRequest) -> HttpResponse:
        # Requesting a challenge counts too, since each one leaves a session behind.
        attempt = begin_attempt(request, Door.PASSKEY)
        if attempt.held_until:
            return JsonResponse({"error": attempt.refusal().message})
        if "begin" in request.POST:
            attempt.is_settled = True
            return JsonResponse(factors.passkey_to_use(request))
        factor = factors.use_passkey(request)
        if factor is None or not factor.user.is_active:
            attempt.user = factor and factor.user
            query = {"next": destination(request), "passkey": "failed"}
            return redirect(reverse("wagtailadmin_login", query=query))
        request.is_by_passkey = True  # type: ignore[attr-defined]
        login(request, factor.user, backend=BACKEND)
        return go_on(request, destination(request))


class SetUpView(StepView):
    """Add a passkey; links to the app for users who can't use one."""

    template_name = "wagtailadmin/second_factor/set_up.html"
    steps = (Step.SET_UP, Step.IN)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        state = request.sign_in  # type: ignore[attr-defined]
        if state.step in self.steps and not sign_in.is_confirmed(request):
            # In case the computer was left unlocked: no one else must be able to add a factor.
            if state.step == Step.IN:
                return lead_to("second_factor", request.get_full_path())
            request.session.flush()
            return lead_to("wagtailadmin_login", destination(request))
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(request)

    def page(self, request: HttpRequest, **context: Any) -> HttpResponse:
        has_factor = factors.factors(self.account).exists()
        return super().page(request, has_factor=has_factor, proposed=self.proposed_name(), **context)

    def proposed_name(self) -> str:
        count = factors.passkeys(self.account).count()
        return f"Passkey {count + 1}" if count else "Passkey"

    def post(self, request: HttpRequest) -> HttpResponse:
        if factors.passkeys(self.account).count() >= MOST_PASSKEYS:
            return self.page(request, error=f"{MOST_PASSKEYS} passkeys are the most you can have. Remove one first.")
        if "begin" in request.POST:
            return JsonResponse(factors.passkey_to_add(request, self.account))
        if not factors.add_passkey(request, self.account, self.proposed_name()):
            return self.page(request, error=PASSKEY_NOT_RIGHT)
        return self.added(request)

    def added(self, request: HttpRequest) -> HttpResponse:
        """Count a new factor as used, and show recovery codes along with the first one."""
        was_half = request.sign_in.step == Step.SET_UP  # type: ignore[attr-defined]
        record_sign_in(request, Door.SECOND, Outcome.FACTOR_ADDED, self.account)
        notices.tell(self.account, notices.FACTOR_ADDED)
        request.session.cycle_key()
        sign_in.complete(request)
        response: HttpResponse
        if factors.recovery_codes_left(self.account):
            response = redirect(destination(request))
        else:
            response = show_new_codes(request, self.account, destination(request))
        if was_half:
            record_sign_in(request, Door.SECOND, Outcome.SIGNED_IN, self.account)
            welcome(request, response, self.account)
        return response


class SetUpAppView(SetUpView):
    """Add an authenticator app, once a code proves that it has the secret."""

    template_name = "wagtailadmin/second_factor/set_up_app.html"

    def page(self, request: HttpRequest, **context: Any) -> HttpResponse:
        app = factors.app_to_add(request, self.account, anew=request.method == "GET")
        return super().page(request, app=app, **context)

    def get(self, request: HttpRequest) -> HttpResponse:
        if factors.factors(self.account).filter(type=factors.Type.TOTP).exists():
            return redirect("account_security")
        return self.page(request)

    def post(self, request: HttpRequest) -> HttpResponse:
        if not factors.add_app(request, self.account, request.POST.get("code", "")):
            return self.page(request, error="This code isn’t right. Wait for the next one and type that.")
        return self.added(request)


def show_new_codes(request: HttpRequest, account: Any, then: str) -> HttpResponse:
    context = {"codes": factors.new_recovery_codes(account), "next": then, "account": account}
    return TemplateResponse(request, "wagtailadmin/second_factor/recovery_codes.html", context)
