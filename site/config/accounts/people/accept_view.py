"""Accepting an invitation with a passkey or a password, which signs the user in."""

from typing import Any

from django.contrib.auth import login
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.debug import sensitive_post_parameters
from wagtail.log_actions import log

from config.accounts.devices import remember_device
from config.accounts.events import Door, Outcome, record_sign_in
from config.accounts.forms import NewPasswordForm
from config.accounts.models import Invitation
from config.accounts.people import invitations
from config.accounts.second_factor import factors
from config.accounts.second_factor_views import BACKEND, PASSKEY_NOT_RIGHT, show_new_codes


@method_decorator(sensitive_post_parameters(), name="dispatch")
class AcceptView(View):
    """Accept an invitation on POST; a GET only shows it, since mail scanners follow links."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        invitation = invitations.find_invitation(kwargs["token"])
        if invitation is None or invitation.has_ended:
            context = {"invitation": invitation}
            return TemplateResponse(request, "wagtailadmin/second_factor/no_invitation.html", context, status=410)
        self.invitation: Invitation = invitation
        self.account = invitation.user
        return super().dispatch(request, *args, **kwargs)

    def page(self, request: HttpRequest, form: Any = None, error: str = "") -> HttpResponse:
        context = {"account": self.account, "form": form or NewPasswordForm(self.account), "error": error}
        return TemplateResponse(request, "wagtailadmin/second_factor/invitation.html", context)

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        return self.page(request)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        if "begin" in request.POST:
            return JsonResponse(factors.passkey_to_add(request, self.account))
        is_by_passkey = "credential" in request.POST
        form = NewPasswordForm(self.account, request.POST)
        if not is_by_passkey and not form.is_valid():
            return self.page(request, form)
        with transaction.atomic():
            if not is_by_passkey:
                form.save()
            elif not factors.add_passkey(request, self.account, "Passkey"):
                return self.page(request, error=PASSKEY_NOT_RIGHT)
            # Of two concurrent requests, only one deletes the invitation.
            if not Invitation.objects.filter(pk=self.invitation.pk, nonce=self.invitation.nonce).delete()[0]:
                transaction.set_rollback(True)
                return redirect(request.path)
        record_sign_in(request, Door.INVITATION, Outcome.ACCEPTED, self.account)
        log(self.account, invitations.ACCEPTED, user=self.account)
        if is_by_passkey:
            request.is_by_passkey = True  # type: ignore[attr-defined]
            response = show_new_codes(request, self.account, reverse("wagtailadmin_home"))
        else:
            response = redirect("set_up_second_factor")
        login(request, self.account, backend=BACKEND)
        remember_device(request, response, self.account)
        return response
