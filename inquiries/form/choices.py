"""The form's choices that come from the site's content: conditions, and what a page or button preselected."""

from collections.abc import Callable, Collection, Iterable

from content.models import PainMapPage
from content.models.session import SessionType
from content.text.directory import CONDITIONS_SHOWN, of_type

Choices = list[tuple[str, str]]


def condition_choices() -> Choices:
    return [(str(page.pk), page.title) for page in of_type("conditionpage")]


def conditions_offered(keys: Iterable[str]) -> Choices:
    """Return the first conditions, plus any others that the keys name, so that the form doesn't list them all."""
    choices, wanted = condition_choices(), set(keys)
    return choices[:CONDITIONS_SHOWN] + [choice for choice in choices[CONDITIONS_SHOWN:] if choice[0] in wanted]


def practitioner_choices() -> Choices:
    """Return only the practitioners whose pages are public."""
    return [(str(page.pk), page.title) for page in of_type("practitionerpage")]


def named_practitioners(keys: Collection[str]) -> Choices:
    """Return those with the given keys; unknown keys are ignored."""
    return [choice for choice in practitioner_choices() if choice[0] in keys]


def named_sessions(keys: Collection[str]) -> Choices:
    """Return the session types with the given keys, with their length."""
    every = SessionType.every() if keys else []
    return [(one.key, f"{one.name}, {one.minutes} minutes") for one in every if one.key in keys]


# Shown only if a page or button preselected something: it is checked, and can be unchecked.
CHOSEN_BEFORE: dict[str, Callable[[Collection[str]], Choices]] = {
    "practitioner": named_practitioners,
    "session": named_sessions,
    "regions": PainMapPage.named_places,
}
