"""Terms that the site explains at their first use, and texts that several pages share."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.html import escape
from wagtail.fields import RichTextField
from wagtail.models import DraftStateMixin, RevisionMixin

from content.blocks.text import TEXT_FEATURES
from content.text.directory import listed
from content.text.glossary import Term


class GlossaryTerm(DraftStateMixin, RevisionMixin, models.Model):
    """A word that readers may not know, with a plain explanation."""

    term = models.CharField(
        max_length=60, unique=True, help_text="As it appears in a sentence, such as: referred pain."
    )
    other_forms = models.CharField(
        max_length=200,
        blank=True,
        help_text="Other forms and names, separated by commas: refers pain, pain referral. Plurals that end in -s are "
        "found automatically.",
    )
    explanation = models.TextField(
        max_length=240,
        help_text="One or two plain sentences. Shown at the end of each page that uses the term; a statement about "
        "health needs a source on the page below.",
    )
    page = models.ForeignKey(
        "wagtailcore.Page",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="A page that says more. On that page the term is not explained again.",
    )

    class Meta:
        ordering = ["term"]

    def __str__(self) -> str:
        return str(self.term)

    @property
    def words(self) -> list[str]:
        """The term in all its forms."""
        forms = [" ".join(form.split()) for form in (self.term, *self.other_forms.split(","))]
        return list(dict.fromkeys(form for form in forms if form))

    def clean(self) -> None:
        """Reject words that another term already has."""
        super().clean()
        self.term, self.explanation = " ".join(self.term.split()), " ".join(self.explanation.split())
        own = {word.lower() for word in self.words}
        for other in GlossaryTerm.objects.exclude(pk=self.pk):
            if shared := own & {word.lower() for word in other.words}:
                field = "term" if self.term.lower() in shared else "other_forms"
                word = sorted(shared)[0]
                raise ValidationError({field: f"“{word}” is already explained under “{other}”."})

    def as_term(self) -> Term:
        more = listed([self.page_id])
        forms = tuple(str(escape(word)) for word in self.words)
        return Term(self.pk, str(self.term), forms, str(self.explanation), more[0].url if more else "")


class ReusableText(DraftStateMixin, RevisionMixin, models.Model):
    """A text that is edited once and shown on several pages."""

    name = models.CharField(max_length=80, unique=True, help_text="What you call it. Visitors don’t see the name.")
    text = RichTextField(features=TEXT_FEATURES)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return str(self.name)
