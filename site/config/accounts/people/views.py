"""Users in the admin: inviting them and, for owners, how each account is protected."""

from typing import Any

from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.utils import get_user_display_name
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import log
from wagtail.users.views import users
from wagtail.users.views.groups import GroupViewSet

from config.accounts import sign_in
from config.accounts.events import Door, Outcome, record_sign_in
from config.accounts.models import Invitation, SignIn
from config.accounts.people import invitations
from config.accounts.people.forms import ColleagueForm, InvitationForm
from config.accounts.second_factor import factors
from config.accounts.second_factor_reset import reset_second_factor
from config.accounts.sessions import sign_out_everywhere
from inquiries.privacy.former_staff import open_inquiries


class InviteView(users.CreateView):
    page_title = "Invite a colleague"
    success_message = "The invitation to %(object)s is on its way."
    page_subtitle = "Invitation"
    submit_button_label = "Send the invitation"
    submit_button_active_label = "Sending…"

    def save_instance(self) -> Any:
        user = super().save_instance()
        invitations.invite(user, self.request.user)
        return user


class EditView(users.EditView):
    @cached_property
    def header_more_buttons(self) -> list[Button]:
        url = reverse("account_access", args=[self.object.pk])
        return [*super().header_more_buttons, Button("Sign-in and security", url=url, icon_name="lock", priority=5)]


class LeaveView(users.DeleteView):
    """Deleting an account, or deactivating it instead, which keeps its history and can be undone."""

    @property
    def open_inquiries(self) -> int:
        return open_inquiries().filter(assignee=self.object).count()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if "deactivate" not in request.POST:
            return super().post(request, *args, **kwargs)
        self.object.is_active = False
        self.object.save(update_fields=["is_active"])
        log(self.object, "wagtail.edit", user=request.user)
        messages.success(request, f"{get_user_display_name(self.object)} can no longer sign in.")
        return redirect(self.get_success_url())


class AccessView(WagtailAdminTemplateMixin, TemplateView):
    """For owners: how a colleague signs in, and what to do about a lost device or invitation."""

    template_name = "wagtailusers/users/access.html"
    page_title = "Sign-in and security"
    header_icon = "lock"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.is_superuser:
            raise PermissionDenied
        self.person = get_object_or_404(users.User, pk=kwargs["pk"])
        if self.person == request.user:
            return redirect("account_security")
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return str(get_user_display_name(self.person))

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        people = {"url": reverse("wagtailusers_users:index"), "label": "Users"}
        one = {"url": reverse("wagtailusers_users:edit", args=[self.person.pk]), "label": self.get_page_subtitle()}
        return [*super().get_breadcrumbs_items(), people, one, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        came = SignIn.objects.filter(user=self.person, outcome=Outcome.SIGNED_IN).first()
        return super().get_context_data(**kwargs) | {
            "person": self.person,
            "name": self.get_page_subtitle(),
            "invitation": Invitation.objects.filter(user=self.person).first(),
            "passkeys": factors.passkeys(self.person).count(),
            "has_app": factors.factors(self.person).filter(type=factors.Type.TOTP).exists(),
            "codes_left": factors.recovery_codes_left(self.person),
            "is_required": sign_in.is_required(self.person),
            "came": came,
        }

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        invitation = Invitation.objects.filter(user=self.person).first()
        if "reset" in request.POST:
            reset_second_factor(self.person, by=request.user)
            messages.success(request, f"Reset. {self.get_page_subtitle()} was signed out and told by email.")
        elif "sign_out" in request.POST:
            sign_out_everywhere(self.person)
            record_sign_in(request, Door.CHANGE, Outcome.ENDED, self.person)
            messages.success(request, f"{self.get_page_subtitle()} is signed out everywhere.")
        elif "renew" in request.POST and invitation:
            invitations.invite(self.person, request.user, invitations.RENEWED)
            messages.success(request, "A new link is on its way. The old one no longer works.")
        elif "take_back" in request.POST and invitation:
            name = self.get_page_subtitle()
            invitations.take_back(invitation, request.user)
            messages.success(request, f"The invitation of {name} is taken back.")
            return redirect("wagtailusers_users:index")
        return redirect("account_access", pk=pk)


class IndexView(users.IndexView):
    add_item_label = "Invite a colleague"
    table_classname = "listing stacks"

    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().select_related("invitation")

    @cached_property
    def columns(self) -> list[Any]:
        shown: list[Any] = super().columns
        for column in shown:
            if column.name == "is_superuser":
                column.label = "Role"
                column.accessor = role_of
        return shown


def role_of(user: Any) -> str:
    names = "Owner" if user.is_superuser else ", ".join(sorted(group.name for group in user.groups.all()))
    return format_html("{} (invited)", names) if hasattr(user, "invitation") else names


class PeopleViewSet(users.UserViewSet):
    index_view_class = IndexView
    add_view_class = InviteView
    edit_view_class = EditView
    delete_view_class = LeaveView
    copy_view_enabled = False  # users are invited one by one

    def get_form_class(self, for_update: bool = False) -> Any:
        return ColleagueForm if for_update else InvitationForm

    def get_permissions_to_register(self) -> QuerySet[Permission]:
        return Permission.objects.none()  # a group can't be given what only owners may do


class RolesViewSet(GroupViewSet):
    def get_permissions_to_register(self) -> QuerySet[Permission]:
        return Permission.objects.none()


def access_url() -> list[URLPattern]:
    return [path("users/<int:pk>/access/", AccessView.as_view(), name="account_access")]
