"""Queueing the Monday email, with a link that turns it off."""

from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from content.models import ClinicSettings
from content.site_context.context import day_in_words
from inquiries.mail.outbox import enqueue
from inquiries.models import Mail, Stamp, WeeklyMailStop
from inquiries.privacy.permissions import owners
from inquiries.weekly.figures import week_figures

SENT = "weekly report"  # a stamp
SALT = "inquiries.weekly"
LATE = timedelta(days=3)  # if no worker was running on Monday, it is sent until Thursday


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def send_weekly_report(now: datetime) -> None:
    """Queue last week's email to each owner who didn't turn it off, once, on Monday if a worker is running.

    None for the sample clinic.
    """
    today = timezone.localdate(now)
    monday = monday_of(today)
    if today - monday > LATE or ClinicSettings.default().is_sample:
        return
    if today != monday and not Stamp.objects.filter(name=SENT).exists():
        return  # a new site has no Monday to catch up on
    with transaction.atomic():
        if Stamp.claim_day(SENT, now, since=monday):
            for owner in owners().exclude(pk__in=WeeklyMailStop.objects.values("user")):
                enqueue(Mail.Purpose.WEEKLY_REPORT, [owner.email], None, owner=owner.pk)
            Stamp.finish_day(SENT, now)


def token_of(owner_pk: int) -> str:
    """Return a signed token that identifies the owner in the link; it works without signing in and doesn't expire."""
    return signing.dumps(owner_pk, salt=SALT)


def owner_of(token: str) -> Any:
    """Return the owner whom a link belongs to; None if it isn't one of ours."""
    try:
        pk = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return get_user_model().objects.filter(pk=pk, is_superuser=True, is_active=True).first()


def stop_url(owner_pk: int) -> str:
    return settings.WAGTAILADMIN_BASE_URL + reverse("weekly_mail", args=[token_of(owner_pk)])


def mail_context(mail: Mail) -> dict[str, Any]:
    """Return the figures of the week before the email was queued."""
    monday = monday_of(timezone.localdate(mail.created_at)) - timedelta(days=7)
    first, last = day_in_words(monday), day_in_words(monday + timedelta(days=6))
    stop = stop_url(mail.details["owner"]) if "owner" in mail.details else ""
    return {"week": week_figures(monday), "first_day": first, "last_day": last, "stop_url": stop}
