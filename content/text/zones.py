"""Time zones by common names, for choosing the clinic's."""

from functools import cache
from importlib.resources import files
from zoneinfo import available_timezones

from django.conf import settings

from content.text.markets import MARKETS

# The markets' own zones come first.
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
    "America/Vancouver": "Pacific (Vancouver)",
}
NAMED = {"United States": UNITED_STATES, "United Kingdom": UNITED_KINGDOM, "Canada": CANADA}
PARTS = ("Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
LEGACY = ("localtime", "posixrules", "Factory")  # not actual zones

Group = tuple[str, list[tuple[str, str]]]


@cache
def zone_choices() -> list[Group]:
    """Return all IANA zones in groups: the markets' by common names, others by city, old names at the end."""
    groups: dict[str, dict[str, str]] = {name: dict(zones) for name, zones in NAMED.items()}
    named = {zone for zones in NAMED.values() for zone in zones}
    others: dict[str, str] = {}
    for zone in sorted(available_timezones() - named - set(LEGACY)):
        part, _, city = zone.partition("/")
        if city and part in PARTS:
            groups.setdefault(f"{part}: other places", {})[zone] = city.replace("_", " ").replace("/", ", ")
        else:
            others[zone] = zone.replace("_", " ")
    groups["Other names"] = others
    return [(name, list(zones.items())) for name, zones in groups.items()]


@cache
def places() -> set[str]:
    """Return the zones that are current names of places; all others are old names and offsets."""
    rows = files("tzdata").joinpath("zoneinfo", "zone.tab").read_text(encoding="utf-8").splitlines()
    return {row.split("\t")[2] for row in rows if row and not row.startswith("#")}


def zones_to_choose(stored: str) -> list[Group]:
    """Return the zones to offer: places, and whatever the clinic has now."""
    offered = places() | {stored}
    groups = [(name, [row for row in rows if row[0] in offered]) for name, rows in zone_choices()]
    return [(name, rows) for name, rows in groups if rows]


def server_zone() -> str:
    """Return the server's TIME_ZONE, the default for a clinic."""
    return str(settings.TIME_ZONE)


def zone_after(old_market: str, market: str, zone: str) -> str:
    """Return the zone after a market change: the new market's, unless staff chose a different one."""
    suggested = {name: facts.time_zone for name, facts in MARKETS.items()}
    return suggested.get(market, zone) if zone == suggested.get(old_market) else zone
