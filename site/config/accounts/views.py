"""Everything that asks for a password, behind one throttle. Wagtail's own views do the rest."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib.auth import get_user_model
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters
from wagtail import views as page_views
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views import account
from wagtail.documents.views import serve as document_views
from wagtail.models import CollectionViewRestriction, Page, PageViewRestriction

from config.accounts import notices
from config.accounts.backend import begin_attempt
from config.accounts.devices import remember_device
from config.accounts.events import Door, Outcome, record_sign_in
from config.accounts.forms import NewPasswordForm, OwnAddressForm, OwnPasswordForm, ThrottledPasswordForm
from config.accounts.next_step import go_on
from config.accounts.sign_in import Step
from content.uploads.forms import AvatarForm


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


def no_other_sign_in(request: HttpRequest) -> HttpResponse:
    """Take the place of Wagtail's own sign-in for public pages: nothing leads there, and it knows no second factor."""
    raise Http404


class PasswordResetView(account.PasswordResetView):
    def form_valid(self, form: Form) -> HttpResponse:
        response: HttpResponse
        address = form.cleaned_data["email"]
        user = get_user_model()._default_manager.filter(email__iexact=address).first()
        attempt = begin_attempt(self.request, Door.RESET, address, user)
        if attempt.held_until:
            form.add_error("email", attempt.refusal())
            response = self.form_invalid(form)
            return response
        attempt.is_settled = True
        record_sign_in(self.request, Door.RESET, Outcome.LINK_ASKED, user)
        response = super().form_valid(form)
        return response


class PasswordResetConfirmView(account.PasswordResetConfirmView):
    """Not throttled: the link has 128 random bits. Whoever has it reads the account's email, so the device is known."""

    form_class = NewPasswordForm

    def form_valid(self, form: Form) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        remember_device(self.request, response, self.user)
        record_sign_in(self.request, Door.RESET, Outcome.PASSWORD_SET, self.user)
        notices.tell(self.user, notices.PASSWORD_CHANGED)
        return response


@method_decorator(require_admin_access, name="dispatch")
class AccountView(account.AccountView):
    def get_panels(self) -> list[Any]:
        own_forms = {
            account.AvatarSettingsPanel: AvatarForm,
            account.NameEmailSettingsPanel: partial(OwnAddressForm, request=self.request),
            account.ChangePasswordPanel: partial(OwnPasswordForm, request=self.request),
        }
        panels: list[Any] = super().get_panels()
        for panel in panels:
            panel.form_class = own_forms.get(type(panel), panel.form_class)
        return panels


def throttled(
    request: HttpRequest, door: str, restriction: Any, check: Callable[[], Any], ask_again: Callable[[Any], Any]
) -> HttpResponse:
    """Throttle an attempt at a shared password, checked by a view that redirects if it is correct."""
    response: HttpResponse
    if request.method != "POST":
        response = check()
        return response
    attempt = begin_attempt(request, door, f"{door} {restriction.pk}")
    if attempt.held_until:
        response = ask_again(ThrottledPasswordForm(request.POST, instance=restriction, attempt=attempt))
        return response
    response = check()
    if response.status_code == 302:
        attempt.succeed()
    return response


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
