"""Time zones by common names, for choosing the clinic's."""

from functools import cache
from zoneinfo import available_timezones

from django.conf import settings

from content.text.markets import MARKETS

UNITED_STATES = {
    "America/New_York": "Eastern (New York, Atlanta, Miami)",
    "America/Detroit": "Eastern (Detroit)",
    "America/Indiana/Indianapolis": "Eastern (Indianapolis)",
    "America/Kentucky/Louisville": "Eastern (Louisville)",
    "America/Chicago": "Central (Chicago, Dallas, Houston)",
    "America/Denver": "Mountain (Denver, Salt Lake City)",
    "America/Boise": "Mountain (Boise)",
    "America/Phoenix": "Arizona, without daylight saving (Phoenix)",
    "America/Los_Angeles": "Pacific (Los Angeles, Seattle)",
    "America/Anchorage": "Alaska (Anchorage)",
    "Pacific/Honolulu": "Hawaii (Honolulu)",
    "America/Puerto_Rico": "Puerto Rico (San Juan)",
}
UNITED_KINGDOM = {
    "Europe/London": "United Kingdom (London)",
    "Europe/Guernsey": "Guernsey",
    "Europe/Jersey": "Jersey",
    "Europe/Isle_of_Man": "Isle of Man",
}
CANADA = {
    "America/St_Johns": "Newfoundland (St. John’s)",
    "America/Halifax": "Atlantic (Halifax)",
    "America/Toronto": "Eastern (Toronto)",
    "America/Winnipeg": "Central (Winnipeg)",
    "America/Regina": "Saskatchewan (Regina)",
    "America/Edmonton": "Mountain (Calgary, Edmonton)",
    "America/Whitehorse": "Yukon (Whitehorse)",
    "America/Vancouver": "Pacific (Vancouver)",
}
NAMED = {"United States": UNITED_STATES, "United Kingdom": UNITED_KINGDOM, "Canada": CANADA}
Choices = list[tuple[str, str]]


@cache
def zone_choices() -> Choices:
    """Return every zone that a clinic may have, since one may have chosen it before."""
    return [(zone, zone) for zone in sorted(available_timezones())]


def zones_to_choose(stored: str) -> list[tuple[str, Choices]]:
    """Return the zones to offer: the countries' own, UTC, and whatever the clinic has now."""
    named = {zone for zones in NAMED.values() for zone in zones}
    others = [(zone, zone) for zone in dict.fromkeys(["UTC", stored]) if zone not in named]
    return [*((country, list(zones.items())) for country, zones in NAMED.items()), ("Other", others)]


def server_zone() -> str:
    """Return the server's TIME_ZONE, the default for a clinic."""
    return str(settings.TIME_ZONE)


def zone_after(old_market: str, market: str, zone: str) -> str:
    """Return the zone after a market change: the new market's, unless staff chose a different one."""
    suggested = {name: facts.time_zone for name, facts in MARKETS.items()}
    return suggested.get(market, zone) if zone == suggested.get(old_market) else zone
