"""When health pages have to be reviewed, as part of the clinic's settings."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from wagtail.contrib.settings.models import BaseSiteSetting


class ReviewRules(BaseSiteSetting):
    """The clinic's rules for health pages; part of its settings."""

    review_months = models.PositiveSmallIntegerField(
        "read health pages again after",
        default=12,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
        help_text="Months. Applies to reviews from now on.",
    )
    publishes_unreviewed = models.BooleanField(
        "health pages may be published before anyone has reviewed them",
        default=False,
        help_text="When this is off, a new or changed health page goes live only after a practitioner has read it "
        "as it stands.",
    )

    rules_panels = ["review_months", "publishes_unreviewed"]

    class Meta:
        abstract = True
