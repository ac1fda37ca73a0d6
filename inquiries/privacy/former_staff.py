"""What stays when a staff account is deleted: their name at what they did, and a word about what they had to do."""

from typing import Any

from django.conf import settings
from django.db.models import OuterRef, Q
from django.db.models.signals import pre_delete
from django.dispatch import receiver
from wagtail.admin.utils import get_user_display_name
from wagtail.models import ModelLogEntry

from inquiries.models import Inquiry, InquiryEvent, InquiryNote, Message
from inquiries.models.inquiry import InquiryQuerySet
from inquiries.privacy.permissions import colleagues

State = Inquiry.State


def open_inquiries() -> InquiryQuerySet:
    """Return the inquiries that someone else has to take over when their assignee leaves."""
    return Inquiry.objects.genuine().filter(state__in=[State.NEW, State.CONTACTED, State.BOOKED])


def left_behind() -> InquiryQuerySet:
    """Return the open inquiries of colleagues who left or may no longer see them, until they are assigned again."""
    last = InquiryEvent.objects.filter(inquiry=OuterRef("pk"), kind__in=["assigned", "left"]).order_by("-pk")
    of_deleted = Q(assignee=None, last_assignment="left")
    of_others = Q(assignee__isnull=False) & ~Q(assignee__in=colleagues().order_by())
    return open_inquiries().alias(last_assignment=last.values("kind")[:1]).filter(of_deleted | of_others)


@receiver(pre_delete, sender=settings.AUTH_USER_MODEL)
def keep_name(instance: Any, **_: Any) -> None:
    name = get_user_display_name(instance)
    Message.objects.filter(author=instance).update(by=name)
    InquiryNote.objects.filter(author=instance).update(by=name)
    InquiryEvent.objects.filter(user=instance).update(by=name)
    lines = list(ModelLogEntry.objects.filter(user=instance, action__startswith="inquiries."))
    for line in lines:
        line.data["by"] = name
    ModelLogEntry.objects.bulk_update(lines, ["data"], batch_size=200)
    for inquiry in Inquiry.objects.filter(assignee=instance).only("pk"):
        inquiry.note("left", name=name)
