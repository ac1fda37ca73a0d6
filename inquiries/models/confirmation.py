"""Staff's own words in the email that confirms an inquiry to the visitor."""

from django.core.validators import RegexValidator
from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from content.models import ClinicPage

SUBJECT = "We received your inquiry"
OPENING = (
    "Thank you for contacting {clinic}. We’ve received your inquiry.\n\nYour reference is {reference}. Someone "
    "on our team will read it and get back to you, {answer}."
)
CLOSING = "You can withdraw your inquiry at any time: just reply to this email and we’ll delete it."

one_line = RegexValidator(r"[\r\n]", "Keep the subject on one line.", inverse_match=True)


class ConfirmationWords(ClinicPage):
    """A page with that email’s subject, beginning, and end.

    What is always true goes in between: opening hours and when not to wait.
    """

    confirmation_subject = models.CharField(
        "subject",
        max_length=80,
        default=SUBJECT,
        validators=[one_line],
        help_text="The reference is added automatically. Leave out anything about health: subjects show on locked "
        "screens.",
    )
    confirmation_opening = models.TextField(
        "beginning",
        max_length=1500,
        default=OPENING,
        help_text="{clinic}, {phone}, and {reference} are filled in. {answer} becomes “usually within one business "
        "day”, or the day by which you are back when a closure comes in between. Nothing the visitor wrote can be, "
        "since anyone can type in someone else’s address. When you open again and when not to wait for you are added "
        "automatically.",
    )
    confirmation_closing = models.TextField(
        "end",
        max_length=1500,
        blank=True,
        default=CLOSING,
        help_text="Say how the inquiry can be withdrawn.",
    )

    confirmation_panel = MultiFieldPanel(
        [
            FieldPanel("confirmation_subject"),
            FieldPanel("confirmation_opening"),
            FieldPanel("confirmation_closing"),
        ],
        heading="Email to the visitor",
        help_text="Sent as soon as an inquiry comes in. To see it, choose “Email to the visitor” in the preview.",
    )

    class Meta(ClinicPage.Meta):
        abstract = True

    def confirmation(self, words: dict[str, str]) -> dict[str, str]:
        """Return the texts with their placeholders filled in; anything else in braces stays as is."""

        def filled(text: str) -> str:
            for placeholder, value in words.items():
                text = text.replace(placeholder, value)
            return text.strip()

        return {
            "subject": f"{filled(self.confirmation_subject)} ({words['{reference}']})",
            "opening": filled(self.confirmation_opening),
            "closing": filled(self.confirmation_closing),
        }
