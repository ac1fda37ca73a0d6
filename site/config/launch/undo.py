"""Unpublishing the starter's pages that a clinic doesn't keep, and restoring them."""

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django.core.exceptions import PermissionDenied
from django.db import transaction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.log_actions import log
from wagtail.models import Page, PageLogEntry, Revision

TAKEN_DOWN, PUT_BACK = "content.launch_take_down", "content.launch_put_back"


def take_down(pages: Iterable[Page], user: Any) -> list[Page]:
    """Unpublish and return the live ones of these pages, and note their revisions. Call it inside a transaction.

    Wagtail raises PermissionDenied if the user may not unpublish one.
    """
    gone, uuid = [], uuid4()
    for page in pages:
        if not page.live:
            continue
        version = page.live_revision_id or page.latest_revision_id
        UnpublishPageAction(page, user=user).execute()
        log(instance=page, action=TAKEN_DOWN, user=user, uuid=uuid, data={"revision": version})
        gone.append(page)
    return gone


def latest_taken_down() -> list[PageLogEntry]:
    """Return the log entries of the last pages that were taken down together, without those that are live again.

    Sample practitioners are left out: real people took their place.
    """
    entries = PageLogEntry.objects.filter(action=TAKEN_DOWN)
    last = entries.order_by("timestamp", "pk").last()
    if last is None:
        return []
    found = entries.filter(uuid=last.uuid, page__live=False).exclude(page__practitionerpage__is_sample=True)
    return list(found.select_related("page").order_by("page__path"))


def put_back(taken: list[PageLogEntry], user: Any) -> int:
    """Publish again what was live before."""
    with transaction.atomic():
        for entry in taken:
            page = entry.page.specific
            if not page.permissions_for_user(user).can_publish():
                raise PermissionDenied
            revision = Revision.page_revisions.filter(pk=entry.data.get("revision"), object_id=str(page.pk)).first()
            version = revision or page.get_latest_revision()
            if version is None:
                continue
            version.publish(user=user)
            log(instance=page, action=PUT_BACK, user=user)
    return len(taken)
