"""Search counts, without anything about who searched, and staff's synonyms."""

from django.core.exceptions import ValidationError
from django.db import models

from content.counting.models import DayCount
from content.models.stale_form import StaleCheckModelForm


class SearchDay(DayCount):
    """How often some words were searched for on a day. Contains no addresses or numbers: see `search.counting`."""

    COUNT, KEPT_DAYS = "searches", 365
    LONGEST = 60

    words = models.CharField(max_length=LONGEST)
    searches = models.PositiveIntegerField(default=0)
    hits = models.PositiveIntegerField(default=0, help_text="Pages found, the last time.")

    class Meta:
        verbose_name = "searches of a day"
        verbose_name_plural = "searches"
        constraints = [models.UniqueConstraint(fields=["date", "words"], name="search_day_words_once")]

    def __str__(self) -> str:
        return f"{self.words} ({self.date})"


class Synonym(models.Model):
    """Words that visitors use, and the words that the pages use for the same thing."""

    words = models.CharField(
        "visitors search for",
        max_length=SearchDay.LONGEST,
        unique=True,
        help_text="One or more words, as people type them. Singular and plural count as the same.",
    )
    meaning = models.CharField(
        "our pages say",
        max_length=200,
        help_text="Other words to search for as well, separated by commas: low back, lumbar.",
    )

    base_form_class = StaleCheckModelForm
    panels = ["words", "meaning"]

    class Meta:
        ordering = ["words"]

    def __str__(self) -> str:
        return str(self.words)

    def clean(self) -> None:
        """Normalize case and spaces, so that the same words are the same entry, and require something to search for."""
        self.words = " ".join(self.words.lower().split())
        for field in ("words", "meaning"):
            if not any(map(str.isalnum, getattr(self, field))):
                raise ValidationError({field: "Write at least one word."})
