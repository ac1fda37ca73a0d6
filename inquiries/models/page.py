"""The page with the inquiry form, and the thank-you page."""

from typing import Any

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from wagtail.admin.panels import FieldPanel, HelpPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField

from content.blocks import VOCABULARY
from content.blocks.field import VocabularyField
from content.models import ClinicPage
from content.models.search_text import SearchText
from content.site_context.clinic import the_clinic
from content.site_context.context import current_site_context
from content.text.cards import Card
from content.text.directory import of_type
from inquiries.models.answer_words import answer_in_words, opens_in_words
from inquiries.models.confirmation import ConfirmationWords
from inquiries.models.form_fields import InquiryPageForm, words_help
from inquiries.models.inquiry import Inquiry
from inquiries.models.routing import current_routing

CONSENT = (
    "I agree that {clinic} may use what I wrote here to answer me. I can withdraw my consent at any time; the "
    "privacy page explains how."
)
HEALTH_DATA_POLICY = "consumer-health-data"  # the slug of the policy that consumer health data laws require
THANKED = "inquiries.thanks"  # a salt
ASIDE_HEADING = "A real person reads it"
ASIDE_TEXT = (
    "Someone from the clinic will reply the way you choose. What you write is stored encrypted, and only "
    "authorized staff can open it."
)
# As on every page; collapsed, since these two pages rarely need it. Nothing is computed as related here.
EVIDENCE = MultiFieldPanel(
    [
        FieldPanel("author"),
        InlinePanel("page_sources", heading="Sources", label="Source"),
        InlinePanel("related_links", heading="Related pages", label="Related page"),
    ],
    heading="Author, sources, related",
    classname="collapsed",
)


class InquiryPage(ConfirmationWords):
    """Contact: the form, and what to know before sending it."""

    kind_label = "Contact"
    page_description = "The inquiry form and its words"
    style_parts = ("form",)
    schema_type = "ContactPage"
    lost_if_gone = "The inquiry form and every “Ask” button disappear from the whole site: nobody can send an inquiry."
    form_intro = RichTextField(
        "words above the form", blank=True, features=["bold", "italic", "link"], help_text="On this page only."
    )
    submit_label = models.CharField("words on the button", max_length=40, default="Send")
    consent_text = models.TextField(
        "consent",
        default=CONSENT,
        help_text="Everyone has to check this box. The wording is saved with each inquiry as it was at the time. "
        "{clinic} becomes the legal name from Settings › Clinic › Privacy, or the clinic’s name while that is empty.",
    )
    privacy_page = models.ForeignKey(
        "content.LegalPage",
        verbose_name="privacy page",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Linked below the consent. Leave empty to use the legal page whose address ends in /privacy/.",
    )
    aside_heading = models.CharField("heading beside the form", max_length=60, blank=True, default=ASIDE_HEADING)
    aside_text = models.TextField(
        "words beside the form",
        max_length=500,
        blank=True,
        default=ASIDE_TEXT,
        help_text="Shown next to every form on the site. Promise only what is true: say so here if the message is "
        "included in emails to staff.",
    )
    asks_proof_of_work = models.BooleanField(
        "make browsers do a small task",
        default=False,
        help_text="For times when there is a lot of spam. The visitor’s browser does a small calculation while they "
        "write (ALTCHA, on this site only). Visitors see nothing and solve nothing, and the form still "
        "works without JavaScript.",
    )
    body = VocabularyField(VOCABULARY, blank=True)

    content_panels = [
        *ClinicPage.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("form_intro"),
                InlinePanel("field_texts", heading="Labels and hints", label="Field", help_text=words_help()),
                InlinePanel(
                    "extra_questions",
                    heading="Extra questions",
                    label="Question",
                    help_text="Asked after the message. If you reword a question, earlier answers may no longer "
                    "make sense: it is better to delete it and add a new one.",
                ),
                FieldPanel("consent_text"),
                FieldPanel("privacy_page"),
                FieldPanel("submit_label"),
                FieldPanel("aside_heading"),
                FieldPanel("aside_text"),
                FieldPanel("asks_proof_of_work"),
            ],
            heading="Form",
        ),
        HelpPanel(
            "<p>Who is emailed about inquiries, and whether the message is included, is not set on this page. People "
            "with permission decide it under Settings › Inquiry routing.</p>",
            heading="Email to staff",
        ),
        ConfirmationWords.confirmation_panel,
        FieldPanel("body"),
        EVIDENCE,
    ]
    base_form_class = InquiryPageForm
    search_fields = [*ClinicPage.search_fields, SearchText("body")]
    parent_page_types = ["content.HomePage"]
    subpage_types = ["inquiries.ThankYouPage"]
    max_count_per_parent = 1
    preview_modes = [*ClinicPage.DEFAULT_PREVIEW_MODES, ("confirmation", "Email to the visitor")]

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        if mode_name != "confirmation":
            response: HttpResponse = super().serve_preview(request, mode_name)
            return response
        context = self.mail_context(Inquiry(reference="K7QF-3M9P"))
        context["logo_src"] = context["logo"].url if context["logo"] else ""
        response = render(request, "inquiries/confirmation_preview.html", context)
        # Emails have inline styles, and a <style> for dark mode.
        inline = ["'unsafe-inline'"]
        response._csp_update = {"style-src-attr": inline, "style-src-elem": inline}  # type: ignore[attr-defined]
        return response

    def consent(self) -> str:
        return self.consent_text.replace("{clinic}", the_clinic().responsible)

    @classmethod
    def current(cls) -> "InquiryPage | None":
        """Return the live page with the form; None if staff have unpublished it."""
        found: InquiryPage | None = cls.objects.live().first()
        return found

    def mail_context(self, inquiry: Inquiry | None) -> dict[str, Any]:
        """Return the email templates' context about the clinic and, if there is one, the inquiry."""
        site_context = current_site_context()
        clinic = site_context.clinic
        words = {
            "{clinic}": clinic.name,
            "{phone}": clinic.phone,
            "{reference}": inquiry.reference if inquiry else "",
            "{answer}": answer_in_words(),
        }
        return {
            "inquiry": inquiry,
            "clinic": clinic,
            "logo": site_context.logo,
            "has_emblem": site_context.has_emblem,
            "confirmation": self.confirmation(words) if inquiry else None,
            "closures": site_context.closures_ahead,
            "opens": opens_in_words(),
            "emergency_number": site_context.market.emergency_number,
            "admin_url": settings.WAGTAILADMIN_BASE_URL,
            "with_message": current_routing().with_message,
        }

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["form"] = kwargs.get("form")
        return context

    def privacy_links(self) -> list[Card]:
        """Return the consent's links: the page chosen, else the one with the slug `privacy`, else the first legal page.

        Then the policy on consumer health data, which some states require to be linked where such data is collected.
        """
        above = self.path[: -self.steplen]
        legal = [page for page in of_type("legalpage", above) if len(page.path) == len(self.path)]
        first = sorted(legal, key=lambda page: (page.pk != self.privacy_page_id, page.slug != "privacy"))[:1]
        policy = [page for page in legal if page.slug == HEALTH_DATA_POLICY]
        return [*dict.fromkeys(first + policy)]

    def computed_related(self) -> list[int]:
        return []


def thanks_url(address: str, inquiry: Inquiry) -> str:
    """Return the URL of a thank-you page with the inquiry's reference, which avoids a cookie.

    It is signed, so that a link from elsewhere can't make the page say something that isn't one of ours.
    """
    return f"{address}?for={Signer(salt=THANKED).sign_object(inquiry.reference)}"


def thanked_reference(request: HttpRequest) -> str:
    """Return the reference in the URL; empty if there is none that we signed."""
    try:
        return str(Signer(salt=THANKED).unsign_object(request.GET.get("for", "")))
    except BadSignature:
        return ""


class ThankYouPage(ClinicPage):
    kind_label = "Thank you"
    page_description = "What visitors read after they sent the form"
    indexable = False
    body = VocabularyField(VOCABULARY, blank=True)

    content_panels = [*ClinicPage.content_panels, FieldPanel("body"), EVIDENCE]
    parent_page_types = ["inquiries.InquiryPage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().get_context(request, *args, **kwargs) | {"reference": thanked_reference(request)}

    def computed_related(self) -> list[int]:
        return []
