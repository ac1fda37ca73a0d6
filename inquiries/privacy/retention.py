"""Erases inquiries at the end of their retention period, or when a person asks for it."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Case, DateTimeField, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from wagtail.models import ModelLogEntry

from content.caching.routing import the_site
from content.site_context.context import current_market
from inquiries.crypto.blind_index import hashed, key_fingerprint, person_keys
from inquiries.models import Inquiry, InquiryNote, InquirySettings, Mail, Message, SearchTerm, Stamp
from inquiries.models.inquiry import InquiryQuerySet
from inquiries.privacy.audit import log_access

State = Inquiry.State
CHUNK = 200
STAFF_MAIL_DAYS = 30  # reminders and the like, which belong to no inquiry
NEVER = datetime.fromtimestamp(0, tz=UTC)  # a period of 0 days: none is that old
PURGE = "purge"  # the stamp of the last run, with what it erased
KINDS = {  # each with its own period; the first that an inquiry belongs to counts
    "spam": Q(is_suspect=True) | Q(state=State.SPAM),
    "closed": Q(state__in=[State.NOT_BOOKED, State.CLOSED]),
    "booked": Q(state=State.BOOKED),
    "open": Q(state__in=[State.NEW, State.CONTACTED]),
}


def inquiry_settings() -> InquirySettings:
    """Return the clinic's settings."""
    found: InquirySettings = InquirySettings.for_site(the_site())
    return found


def erase(inquiries: InquiryQuerySet, kind: str, user: Any = None) -> int:
    """Erase inquiries with their emails, events, notes, messages, search terms, and entries in Wagtail's log.

    An inquiry on hold stays, along with those that it was merged with; other merged inquiries are erased together.
    The log says how many were erased, but not whose.
    """
    content_type = ContentType.objects.get_for_model(Inquiry)
    whole = inquiries.whole()
    held = {key for pair in whole.filter(is_held=True).values_list("pk", "merged_into") for key in pair if key}
    free = whole.exclude(pk__in=held).exclude(merged_into__in=held)
    keys = list(free.values_list("pk", flat=True))
    erased = 0
    for start in range(0, len(keys), CHUNK):
        chunk = keys[start : start + CHUNK]
        with transaction.atomic():
            named = [str(key) for key in chunk]
            ModelLogEntry.objects.filter(content_type=content_type, object_id__in=named).delete()
            _, rows = Inquiry.objects.filter(pk__in=chunk, is_held=False).exclude(merged__is_held=True).delete()
            count = rows.get("inquiries.Inquiry", 0)
            erased += count
            if count:
                log_access(inquiry_settings(), kind, user, count=count)
    return erased


def expired(settings: InquirySettings, now: datetime) -> InquiryQuerySet:
    """Return the inquiries to erase now; none on hold, or with an upcoming follow-up or appointment.

    A change, message, or note of a merged inquiry keeps the one that it was merged into as well.
    """
    periods = {kind: getattr(settings, f"keep_{kind}_days") for kind in KINDS}
    begins = {kind: now - timedelta(days=days) if days else NEVER for kind, days in periods.items()}
    since = OuterRef("kept_since")
    merged = Inquiry.objects.filter(merged_into=OuterRef("pk"))
    changed = Q(created_at__gte=since) | Q(state_changed_at__gte=since)
    written = (
        Exists(model.objects.filter(**{whose: OuterRef("pk")}, at__gte=since))
        for model in (Message, InquiryNote)
        for whose in ("inquiry", "inquiry__merged_into")
    )
    return (
        Inquiry.objects.unmerged()
        .alias(
            kind=Case(*[When(pile, then=Value(kind)) for kind, pile in KINDS.items()]),
            kept_since=Case(
                *[When(pile, then=Value(begins[kind])) for kind, pile in KINDS.items()],
                output_field=DateTimeField(),
            ),
            changed_at=Coalesce("state_changed_at", "created_at"),
        )
        .filter(changed_at__lt=F("kept_since"), is_held=False)
        .exclude(follow_up_on__gte=timezone.localdate(now))
        .exclude(booked_for__gte=now)
        .filter(~Exists(merged.filter(changed | Q(is_held=True))), *(~each for each in written))
    )


def erased_tomorrow(now: datetime | None = None) -> InquiryQuerySet:
    """Return the inquiries that will be erased within a day, so that staff can still prevent it."""
    return expired(inquiry_settings(), (now or timezone.now()) + timedelta(days=1))


def purge(now: datetime | None = None, *, dry_run: bool = False) -> dict[str, int]:
    """Erase inquiries past their retention period and return how many of each kind. A dry run only counts."""
    now = now or timezone.now()
    old = expired(inquiry_settings(), now)
    # The last test email stays, since the launch list shows its result.
    kept = Q(state=Mail.State.QUEUED) | Q(purpose=Mail.Purpose.TEST_MAIL)
    own_mails = Mail.objects.filter(inquiry=None, created_at__lt=now - timedelta(days=STAFF_MAIL_DAYS)).exclude(kept)
    by_kind = {kind: old.filter(Q(kind=kind)) for kind in reversed(KINDS)}
    if dry_run:
        return {kind: inquiries.count() for kind, inquiries in by_kind.items()} | {"staff_mails": own_mails.count()}
    counts = {kind: erase(inquiries, "purge") for kind, inquiries in by_kind.items()}
    counts["staff_mails"] = own_mails.delete()[1].get("inquiries.Mail", 0)
    Stamp.objects.update_or_create(name=PURGE, defaults={"at": now, "counts": counts})
    return counts


def blind_index_is_current() -> bool:
    """Return False after the secret key changed, until the worker has rebuilt the index.

    Inquiries that can't be decrypted don't count: they are indexed once their encryption key is back.
    """
    stale = Inquiry.objects.exclude(terms_key=key_fingerprint()).only("name", "email", "phone", "about")
    return not any(inquiry.is_readable for inquiry in stale.iterator(200))


def of_person(email: str, phone: str) -> InquiryQuerySet:
    """Return all inquiries with this email address or phone number, and those that they are merged with."""
    digests = [hashed(SearchTerm.Kind.PERSON, key) for key in person_keys(email, phone, current_market().phone_region)]
    return Inquiry.objects.of_terms(SearchTerm.Kind.PERSON, digests).whole()
