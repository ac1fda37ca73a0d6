"""Wagtail's users, with invitations instead of passwords chosen by someone else."""

from wagtail.users.apps import WagtailUsersAppConfig


class PeopleConfig(WagtailUsersAppConfig):
    user_viewset = "config.accounts.people.views.PeopleViewSet"
