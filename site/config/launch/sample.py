"""What the sample clinic's settings say."""

from functools import cache
from typing import Any

from content.models import ClinicSettings
from content.starter.files import data_file
from content.text.hours import WEEKDAYS


@cache
def sample() -> dict[str, Any]:
    return dict(data_file("clinic"))


def is_sample_value(name: str, value: Any) -> bool:
    return bool(value) and str(value) == str(sample().get(name, ""))


def hours_of_week(clinic: ClinicSettings) -> set[tuple[str, str, str]]:
    rows = clinic.opening_hours.all()
    return {(WEEKDAYS[row.weekday].lower(), f"{row.opens:%H:%M}", f"{row.closes:%H:%M}") for row in rows}


def sample_hours() -> set[tuple[str, str, str]]:
    return {(row["day"], row["opens"], row["closes"]) for row in sample().get("hours", [])}
