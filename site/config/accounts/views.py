"""Everything that asks for a password, behind one throttle. Wagtail's own views do the rest."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters
from wagtail import views as page_views
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views import account
from wagtail.documents.views import serve as document_views
from wagtail.models import CollectionViewRestriction, Page, PageViewRestriction

from config.accounts import notices, sign_in
from config.accounts.backend import attempt_of
from config.accounts.devices import known_device, remember_device
from config.accounts.events import Door, Outcome, account_of_address, record_failure, record_sign_in
from config.accounts.forms import OwnAddressForm, ThrottledPasswordForm
from config.accounts.next_step import asked_destination, go_on
from config.accounts.sign_in import Step
from config.accounts.throttle import Attempt, too_many_attempts
from content.uploads.account import AccountWithAvatarView
from inquiries.intake.rate_limits import client_network


class SignInView(account.LoginView):
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        asked = self.get_redirect_url()
        if request.sign_in.step in (Step.SECOND, Step.SET_UP) and "again" not in request.GET:  # type: ignore[attr-defined]
            return go_on(request, self.get_success_url())
        if request.user.is_authenticated and asked and not asked.startswith(reverse("wagtailadmin_home")):
            # A page that this account may not see sent them here: redirecting back would loop.
            return self.render_to_response(self.get_context_data())
        return super().get(request, *args, **kwargs)

    def form_valid(self, form: Form) -> HttpResponse:
        super().form_valid(form)
        return go_on(self.request, self.get_success_url())

    def form_invalid(self, form: Form) -> HttpResponse:
        return too_many_attempts(super().form_invalid(form), attempt_of(self.request))


def redirect_to_sign_in(request: HttpRequest) -> HttpResponse:
    """Redirect Wagtail's separate sign-in for public pages to the admin's."""
    asked = asked_destination(request)
    return redirect_to_login(asked, reverse("wagtailadmin_login")) if asked else redirect("wagtailadmin_login")


class PasswordResetView(account.PasswordResetView):
    def form_valid(self, form: Form) -> HttpResponse:
        address = form.cleaned_data["email"]
        attempt = Attempt("reset", address, client_network(self.request))
        user = account_of_address(address)
        if attempt.held_until:
            record_failure(self.request, Door.RESET, attempt, user)
            form.add_error("email", attempt.refusal())
            return too_many_attempts(self.form_invalid(form), attempt)
        record_sign_in(self.request, Door.RESET, Outcome.LINK_ASKED, user)
        response: HttpResponse = super().form_valid(form)
        return response


class PasswordResetConfirmView(account.PasswordResetConfirmView):
    """Not throttled: the link has 128 random bits. Whoever has it reads the account's email, so the device is known."""

    def form_valid(self, form: Form) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        remember_device(self.request, response, self.user)
        record_sign_in(self.request, Door.RESET, Outcome.PASSWORD_SET, self.user)
        notices.tell(self.user, notices.PASSWORD_CHANGED)
        return response


class AddressPanel(account.NameEmailSettingsPanel):
    form_class = OwnAddressForm

    def get_form(self) -> OwnAddressForm:
        form: OwnAddressForm = super().get_form()
        form.is_confirmed = sign_in.is_confirmed(self.request)
        return form


@method_decorator(require_admin_access, name="dispatch")
@method_decorator(sensitive_post_parameters(), name="post")
class AccountView(AccountWithAvatarView):
    """Throttle password changes, which ask for the old password."""

    own_panels = AccountWithAvatarView.own_panels | {account.NameEmailSettingsPanel: AddressPanel}

    def post(self, request: HttpRequest) -> HttpResponse:
        if not (request.POST.get("password-new_password1") or request.POST.get("password-new_password2")):
            return self.save(request)  # browsers fill in the old one on their own
        user: Any = request.user
        name, network = user.get_username(), client_network(request)
        attempt = Attempt("password", name, network, known_device(request, name))
        if attempt.held_until:
            record_failure(request, Door.CHANGE, attempt, user)
            messages.error(request, attempt.refusal().message)
            # Without the passwords, nothing is checked; everything else that was typed stays.
            kept = request.POST.copy()
            for field in [field for field in kept if field.startswith("password-")]:
                del kept[field]
            request.POST = kept  # type: ignore[assignment]
            return too_many_attempts(TemplateResponse(request, self.template_name, self.get_context_data()), attempt)
        if user.check_password(request.POST.get("password-old_password", "")):
            attempt.succeed()
        else:
            record_failure(request, Door.CHANGE, attempt, user)
        had = user.password
        response = self.save(request)
        if user.password != had:
            record_sign_in(request, Door.CHANGE, Outcome.PASSWORD_CHANGED, user)
            notices.tell(user, notices.PASSWORD_CHANGED)
        return response

    def save(self, request: HttpRequest) -> HttpResponse:
        response: HttpResponse = super().post(request)
        return response


def throttled(
    request: HttpRequest, door: str, restriction: Any, check: Callable[[], Any], ask_again: Callable[[Any], Any]
) -> HttpResponse:
    """Throttle an attempt at a shared password, checked by a view that redirects if it is correct."""
    if request.method != "POST":
        response: HttpResponse = check()
        return response
    attempt = Attempt("shared", f"{door} {restriction.pk}", client_network(request))
    if attempt.held_until:
        response = ask_again(ThrottledPasswordForm(request.POST, instance=restriction, attempt=attempt))
    else:
        response = check()
    if not attempt.held_until and response.status_code == 302:
        attempt.succeed()
    else:
        record_failure(request, door, attempt)
    return too_many_attempts(response, attempt)


@sensitive_post_parameters("password")
def page_password(request: HttpRequest, page_view_restriction_id: int, page_id: int) -> HttpResponse:
    restriction = get_object_or_404(PageViewRestriction, pk=page_view_restriction_id)
    page = get_object_or_404(Page, pk=page_id).specific
    return throttled(
        request,
        Door.PAGE,
        restriction,
        lambda: page_views.authenticate_with_password(request, restriction.pk, page.pk),
        lambda form: page.serve_password_required_response(request, form, request.path),
    )


@sensitive_post_parameters("password")
def documents_password(request: HttpRequest, restriction_id: int) -> HttpResponse:
    restriction = get_object_or_404(CollectionViewRestriction, pk=restriction_id)
    template = "wagtaildocs/password_required.html"
    return throttled(
        request,
        Door.DOCUMENTS,
        restriction,
        lambda: document_views.authenticate_with_password(request, restriction.pk),
        lambda form: TemplateResponse(request, template, {"form": form, "action_url": request.path}),
    )
