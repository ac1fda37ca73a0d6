"""The blind index: who wrote, and about what, as keyed hashes that match inquiries without decrypting them."""

from typing import Any

from django.db import models

from content.site_context.context import current_market
from inquiries.crypto.blind_index import fold_to_ascii, hashed, person_keys
from inquiries.crypto.fields import UNREADABLE


class SearchTerm(models.Model):
    """One hashed term of an inquiry."""

    wagtail_reference_index_ignore = True

    class Kind(models.TextChoices):
        PERSON = "person"
        ABOUT = "about"

    inquiry = models.ForeignKey("inquiries.Inquiry", on_delete=models.CASCADE, related_name="terms")
    kind = models.CharField(max_length=6, choices=Kind.choices)
    digest = models.CharField(max_length=22)

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["kind", "digest"])]

    def __str__(self) -> str:
        return f"{self.kind} of inquiry {self.inquiry_id}"

    @classmethod
    def write(cls, inquiry: Any) -> None:
        """Replace the inquiry's terms with those from its current fields and conversation."""
        senders = {message.sender for message in inquiry.messages.only("sender").exclude(sender="")} - {UNREADABLE}
        region = current_market().phone_region
        persons = [person_keys(inquiry.email, inquiry.phone, region)]
        persons += [person_keys(address, "", region) for address in senders]
        terms = {
            cls.Kind.PERSON: set().union(*persons),
            cls.Kind.ABOUT: {fold_to_ascii(title) for title in inquiry.about_titles},
        }
        cls.objects.filter(inquiry=inquiry).delete()
        SearchTerm.objects.bulk_create(
            SearchTerm(inquiry=inquiry, kind=kind, digest=hashed(kind, text))
            for kind, texts in terms.items()
            for text in sorted(texts)
        )
