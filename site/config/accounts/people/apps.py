"""Wagtail's users, with invitations in place of passwords that somebody else makes up."""

from wagtail.users.apps import WagtailUsersAppConfig


class PeopleConfig(WagtailUsersAppConfig):
    user_viewset = "config.accounts.people.views.PeopleViewSet"
