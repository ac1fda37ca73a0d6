"""People and pages shared by several tests of the checks."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from wagtail.models import GroupPagePermission

from content.caching.version import invalidate
from content.models import ArticleIndexPage, ConditionIndexPage, ConditionPage


@pytest.fixture
def draft() -> ConditionPage:
    """A draft condition without red flags."""
    found = ConditionPage(title="Knee pain", slug="knee-pain", live=False)
    ConditionIndexPage.objects.get().add_child(instance=found)
    found.save_revision()
    invalidate()
    return found


@pytest.fixture
def editor(django_user_model: Any) -> Any:
    """Somebody who may change conditions and articles, but publish nothing."""
    user = django_user_model.objects.create_user(username="eve", password="x" * 14)
    group = Group.objects.create(name="Writers")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    permission = Permission.objects.get(content_type__model="page", codename="change_page")
    for index in (ConditionIndexPage.objects.get(), ArticleIndexPage.objects.get()):
        GroupPagePermission.objects.create(group=group, page=index, permission=permission)
    user.groups.add(group)
    return user
