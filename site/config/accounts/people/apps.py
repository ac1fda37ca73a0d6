"""Wagtail's users, with invitations instead of passwords chosen by someone else."""

from wagtail.users.apps import WagtailUsersAppConfig


class PeopleConfig(WagtailUsersAppConfig):
    user_viewset = "config.accounts.people.views.PeopleViewSet"
    group_viewset = "config.accounts.people.views.RolesViewSet"

    def ready(self) -> None:
        from config.accounts.people.roles import restrict_to_owners  # noqa: PLC0415 (needs the models)

        restrict_to_owners()
