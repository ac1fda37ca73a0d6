"""Sources that pages cite, and topics that articles share."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.search import index
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.chooser import SnippetChooserViewSet
from wagtail.snippets.views.snippets import SnippetViewSet

from content.models.stale_form import StaleCheckModelForm
from content.panels.look_up import LookUpInput
from content.text.keys import author_and_year, free_key
from content.text.references import doi_in, normal_doi, normal_pmid, pmid_in


class Source(index.Indexed, models.Model):  # type: ignore[django-manager-missing]
    """A publication that supports the site's statements."""

    class Kind(models.TextChoices):
        TEXTBOOK = "textbook", "Textbook"
        REVIEW = "review", "Review of studies"
        TRIAL = "trial", "Trial or study"
        GUIDELINE = "guideline", "Guideline"
        GUIDANCE = "guidance", "Public guidance"

    key = models.SlugField(unique=True, editable=False)  # author and year, such as xu-2023
    doi = models.CharField(
        "DOI", max_length=200, blank=True, help_text="Such as 10.5535/arm.2017.41.4.573, or its address."
    )
    pmid = models.CharField("PubMed number", max_length=60, blank=True, help_text="Such as 16919982, or its address.")
    citation = models.TextField(
        help_text="As it should appear in the list of sources: authors, title, where and when it appeared."
    )
    url = models.URLField(
        "address",
        blank=True,
        max_length=500,
        help_text="Where readers find it. Leave empty to use that of the DOI or PubMed number.",
    )
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.TRIAL)
    finding = models.TextField(
        blank=True, help_text="What it found, in one plain sentence of your own. Readers see it below the citation."
    )

    base_form_class = StaleCheckModelForm
    panels = [
        FieldPanel("doi", widget=LookUpInput),
        FieldPanel("pmid", widget=LookUpInput),
        "citation",
        "url",
        "kind",
        "finding",
    ]
    search_fields = [
        index.AutocompleteField("citation"),
        index.SearchField("citation"),
        index.SearchField("key"),
        index.SearchField("doi"),
        index.SearchField("pmid"),
    ]

    class Meta:
        ordering = ["key"]

    def __str__(self) -> str:
        return f"{self.key}: {self.citation[:80]}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.fill_in()
        self.key = self.key or free_key(Source, "key", author_and_year(self.citation))
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """Normalize the numbers, and reject duplicate sources."""
        super().clean()
        errors: dict[str, str] = {}
        self.citation = " ".join(self.citation.split())
        for field, normal, example in (
            ("doi", normal_doi, "A DOI begins with 10. and has a slash, such as 10.5535/arm.2017.41.4.573."),
            ("pmid", normal_pmid, "A PubMed number has up to eight digits and nothing else, such as 16919982."),
        ):
            try:
                setattr(self, field, normal(getattr(self, field)) if getattr(self, field) else "")
            except ValueError:
                errors[field] = example
        self.fill_in()
        for field in ("doi", "pmid", "url", "citation"):
            value = getattr(self, field)
            same = Source.objects.filter(**{f"{field}__iexact": value}).exclude(pk=self.pk).first() if value else None
            if same and field not in errors:
                errors[field] = f"This source is here already: “{same}”. Choose that one."
                break
        if errors:
            raise ValidationError(errors)

    def fill_in(self) -> None:
        """Fill in what follows from the other fields: numbers, URL, and key."""
        self.doi = self.doi or doi_in(self.url, self.citation)
        self.pmid = self.pmid or pmid_in(self.url, self.citation)
        if not self.url and self.doi:
            self.url = f"https://doi.org/{self.doi}"
        elif not self.url and self.pmid:
            self.url = f"https://pubmed.ncbi.nlm.nih.gov/{self.pmid}/"


class SourceChooser(SnippetChooserViewSet):
    """Choose a source, or add one in the same window."""

    creation_form_class = "content.sources.form.SourceForm"
    creation_tab_label = "Add a source"
    create_action_label = "Add it"


class SourceViewSet(SnippetViewSet):
    model = Source
    icon = "openquote"
    chooser_viewset_class = SourceChooser
    list_display = ["__str__", "kind", "doi"]


class Topic(index.Indexed, models.Model):
    """A subject that articles share."""

    LONGEST_NAME = 60

    name = models.CharField(max_length=LONGEST_NAME, unique=True)
    slug = models.SlugField(unique=True, editable=False)  # used in URLs of lists, so it never changes

    base_form_class = StaleCheckModelForm
    panels = ["name"]
    search_fields = [index.AutocompleteField("name"), index.SearchField("name")]

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.slug = self.slug or free_key(Topic, "slug", self.name)
        super().save(*args, **kwargs)

    @classmethod
    def named(cls, name: str) -> "Topic":
        """Return the topic with this name, ignoring case, and create it if needed."""
        return cls.objects.filter(name__iexact=name).first() or cls.objects.create(name=name)


register_snippet(SourceViewSet)
register_snippet(Topic)
