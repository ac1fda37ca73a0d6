"""What can be chosen in the form because the site has it: conditions, and what a page or a button chose before."""

from collections.abc import Callable, Iterable

from content.caching.routing import readable
from content.caching.version import per_version
from content.models import ConditionPage, PainMapPage, PractitionerPage, SessionType

Choices = list[tuple[str, str]]


def condition_choices() -> Choices:
    """The site's conditions; kept until the content changes, as the other choices are."""

    def read() -> Choices:
        pages = readable(ConditionPage.objects).order_by("path")
        return [(str(pk), title) for pk, title in pages.values_list("pk", "title")]

    return per_version("condition-choices", read)


def practitioner_choices() -> Choices:
    """The practitioners whose pages everybody may read: nobody else is named."""

    def read() -> Choices:
        pages = readable(PractitionerPage.objects).order_by("path")
        return [(str(pk), title) for pk, title in pages.values_list("pk", "title")]

    return per_version("practitioner-choices", read)


def session_choices() -> Choices:
    """The kinds of session, with their length."""

    def read() -> Choices:
        return [(session.key, f"{session.name}, {session.minutes} minutes") for session in SessionType.objects.all()]

    return per_version("session-choices", read)


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
