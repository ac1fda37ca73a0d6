"""Session types, glossary terms, reusable texts, and testimonials in Wagtail's admin; claims in texts are refused."""

from typing import Any

from django.core.exceptions import ValidationError
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.chooser import SnippetChooserViewSet
from wagtail.snippets.views.snippets import DeleteView, SnippetViewSet

from content.checks.claims import claims_in
from content.models import ClinicSettings, GlossaryTerm, ReusableText, SessionType, Testimonial
from content.models.stale_form import StaleCheck
from content.templatetags.content_tags import price
from content.text.plain import lines_of


class ClaimsForm(WagtailAdminModelForm):
    """Rejects wording that promises more than the evidence supports, since it would be on many pages at once."""

    looked_at = ("explanation", "text", "words")
    advice = "Say it in another way."

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        market = ClinicSettings.default().market
        for field in self.looked_at:
            found = [one for line in lines_of(data.get(field)) for one in claims_in(line, market) if one.is_error]
            if found:
                said = " ".join(f"{one.message}. {one.why}" for one in found[:2])
                self.add_error(field, ValidationError(f"{said} {self.advice}"))
        return data


class TestimonialForm(StaleCheck, ClaimsForm):
    advice = "Whoever publishes a client’s claim makes it. Leave this part out with …, or don’t publish it."


class GlossaryViewSet(SnippetViewSet):
    model = GlossaryTerm
    icon = "help"
    list_display = ["term", "explanation", "live"]
    edit_handler = ObjectList(["term", "other_forms", "explanation", FieldPanel("page")], base_form_class=ClaimsForm)


class ReusableTextViewSet(SnippetViewSet):
    model = ReusableText
    icon = "copy"
    list_display = ["name", "live"]
    edit_handler = ObjectList(["name", "text"], base_form_class=ClaimsForm)


class TestimonialChooser(SnippetChooserViewSet):
    def get_object_list(self) -> Any:
        return Testimonial.objects.filter(consent_withdrawn_on=None)


class TestimonialViewSet(SnippetViewSet):
    model = Testimonial
    chooser_viewset_class = TestimonialChooser
    icon = "openquote"
    list_display = ["__str__", "words", "consent_on", "consent_withdrawn_on"]
    list_filter = ["consent_how"]
    edit_handler = ObjectList(
        [
            "words",
            FieldRowPanel(["name", "given_on"]),
            FieldPanel("source"),
            FieldPanel("incentive"),
            MultiFieldPanel(
                ["consent_by", FieldRowPanel(["consent_on", "consent_how"]), "consent_withdrawn_on"],
                heading="Consent",
                help_text="Keep the signed form or the message itself in your records.",
            ),
        ],
        base_form_class=TestimonialForm,
    )


class DeleteSessionType(DeleteView):
    confirmation_message = (
        "It disappears from every page that shows sessions and prices, and from the choices of the inquiry form, at "
        "once and for good. Inquiries that ask for it keep its name. Do you want to delete it?"
    )


class SessionTypeViewSet(SnippetViewSet):
    model = SessionType
    delete_view_class = DeleteSessionType
    list_display = [
        "name",
        Column("minutes", label="Length", accessor=lambda session: f"{session.minutes} minutes"),
        Column("price", label="Price", accessor=price),
        Column("is_sample", label="Sample", accessor=lambda session: "Sample" if session.is_sample else ""),
    ]


for viewset in (GlossaryViewSet, ReusableTextViewSet, TestimonialViewSet, SessionTypeViewSet):
    register_snippet(viewset)
