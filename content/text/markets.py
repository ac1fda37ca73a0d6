"""What differs by the clinic's market: whom to call, and how days, times, and phone numbers are written."""

from dataclasses import dataclass


@dataclass(frozen=True)
class CrisisLine:
    """Whom to call about suicide."""

    name: str
    number: str
    how: str


@dataclass(frozen=True)
class MarketFacts:
    """The formats are Django's format characters; `phone_region` is the region of numbers without a country code."""

    emergency_number: str
    crisis_line: CrisisLine
    urgent_help: str
    clock: str
    day: str
    day_and_month: str
    short_day: str
    locale: str
    phone_region: str
    time_zone: str  # which a new market suggests


# The crisis lines are free, day and night: 988lifeline.org and samaritans.org.
MARKETS = {
    "US": MarketFacts(
        emergency_number="911",
        crisis_line=CrisisLine("the 988 Suicide & Crisis Lifeline", "988", "Call or text"),
        urgent_help="your doctor or an urgent care clinic",
        clock="P",
        day="F j, Y",
        day_and_month="F j",
        short_day="M j",
        locale="en_US",
        phone_region="US",
        time_zone="America/New_York",
    ),
    "UK": MarketFacts(
        emergency_number="999",
        crisis_line=CrisisLine("Samaritans", "116 123", "Call"),
        urgent_help="NHS 111 or your GP",
        clock="H:i",
        day="j F Y",
        day_and_month="j F",
        short_day="j M",
        locale="en_GB",
        phone_region="GB",
        time_zone="Europe/London",
    ),
}
