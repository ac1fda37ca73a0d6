"""Opening hours: is the clinic open now, and when does it open next?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils.timezone import get_current_timezone

WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
DAYS_AHEAD = 370  # how far ahead to look for the next opening
DAYS_LISTED = timedelta(weeks=3)  # how far ahead special days are listed with the hours
DAYS_NAMED = 6  # up to this many days ahead, a weekday's name is unambiguous


@dataclass(frozen=True)
class Span:
    opens: time
    closes: time


@dataclass(frozen=True)
class Special:
    label: str
    first_day: date
    last_day: date
    span: Span | None  # None: closed
    note: str = ""
    notice_from: date | None = None  # when pages begin to announce it, if they do


@dataclass(frozen=True)
class SpecialHours:
    """Special days for display: all hours of the same days on one line; none means closed."""

    label: str
    first_day: date
    last_day: date
    spans: tuple[Span, ...]
    note: str = ""


@dataclass(frozen=True)
class OpenState:
    """Open until `until`, or closed until `opens_at` (None: no upcoming opening), `days_ahead` days from now.

    `back_on`: the first day after a closure, for a clinic without hours, which has no next opening.
    """

    is_open: bool
    until: datetime | None = None
    opens_at: datetime | None = None
    days_ahead: int = 0
    back_on: date | None = None

    @property
    def opens_today(self) -> bool:
        return self.opens_at is not None and self.days_ahead == 0

    @property
    def opens_this_week(self) -> bool:
        return self.opens_at is not None and self.days_ahead <= DAYS_NAMED


def joined(spans: Iterable[Span]) -> list[Span]:
    """Return the spans in order, with overlapping or adjacent ones merged."""
    found: list[Span] = []
    for span in sorted(spans, key=lambda span: span.opens):
        if found and span.opens <= found[-1].closes:
            found[-1] = Span(found[-1].opens, max(found[-1].closes, span.closes))
        else:
            found.append(span)
    return found


def by_days(specials: Iterable[Special]) -> list[SpecialHours]:
    """Return the special days in order, with rows for the same days and label merged."""
    found: dict[tuple[date, date, str], list[Special]] = {}
    for special in specials:
        found.setdefault((special.first_day, special.last_day, special.label), []).append(special)
    return [
        SpecialHours(
            label,
            first,
            last,
            tuple(joined(one.span for one in rows if one.span)),
            next((one.note for one in rows if one.note), ""),
        )
        for (first, last, label), rows in sorted(found.items())
    ]


@dataclass(frozen=True)
class Schedule:
    """Weekly hours (weekday 0 = Monday) and special days."""

    weekly: dict[int, list[Span]]
    specials: list[Special]

    def spans_on(self, day: date) -> list[Span]:
        """Return the day's special hours, else those of its weekday. A single closure row closes the whole day."""
        specials = [special for special in self.specials if special.first_day <= day <= special.last_day]
        if not specials:
            return self.weekly.get(day.weekday(), [])
        spans = [special.span for special in specials if special.span]
        return joined(spans) if len(spans) == len(specials) else []

    def closure_on(self, day: date) -> Special | None:
        """Return the special day that closes the clinic all day, if any."""
        return next((one for one in self.specials if one.first_day <= day <= one.last_day and not one.span), None)

    def works_on(self, day: date) -> bool:
        """Return whether the clinic works on that day; without weekly hours, that is every day without a closure."""
        return bool(self.spans_on(day)) if self.weekly else self.closure_on(day) is None

    def next_working_day(self, day: date) -> date | None:
        """Return the first working day after `day`."""
        following = (day + timedelta(days=ahead) for ahead in range(1, DAYS_AHEAD))
        return next((one for one in following if self.works_on(one)), None)

    def closures_ahead(self, today: date) -> list[SpecialHours]:
        """Return the closures from today until the next working day, in order."""
        until = self.next_working_day(today) or today + timedelta(days=1)
        days = (today + timedelta(days=ahead) for ahead in range((until - today).days))
        return by_days(dict.fromkeys(filter(None, map(self.closure_on, days))))

    def state_at(self, now: datetime) -> OpenState:
        """Return the state at a time in the clinic's time zone."""
        zone = now.tzinfo or get_current_timezone()

        def at(day: date, moment: time) -> datetime:
            return datetime.combine(day, moment, tzinfo=zone)

        for ahead in range(DAYS_AHEAD):
            day = now.date() + timedelta(days=ahead)
            for span in self.spans_on(day):
                if at(day, span.opens) <= now < at(day, span.closes):
                    return OpenState(is_open=True, until=at(day, span.closes))
                if now < at(day, span.opens):
                    return OpenState(is_open=False, opens_at=at(day, span.opens), days_ahead=ahead)
        is_away = not self.weekly and self.closure_on(now.date())
        return OpenState(is_open=False, back_on=self.next_working_day(now.date()) if is_away else None)

    def upcoming_specials(self, today: date) -> list[SpecialHours]:
        """Return special days that begin soon or have begun, in order."""
        limit = today + DAYS_LISTED
        return by_days(one for one in self.specials if one.last_day >= today and one.first_day <= limit)

    def announced(self, today: date) -> list[SpecialHours]:
        """Return special days that pages announce today, in order."""
        return by_days(one for one in self.specials if one.notice_from and one.notice_from <= today <= one.last_day)

    def week(self) -> list[tuple[str, list[Span]]]:
        """Return (weekday, spans) from Monday to Sunday."""
        return [(name, self.weekly.get(number, [])) for number, name in enumerate(WEEKDAYS)]
