"""Wagtail's bulk action on users, with the same effect as the form for a single user."""

from typing import Any

from wagtail.users.views.bulk_actions import SetActiveStateBulkAction

from config.accounts.models import Session


class SetActiveState(SetActiveStateBulkAction):
    @classmethod
    def execute_action(cls, objects: list[Any], *args: Any, **kwargs: Any) -> tuple[int, int]:
        done: tuple[int, int] = super().execute_action(objects, *args, **kwargs)
        Session.objects.filter(account__in=objects, account__is_active=False).delete()  # Wagtail sends no signal
        return done
