"""Where the launch list and the wizard hook into Wagtail's admin."""

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.urls import URLPattern, path
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.log_actions import LogActionRegistry

from config.launch import views
from config.launch.facts import CLINIC_RIGHT
from config.launch.launch_list import launch_list, settings_url
from config.launch.starter_pages import READ
from config.launch.wizard import make_it_mine
from content.admin.dashboard import DashboardPanel
from content.models import ClinicSettings


def launch_urls() -> list[URLPattern]:
    return [
        path("launch/go/", views.go, name="launch_go"),
        path("launch/make-it-mine/", make_it_mine, name="make_it_mine"),
        path("launch/pages/", views.pages, name="launch_pages"),
        path("launch/pages/<int:page_id>/", views.read_starter_page, name="launch_read"),
        path("launch/leftovers/", views.show_leftovers, name="launch_leftovers"),
        path("launch/test-email/", views.test_mail, name="launch_test_mail"),
        path("launch/test-inquiry/", views.test_inquiry, name="launch_test_inquiry"),
    ]


def add_launch_panel(request: HttpRequest, panels: list[Component]) -> None:
    request.session.pop(views.CAME_FROM, None)
    user, clinic = request.user, ClinicSettings.default()
    sections = launch_list(user, clinic)
    if any(section.open for section in sections):
        context = {
            "csrf_token": get_token(request),  # components are rendered without the request
            "sections": sections,
            "done": sum(len(section.done) for section in sections),
            "count": sum(len(section.items) for section in sections),
            "decides": user.has_perm(CLINIC_RIGHT),
            "clinic": clinic,
            "settings_url": settings_url(clinic),
        }
        panels.append(DashboardPanel("launch", 110, context))


def launch_log_actions(actions: LogActionRegistry) -> None:
    for action, label, message in (
        (READ, "Read a page of the sample", "Read it as it came with the site: it is right for the clinic"),
        # No longer recorded, but in the histories of pages.
        ("content.launch_take_down", "Take down", "Not kept when the site was made the clinic’s own"),
        ("content.launch_put_back", "Put back", "Put back after it was not kept"),
    ):
        actions.register_action(action, label, message)


hooks.register("register_admin_urls", launch_urls)
hooks.register("construct_homepage_panels", add_launch_panel)
hooks.register("register_log_actions", launch_log_actions)
