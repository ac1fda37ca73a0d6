"""What people search for: a count per day and words, and nothing about who."""

from django.db import models


class SearchDay(models.Model):
    """How often some words were searched for on a day. Holds no address and no number: see `search.counting`."""

    LONGEST = 60

    date = models.DateField()
    words = models.CharField(max_length=LONGEST)
    searches = models.PositiveIntegerField(default=0)
    hits = models.PositiveIntegerField(default=0, help_text="Pages found, the last time.")

    class Meta:
        verbose_name = "searches of a day"
        verbose_name_plural = "searches"
        constraints = [models.UniqueConstraint(fields=["date", "words"], name="search_day_words_once")]

    def __str__(self) -> str:
        return f"{self.words} ({self.date})"
