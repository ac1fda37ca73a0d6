"""Wagtail's bulk actions on users, with the same limits and effects as the form for a single user."""

from typing import Any

from wagtail.users.views.bulk_actions import AssignRoleBulkAction, SetActiveStateBulkAction

from config.accounts.models import Session


class AssignRole(AssignRoleBulkAction):
    def check_perm(self, obj: Any) -> bool:
        return bool(self.request.user.is_superuser)


class SetActiveState(SetActiveStateBulkAction):
    def check_perm(self, obj: Any) -> bool:
        return super().check_perm(obj) and (self.request.user.is_superuser or not obj.is_superuser)

    @classmethod
    def execute_action(cls, objects: list[Any], *args: Any, **kwargs: Any) -> tuple[int, int]:
        done: tuple[int, int] = super().execute_action(objects, *args, **kwargs)
        Session.objects.filter(account__in=objects, account__is_active=False).delete()  # Wagtail sends no signal
        return done
