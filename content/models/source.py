"""Sources that pages cite, and topics that articles share."""

from typing import Any

from django.db import models
from wagtail.search import index
from wagtail.snippets.models import register_snippet

from content.text.keys import author_and_year, free_key


@register_snippet
class Source(index.Indexed, models.Model):  # type: ignore[django-manager-missing]
    """A publication that the site's statements rest on."""

    class Kind(models.TextChoices):
        TEXTBOOK = "textbook", "Textbook"
        REVIEW = "review", "Review of studies"
        TRIAL = "trial", "Trial or study"
        GUIDELINE = "guideline", "Guideline"
        GUIDANCE = "guidance", "Public guidance"

    key = models.SlugField(unique=True, editable=False)  # author and year, such as xu-2023
    citation = models.TextField(help_text="As it should appear in the list of sources.")
    url = models.URLField(blank=True, max_length=500)
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.TRIAL)
    finding = models.TextField(blank=True, help_text="What it found, in one plain sentence.")

    panels = ["citation", "url", "kind", "finding"]
    search_fields = [index.AutocompleteField("citation"), index.SearchField("citation"), index.SearchField("key")]

    class Meta:
        ordering = ["key"]

    def __str__(self) -> str:
        return f"{self.key}: {self.citation[:80]}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.key = self.key or free_key(Source, "key", author_and_year(self.citation))
        super().save(*args, **kwargs)


@register_snippet
class Topic(index.Indexed, models.Model):
    """A subject that articles share."""

    name = models.CharField(max_length=60, unique=True)
    slug = models.SlugField(unique=True, editable=False)  # in the addresses of lists, so it stays

    panels = ["name"]
    search_fields = [index.AutocompleteField("name"), index.SearchField("name")]

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.slug = self.slug or free_key(Topic, "slug", self.name)
        super().save(*args, **kwargs)
