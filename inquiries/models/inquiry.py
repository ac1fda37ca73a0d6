"""What a visitor sent, and what became of it."""

import secrets
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone

from content.text.typed import tidy_name
from inquiries.crypto.blind_index import key_fingerprint
from inquiries.crypto.fields import UNREADABLE, EncryptedJSONField, EncryptedTextField
from inquiries.models.history import InquiryEvent
from inquiries.models.search_term import SearchTerm

REFERENCE_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # no look-alikes


def new_reference() -> str:
    """Return a short code that is easy to read out on the phone, such as `K7QF-3M9P`."""
    code = "".join(secrets.choice(REFERENCE_LETTERS) for _ in range(8))
    return f"{code[:4]}-{code[4:]}"


class InquiryQuerySet(models.QuerySet["Inquiry"]):
    """The inbox's filters."""

    def unmerged(self) -> "InquiryQuerySet":
        return self.filter(merged_into=None)

    def with_merged(self) -> "InquiryQuerySet":
        """Return these and those that were merged into them."""
        mine = self.order_by().values("pk")
        return Inquiry.objects.filter(models.Q(pk__in=mine) | models.Q(merged_into__in=mine))

    def whole(self) -> "InquiryQuerySet":
        """Return these, those that were merged into them, and those that they were merged into."""
        keys = {key for pair in self.values_list("pk", "merged_into") for key in pair if key}
        return Inquiry.objects.filter(models.Q(pk__in=keys) | models.Q(merged_into__in=keys))

    def genuine(self) -> "InquiryQuerySet":
        """Return those that are neither suspect nor spam; merged ones count once."""
        return self.unmerged().filter(is_suspect=False).exclude(state=Inquiry.State.SPAM)

    def to_answer(self) -> "InquiryQuerySet":
        """Return new ones, and those whose visitor wrote again."""
        return self.genuine().filter(models.Q(state=Inquiry.State.NEW) | models.Q(wrote_again_at__isnull=False))

    def waiting_before(self, moment: datetime) -> "InquiryQuerySet":
        return self.filter(models.Q(wrote_again_at__lt=moment) | models.Q(wrote_again_at=None, created_at__lt=moment))

    def unread(self) -> "InquiryQuerySet":
        return self.to_answer().filter(read_at__isnull=True)

    def suspects(self) -> "InquiryQuerySet":
        """Return suspects that staff haven't reviewed yet."""
        return self.unmerged().filter(is_suspect=True, state=Inquiry.State.NEW)

    def of_terms(self, kind: str, digests: list[str]) -> "InquiryQuerySet":
        """Return those with any of the hashed terms."""
        terms = SearchTerm.objects.filter(kind=kind, digest__in=digests)
        return self.filter(pk__in=terms.values("inquiry_id"))

    def without_texts(self) -> "InquiryQuerySet":
        """Leave in the database what no list shows: the texts of visitors, but for the name and what it is about."""
        texts = {field.name for field in Inquiry._meta.fields if isinstance(field, EncryptedTextField)}
        return self.defer("consent_text", *texts - {"name", "about"})

    def with_repeats(self) -> "InquiryQuerySet":
        """Annotate `wrote_more_than_once`: whether another inquiry has the same email address or phone number."""
        persons = SearchTerm.objects.filter(kind=SearchTerm.Kind.PERSON)
        mine = persons.filter(inquiry=models.OuterRef(models.OuterRef("pk"))).values("digest")
        others = persons.filter(digest__in=mine).exclude(inquiry=models.OuterRef("pk"))
        others = others.filter(inquiry__merged_into=None)
        return self.annotate(wrote_more_than_once=models.Exists(others))


class Inquiry(models.Model):
    wagtail_reference_index_ignore = True  # a page's "used by" list is open to every editor

    class State(models.TextChoices):
        NEW = "new", "New"
        CONTACTED = "contacted", "Contacted"
        BOOKED = "booked", "Booked"
        NOT_BOOKED = "not_booked", "Not booked"
        CLOSED = "closed", "Closed"
        SPAM = "spam", "Spam"

    class CameBy(models.TextChoices):
        WEBSITE = "website", "Website"
        EMAIL = "email", "Email"
        PHONE = "phone", "Phone call"
        WALK_IN = "walk_in", "Walk-in"

    class LostReason(models.TextChoices):
        PRICE = "price", "Price"
        TIME = "time", "No time that suits"
        SILENT = "silent", "Didn’t answer us"
        ELSEWHERE = "elsewhere", "Went elsewhere"
        NOT_OURS = "not_ours", "Not something we treat"
        OTHER = "other", "Another reason"

    class ContactBy(models.TextChoices):
        EMAIL = "email", "Email"
        PHONE = "phone", "Phone"
        EITHER = "either", "Either"

    reference = models.CharField(max_length=9, unique=True, default=new_reference, editable=False)
    # A keyed digest of what was sent, so that content that is sent again within a day is stored only once.
    submission_key = models.CharField(max_length=64, unique=True, null=True, editable=False)
    created_at = models.DateTimeField("received", default=timezone.now, db_index=True, editable=False)
    state = models.CharField(max_length=12, choices=State.choices, default=State.NEW, db_index=True)
    is_suspect = models.BooleanField("suspect", default=False, db_index=True)
    suspect_reasons = models.JSONField(default=list, blank=True)

    name = EncryptedTextField()
    email = EncryptedTextField(blank=True)
    phone = EncryptedTextField(blank=True)
    contact_by = models.CharField(max_length=8, choices=ContactBy.choices, default=ContactBy.EITHER)
    times = EncryptedTextField("preferred times", blank=True)
    about = EncryptedTextField(blank=True, help_text="Titles of the conditions chosen, one per line.")
    regions = EncryptedTextField(
        "places on the body", blank=True, help_text="As the pain map names them, such as outer-hip:left, one per line."
    )
    practitioner = EncryptedTextField("asked for", blank=True, help_text="The name of whom they would like to see.")
    session = EncryptedTextField(blank=True, help_text="The kind of session they would like, with its length.")
    message = EncryptedTextField(blank=True)
    answers = EncryptedTextField("answers to extra questions", blank=True)
    consent_text = models.TextField(blank=True)
    consent_note = EncryptedTextField(
        "consent", blank=True, help_text="How and when it was given, if not by checking the form’s box."
    )
    came_by = models.CharField("came in by", max_length=8, choices=CameBy.choices, default=CameBy.WEBSITE)

    source_page = models.ForeignKey(
        "wagtailcore.Page", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    landing_path = EncryptedTextField("first page", blank=True)
    referrer_host = models.CharField(max_length=120, blank=True)
    campaign: "models.TextField[dict[str, str], dict[str, str]]" = EncryptedJSONField(default=dict, blank=True)
    sender_hash = models.CharField(max_length=64, blank=True, editable=False)

    # Set by staff's work on it.
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    follow_up_on = models.DateField("follow up on", null=True, blank=True, db_index=True)
    read_at = models.DateTimeField(null=True, blank=True, editable=False)
    first_answered_at = models.DateTimeField(null=True, blank=True, editable=False)
    wrote_again_at = models.DateTimeField(
        null=True,
        blank=True,
        db_index=True,
        help_text="When their wait for an answer to an email began.",
    )
    state_changed_at = models.DateTimeField(null=True, blank=True, editable=False)
    email_failed = models.BooleanField(default=False, help_text="An email to the visitor bounced: call instead.")
    is_held = models.BooleanField("never erase", default=False)
    booked_for = models.DateTimeField(null=True, blank=True)
    booked_with = models.ForeignKey(
        "content.PractitionerPage", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    lost_reason = models.CharField("why not", max_length=10, choices=LostReason.choices, blank=True)
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="merged")
    terms_key = models.CharField(max_length=8, blank=True, editable=False)

    objects = InquiryQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name_plural = "inquiries"
        default_permissions = ("view",)
        permissions = [
            ("answer_inquiry", "Can answer inquiries and change their state"),
            ("export_inquiry", "Can export inquiries"),
            ("erase_inquiry", "Can erase inquiries"),
        ]

    def __str__(self) -> str:
        return f"Inquiry {self.reference}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        changed = kwargs.get("update_fields")
        with transaction.atomic():
            if changed is None or {"name", "email", "phone", "about"} & set(changed):
                # An unreadable text can't be hashed; the worker does it once the key is back.
                self.terms_key = key_fingerprint() if self.is_readable else ""
                if changed is not None:
                    kwargs["update_fields"] = {*changed, "terms_key"}
                super().save(*args, **kwargs)
                if self.is_readable:
                    SearchTerm.write(self)
            else:
                super().save(*args, **kwargs)

    @property
    def is_readable(self) -> bool:
        """Whether the fields about the sender can be decrypted."""
        return UNREADABLE not in (self.name, self.email, self.phone, self.about)

    @property
    def greeting_name(self) -> str:
        """The full name, tidied, since there is no telling which part is the first name."""
        return tidy_name(self.name)

    @property
    def about_titles(self) -> list[str]:
        return [line for line in self.about.splitlines() if line.strip()]

    @property
    def region_keys(self) -> list[str]:
        """The keys of the places on the pain map that it is about."""
        return str(self.regions).split()

    @property
    def whole(self) -> InquiryQuerySet:
        """This inquiry and those that were merged into it."""
        return Inquiry.objects.filter(models.Q(pk=self.pk) | models.Q(merged_into=self.pk))

    @property
    def waiting_since(self) -> datetime:
        return self.wrote_again_at or self.created_at

    @property
    def is_to_answer(self) -> bool:
        waits = self.state == self.State.NEW or self.wrote_again_at is not None
        return waits and not self.is_suspect and self.state != self.State.SPAM

    @property
    def admin_url(self) -> str:
        """The inquiry's absolute URL in the admin, for emails to staff."""
        return settings.WAGTAILADMIN_BASE_URL + reverse("inquiry:inspect", args=[self.pk])

    def same_person(self) -> InquiryQuerySet:
        """Return other inquiries with the same email address or phone number; merged ones count once."""
        persons = SearchTerm.objects.filter(kind=SearchTerm.Kind.PERSON)
        mine = persons.filter(inquiry__in=self.whole).values("digest")
        same = Inquiry.objects.filter(pk__in=persons.filter(digest__in=mine).values("inquiry_id"))
        found = Inquiry.objects.filter(models.Q(pk__in=same) | models.Q(merged__in=same))
        return found.unmerged().exclude(pk=self.pk).distinct()

    def mark_wrote_again(self) -> None:
        """Record that the visitor wrote again, which makes it unread and to be answered again.

        Who waits already has waited since the first of what nobody answered.
        """
        self.wrote_again_at, self.read_at = self.waiting_since if self.is_to_answer else timezone.now(), None
        self.save(update_fields=["wrote_again_at", "read_at"])

    def note(self, kind: str, text: str = "", *, user: Any = None, **data: Any) -> InquiryEvent:
        """Add to the timeline. Nothing that the visitor wrote belongs in `data`."""
        return InquiryEvent.objects.create(inquiry=self, kind=kind, text=text, user=user, data=data)
