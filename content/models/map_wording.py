"""The pain map's editable texts."""

from collections.abc import Mapping

from django.db import models
from wagtail.admin.panels import MultiFieldPanel
from wagtail.fields import RichTextField

from content.anatomy.pain_map_data import LevelWording
from content.models.base import ClinicPage
from content.text.directory import url_of

NUMBERS = "“{emergency}” and “{doctor}” become the emergency number and the right place to ask in your market."
HELP_NOW_PATH = "help-now"  # the path, below the map's, of the page about emergency signs
HOW_FAR = (
    "The patterns follow a textbook convention that therapists have used for decades. Some have been reproduced in "
    "studies, most have not. They may point to where it is worth looking. They are not a diagnosis."
)
HELP_NOW = (
    "<p>Say where you feel it, since when, and which of the signs you have. We read messages during opening hours "
    "only.</p>"
)


class MapWording(ClinicPage):
    """Texts shared by all places on the map."""

    emergency_heading = models.CharField(max_length=120, default="Get medical help now if you have")
    emergency_advice = models.CharField(
        max_length=250,
        default="Call {emergency} or go to an emergency department. Don’t wait for a reply from us.",
        help_text=NUMBERS,
    )
    urgent_heading = models.CharField(max_length=120, default="See a doctor today or tomorrow if you have")
    urgent_advice = models.CharField(
        max_length=250,
        default="Contact {doctor}. If you can’t reach anyone and it gets worse, call {emergency}.",
        help_text=NUMBERS,
    )
    soon_heading = models.CharField(max_length=120, default="See a doctor before a session if you have")
    soon_advice = models.CharField(
        max_length=250, default="Ask {doctor} first. We are glad to see you afterward.", help_text=NUMBERS
    )
    help_now = RichTextField(
        "page for people with one of these signs",
        features=["bold", "italic", "link", "ul", "ol"],
        default=HELP_NOW,
        help_text="Shown below the emergency number on the page that “I have one of these” opens.",
    )
    how_far = models.TextField(
        "how far this goes",
        default=HOW_FAR,
        help_text="Shown on each body region’s page, below the results.",
    )

    wording_panel = MultiFieldPanel(
        [
            "emergency_heading",
            "emergency_advice",
            "help_now",
            "urgent_heading",
            "urgent_advice",
            "soon_heading",
            "soon_advice",
            "how_far",
        ],
        heading="Words around red flags and results",
        classname="collapsed",
    )

    class Meta:
        abstract = True

    @property
    def help_url(self) -> str:
        """The URL of the page for visitors with an emergency sign."""
        return f"{url_of(self)}{HELP_NOW_PATH}/"

    def wording(self) -> Mapping[str, LevelWording]:
        """The heading and advice for each level of red flags."""
        return {
            "emergency": LevelWording(self.emergency_heading, self.emergency_advice),
            "urgent": LevelWording(self.urgent_heading, self.urgent_advice),
            "soon": LevelWording(self.soon_heading, self.soon_advice),
        }
