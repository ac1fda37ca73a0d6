"""What can be chosen in the form because the site has it: conditions, and what a page or a button chose before."""

from collections.abc import Callable, Iterable

from content.models import PainMapPage
from content.models.session import SessionType
from content.text.directory import CONDITIONS_SHOWN, of_type

Choices = list[tuple[str, str]]


def condition_choices() -> Choices:
    """The site's conditions."""
    return [(str(page.pk), page.title) for page in of_type("conditionpage")]


def conditions_offered(keys: Iterable[str]) -> Choices:
    """The first conditions, and those of the others that the keys name: a form is no list of them all."""
    choices, wanted = condition_choices(), set(keys)
    return choices[:CONDITIONS_SHOWN] + [choice for choice in choices[CONDITIONS_SHOWN:] if choice[0] in wanted]


def practitioner_choices() -> Choices:
    """The practitioners whose pages everybody may read: nobody else is named."""
    return [(str(page.pk), page.title) for page in of_type("practitionerpage")]


def session_choices() -> Choices:
    """The kinds of session, with their length."""
    return [(session.key, f"{session.name}, {session.minutes} minutes") for session in SessionType.every()]


def among(choices: Callable[[], Choices]) -> Callable[[Iterable[str]], Choices]:
    """Those of the choices that the keys name; a key that names none is left out."""

    def named(keys: Iterable[str]) -> Choices:
        wanted = set(keys)
        return [(key, title) for key, title in choices() if key in wanted] if wanted else []

    return named


# Asked only when a page or a button has chosen something: it is ticked, and can be unticked.
CHOSEN_BEFORE: dict[str, Callable[[Iterable[str]], Choices]] = {
    "practitioner": among(practitioner_choices),
    "session": among(session_choices),
    "regions": PainMapPage.named_places,
}
