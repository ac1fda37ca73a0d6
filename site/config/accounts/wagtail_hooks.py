"""The link to the user's own security page, the grace period's banner, and what is logged about accounts."""

from django.http import HttpRequest
from django.urls import reverse
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.log_actions import LogActionRegistry

from config.accounts import report  # noqa: F401 (registers itself)
from config.accounts.people import invitations
from config.accounts.people.bulk_actions import SetActiveState
from config.accounts.people.views import access_url
from config.accounts.second_factor_reset import RESET
from content.admin.dashboard import DashboardPanel


def security_menu_item(request: HttpRequest) -> dict[str, str]:
    return {"url": reverse("account_security"), "label": "Sign-in and security", "icon": "lock"}


def add_grace_panel(request: HttpRequest, panels: list[Component]) -> None:
    if grace_ends := request.sign_in.grace_ends:  # type: ignore[attr-defined]
        panels.append(DashboardPanel("account", 10, {"grace_ends": grace_ends}))


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
