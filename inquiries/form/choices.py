"""The form's choices that come from the site's content: conditions, and what a page or button preselected."""

from collections.abc import Callable, Iterable

from content.models import PainMapPage
from content.models.session import SessionType
from content.text.directory import CONDITIONS_SHOWN, of_type

Choices = list[tuple[str, str]]


def condition_choices() -> Choices:
    """Return the site's conditions."""
    return [(str(page.pk), page.title) for page in of_type("conditionpage")]


def conditions_offered(keys: Iterable[str]) -> Choices:
    """Return the first conditions, plus any others that the keys name, so that the form doesn't list them all."""
    choices, wanted = condition_choices(), set(keys)
    return choices[:CONDITIONS_SHOWN] + [choice for choice in choices[CONDITIONS_SHOWN:] if choice[0] in wanted]


def practitioner_choices() -> Choices:
    """Return only the practitioners whose pages are public."""
    return [(str(page.pk), page.title) for page in of_type("practitionerpage")]


def session_choices() -> Choices:
    """Return the session types with their length."""
    return [(session.key, f"{session.name}, {session.minutes} minutes") for session in SessionType.every()]


def picker(choices: Callable[[], Choices]) -> Callable[[Iterable[str]], Choices]:
    """Return a function that picks the choices with the given keys and ignores unknown keys."""

    def named(keys: Iterable[str]) -> Choices:
        wanted = set(keys)
        return [(key, title) for key, title in choices() if key in wanted] if wanted else []

    return named


# Shown only if a page or button preselected something: it is checked, and can be unchecked.
CHOSEN_BEFORE: dict[str, Callable[[Iterable[str]], Choices]] = {
    "practitioner": picker(practitioner_choices),
    "session": picker(session_choices),
    "regions": PainMapPage.named_places,
}
