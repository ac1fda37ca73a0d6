"""Wagtail's actions on many people, with the same limits as the form of one."""

from typing import Any

from wagtail.users.views.bulk_actions import AssignRoleBulkAction, SetActiveStateBulkAction


class AssignRole(AssignRoleBulkAction):
    def check_perm(self, obj: Any) -> bool:
        return bool(self.request.user.is_superuser)


class SetActiveState(SetActiveStateBulkAction):
    def check_perm(self, obj: Any) -> bool:
        return super().check_perm(obj) and (self.request.user.is_superuser or not obj.is_superuser)
