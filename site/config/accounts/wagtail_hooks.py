"""The report in the admin's menu, the link to the user's own security page, and the grace period's banner."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.menu import AdminOnlyMenuItem
from wagtail.admin.ui.components import Component
from wagtail.log_actions import LogActionRegistry

from config.accounts.people import invitations
from config.accounts.people.bulk_actions import SetActiveState
from config.accounts.people.views import access_url
from config.accounts.report import SignInReportView
from config.accounts.second_factor_reset import RESET


def register_report_urls() -> list[URLPattern]:
    return [
        path("reports/sign-ins/", SignInReportView.as_view(), name="sign_ins_report"),
        path("reports/sign-ins/results/", SignInReportView.as_view(results_only=True), name="sign_ins_report_results"),
    ]


def register_report_menu_item() -> AdminOnlyMenuItem:
    return AdminOnlyMenuItem("Sign-ins", reverse("sign_ins_report"), icon_name="key", order=800)


def security_menu_item(request: HttpRequest) -> dict[str, str]:
    return {"url": reverse("account_security"), "label": "Sign-in and security", "icon": "lock"}


class GracePanel(Component):
    """A dashboard panel that says until when the user may work without a second factor."""

    name = "account"
    order = 10
    template_name = "wagtailadmin/home/account.html"

    def __init__(self, grace_ends: datetime) -> None:
        self.grace_ends = grace_ends

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        return {"grace_ends": self.grace_ends}


def add_grace_panel(request: HttpRequest, panels: list[Component]) -> None:
    if grace_ends := request.sign_in.grace_ends:  # type: ignore[attr-defined]
        panels.append(GracePanel(grace_ends))


def account_log_actions(actions: LogActionRegistry) -> None:
    for name, label, message in [
        (invitations.INVITED, "Invite", "Invited them"),
        (invitations.RENEWED, "Renew invitation", "Sent a new invitation"),
        (invitations.TAKEN_BACK, "Take back invitation", "Took the invitation back"),
        (invitations.ACCEPTED, "Accept invitation", "Accepted the invitation"),
        (RESET, "Reset second step", "Reset the second step of signing in"),
    ]:
        actions.register_action(name, label, message)


hooks.register("construct_homepage_panels", add_grace_panel)
hooks.register("register_bulk_action", SetActiveState, order=100)  # after Wagtail's own of the same name
hooks.register("register_log_actions", account_log_actions)
hooks.register("register_admin_urls", access_url)
hooks.register("register_account_menu_item", security_menu_item)
hooks.register("register_admin_urls", register_report_urls)
hooks.register("register_reports_menu_item", register_report_menu_item)
