"""Staff's own words in the mail that tells a visitor that the inquiry came in."""

from dataclasses import dataclass

from django.core.validators import RegexValidator
from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from content.models import ClinicPage

SUBJECT = "We received your inquiry"
OPENING = (
    "Thank you for writing to {clinic}. Your inquiry has reached us.\n\n"
    "Your reference is {reference}. Somebody of the team reads it and answers you, usually within one working day."
)
CLOSING = "You can take your inquiry back at any time: answer this mail and we erase it."

one_line = RegexValidator(r"[\r\n]", "Keep the subject in one line.", inverse_match=True)


@dataclass(frozen=True)
class Confirmation:
    """The mail's words, filled in."""

    subject: str
    opening: str
    closing: str


class ConfirmationWords(ClinicPage):
    """A page with that mail’s subject, beginning and end.

    In between stands what is always true: opening hours and when not to wait.
    """

    confirmation_subject = models.CharField(
        "subject",
        max_length=80,
        default=SUBJECT,
        validators=[one_line],
        help_text="The reference is added by itself. Leave health out: subjects show on locked screens.",
    )
    confirmation_opening = models.TextField(
        "beginning",
        max_length=1500,
        default=OPENING,
        help_text="{clinic}, {phone} and {reference} are filled in. Nothing that the visitor wrote can be: "
        "anybody may type anybody’s address. When you open again and when not to wait for you follow by themselves.",
    )
    confirmation_closing = models.TextField(
        "end",
        max_length=1500,
        blank=True,
        default=CLOSING,
        help_text="Say how the inquiry can be taken back.",
    )

    confirmation_panel = MultiFieldPanel(
        [
            FieldPanel("confirmation_subject"),
            FieldPanel("confirmation_opening"),
            FieldPanel("confirmation_closing"),
        ],
        heading="Mail to the visitor",
        help_text="Sent once an inquiry came in. The preview shows it: choose “Mail to the visitor” there.",
    )

    class Meta(ClinicPage.Meta):
        abstract = True

    def confirmation(self, clinic: str, phone: str, reference: str) -> Confirmation:
        """The words with their placeholders filled in; anything else in braces stays as it is."""

        def filled(text: str) -> str:
            for placeholder, value in {"{clinic}": clinic, "{phone}": phone, "{reference}": reference}.items():
                text = text.replace(placeholder, value)
            return text.strip()

        return Confirmation(
            subject=f"{filled(self.confirmation_subject)} ({reference})",
            opening=filled(self.confirmation_opening),
            closing=filled(self.confirmation_closing),
        )
