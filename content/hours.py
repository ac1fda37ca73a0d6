"""Opening hours: is the clinic open now, and when does it open next?"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.utils.timezone import get_current_timezone

if TYPE_CHECKING:
    from content.models import ClinicSettings

DAYS_AHEAD = 60


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


@dataclass(frozen=True)
class OpenState:
    """Open until `until`, or closed until `opens_at` (None: no opening in sight)."""

    is_open: bool
    until: datetime | None = None
    opens_at: datetime | None = None


@dataclass(frozen=True)
class Schedule:
    """Weekly hours (weekday 0 = Monday) and special days."""

    weekly: dict[int, list[Span]]
    specials: list[Special]

    @classmethod
    def of(cls, clinic: "ClinicSettings") -> "Schedule":
        weekly: dict[int, list[Span]] = {}
        for row in clinic.opening_hours.all():
            weekly.setdefault(row.weekday, []).append(Span(row.opens, row.closes))
        for spans in weekly.values():
            spans.sort(key=lambda span: span.opens)
        specials = [
            Special(
                day.label,
                day.first_day,
                day.last_day,
                Span(day.opens, day.closes) if day.opens and day.closes else None,
            )
            for day in clinic.special_days.all()
        ]
        return cls(weekly, specials)

    def special_on(self, day: date) -> Special | None:
        return next((s for s in self.specials if s.first_day <= day <= s.last_day), None)

    def spans_on(self, day: date) -> list[Span]:
        special = self.special_on(day)
        if special:
            return [special.span] if special.span else []
        return self.weekly.get(day.weekday(), [])

    def state_at(self, now: datetime) -> OpenState:
        """The state at a moment in the clinic's own time zone."""
        zone = now.tzinfo or get_current_timezone()

        def at(day: date, moment: time) -> datetime:
            return datetime.combine(day, moment, tzinfo=zone)

        for ahead in range(DAYS_AHEAD):
            day = now.date() + timedelta(days=ahead)
            for span in self.spans_on(day):
                if at(day, span.opens) <= now < at(day, span.closes):
                    return OpenState(is_open=True, until=at(day, span.closes))
                if now < at(day, span.opens):
                    return OpenState(is_open=False, opens_at=at(day, span.opens))
        return OpenState(is_open=False)

    def upcoming_specials(self, today: date, within_days: int = 21) -> list[Special]:
        """Special days that begin soon or are on."""
        limit = today + timedelta(days=within_days)
        return [s for s in self.specials if s.last_day >= today and s.first_day <= limit]

    def week(self) -> list[tuple[str, list[Span]]]:
        """(weekday, spans) from Monday to Sunday."""
        names = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
        return [(name, self.weekly.get(number, [])) for number, name in enumerate(names)]
