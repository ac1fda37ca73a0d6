"""Open now, or when next? Also over a change of clocks and on special days."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from content.hours import Schedule, Span, Special

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


def test_a_closed_special_day_beats_the_week() -> None:
    closed = Special("Thanksgiving", date(2026, 11, 26), date(2026, 11, 27), None)
    state = Schedule(WEEKLY, [closed]).state_at(at("2026-11-26T10:00"))
    assert not state.is_open
    assert state.opens_at == at("2026-11-30T09:00")


def test_a_special_day_can_have_its_own_hours() -> None:
    short = Special("Christmas Eve", date(2026, 12, 24), date(2026, 12, 24), Span(time(10), time(11)))
    assert Schedule(WEEKLY, [short]).state_at(at("2026-12-24T10:30")).until == at("2026-12-24T11:00")


def test_a_clinic_without_hours_promises_nothing() -> None:
    state = Schedule({}, []).state_at(at("2026-11-23T09:00"))
    assert (state.is_open, state.opens_at) == (False, None)
