"""Is the clinic open now, or when does it open next? Also across a clock change and on special days."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from content.text.hours import Schedule, Span, Special, joined

NEW_YORK = ZoneInfo("America/New_York")
WEEKLY = {day: [Span(time(9), time(12)), Span(time(13), time(17))] for day in range(5)}


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=NEW_YORK)


@pytest.mark.parametrize(
    ("now", "is_open", "moment"),
    [
        ("2026-11-23T09:00", True, "2026-11-23T12:00"),
        ("2026-11-23T12:00", False, "2026-11-23T13:00"),
        ("2026-11-23T17:00", False, "2026-11-24T09:00"),
        ("2026-11-28T10:00", False, "2026-11-30T09:00"),  # Saturday → Monday
        ("2026-11-01T23:30", False, "2026-11-02T09:00"),  # the night the clocks go back
        ("2026-03-08T01:30", False, "2026-03-09T09:00"),  # the night they go forward
    ],
)
def test_state_on_ordinary_days(now: str, is_open: bool, moment: str) -> None:
    state = Schedule(WEEKLY, []).state_at(at(now))
    assert state.is_open is is_open
    assert (state.until if is_open else state.opens_at) == at(moment)


@pytest.mark.parametrize(("now", "is_named"), [("2026-11-23T17:00", False), ("2026-11-24T09:00", True)])
def test_a_weekday_is_named_as_long_as_it_can_mean_one_day_only(now: str, is_named: bool) -> None:
    """On a Monday evening the next Monday is a date, from Tuesday on it is “Monday”."""
    assert Schedule({0: WEEKLY[0]}, []).state_at(at(now)).opens_this_week is is_named


def test_a_closed_special_day_beats_the_week() -> None:
    closed = Special("Thanksgiving", date(2026, 11, 26), date(2026, 11, 27), None)
    state = Schedule(WEEKLY, [closed]).state_at(at("2026-11-26T10:00"))
    assert not state.is_open
    assert state.opens_at == at("2026-11-30T09:00")


def test_a_special_day_can_have_its_own_hours() -> None:
    short = Special("Christmas Eve", date(2026, 12, 24), date(2026, 12, 24), Span(time(10), time(11)))
    assert Schedule(WEEKLY, [short]).state_at(at("2026-12-24T10:30")).until == at("2026-12-24T11:00")


def test_a_special_day_can_have_a_break() -> None:
    day = date(2026, 12, 24)
    spans = [Span(time(14), time(16)), Span(time(10), time(11))]
    schedule = Schedule(WEEKLY, [Special("Christmas Eve", day, day, span) for span in spans])
    assert schedule.state_at(at("2026-12-24T10:30")).until == at("2026-12-24T11:00")
    assert schedule.state_at(at("2026-12-24T12:00")).opens_at == at("2026-12-24T14:00")
    assert schedule.state_at(at("2026-12-24T15:00")).until == at("2026-12-24T16:00")


def test_closed_for_one_reason_is_closed() -> None:
    day = date(2026, 12, 24)
    both = [Special("Short day", day, day, Span(time(10), time(11))), Special("Holidays", day, day, None)]
    assert not Schedule(WEEKLY, both).state_at(at("2026-12-24T10:30")).is_open


def test_hours_that_meet_are_one_opening() -> None:
    weekly = {0: [Span(time(9), time(12)), Span(time(12), time(17))]}
    clinic = Schedule({day: joined(spans) for day, spans in weekly.items()}, [])
    assert clinic.state_at(at("2026-11-23T10:00")).until == at("2026-11-23T17:00")


def test_a_clinic_without_hours_promises_nothing() -> None:
    state = Schedule({}, []).state_at(at("2026-11-23T09:00"))
    assert (state.is_open, state.opens_at) == (False, None)
