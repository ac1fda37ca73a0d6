"""What stays when a staff account is deleted: their name at what they did, and a word about what they had to do."""

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.db.models.signals import pre_delete
from wagtail.admin.utils import get_user_display_name
from wagtail.models import ModelLogEntry

from inquiries.models import Inquiry, InquiryEvent, InquiryNote, Message
from inquiries.models.inquiry import InquiryQuerySet

State = Inquiry.State


def open_inquiries(users: QuerySet[Any] | list[Any]) -> InquiryQuerySet:
    """Return the inquiries that someone else has to take over when these users leave."""
    return Inquiry.objects.genuine().filter(assignee__in=users, state__in=[State.NEW, State.CONTACTED, State.BOOKED])


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


def connect_signals() -> None:
    pre_delete.connect(keep_name, settings.AUTH_USER_MODEL, dispatch_uid="names-of-former-staff")
