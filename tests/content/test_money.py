"""Prices and durations, as people write and read them."""

from decimal import Decimal

import pytest

from content.models import SessionType
from content.models.session import cheapest
from content.text.minutes import parts_of_the_whole
from content.text.money import money


@pytest.mark.parametrize(
    ("amount", "currency", "country", "written"),
    [
        ("120.00", "USD", "US", "$120"),
        ("85.50", "USD", "PR", "$85.50"),
        ("1200", "USD", "US", "$1,200"),
        ("0", "USD", "US", "$0"),
        ("60", "GBP", "GB", "£60"),
        ("60", "GBP", "US", "£60"),
        ("60", "USD", "GB", "US$60"),
        ("60", "USD", "JE", "US$60"),
        ("90", "CAD", "CA", "$90"),
        ("90", "USD", "CA", "US$90"),
        ("90", "CAD", "US", "CA$90"),
        ("75.25", "EUR", "IM", "€75.25"),
        ("75", "CHF", "US", "CHF 75"),
    ],
)
def test_a_price_is_written_as_the_market_writes_it(amount: str, currency: str, country: str, written: str) -> None:
    assert money(Decimal(amount), currency, country) == written


def priced(*prices: str | None, currencies: str = "") -> list[SessionType]:
    return [
        SessionType(
            price=None if price is None else Decimal(price), currency=(currencies.split() or ["USD"] * 9)[place]
        )
        for place, price in enumerate(prices)
    ]


@pytest.mark.parametrize(
    ("sessions", "lowest", "is_from"),
    [
        (priced("120", "85", "55"), "55", True),
        (priced("120", None), "120", False),
        (priced("60", "60"), "60", False),
        (priced("100", "80", currencies="USD GBP"), "100", False),
        (priced(None), None, False),
        (priced(), None, False),
    ],
)
def test_from_is_said_of_the_lowest_price_where_others_cost_more(
    sessions: list[SessionType], lowest: str | None, is_from: bool
) -> None:
    found, says_from = cheapest(sessions)
    assert (found and found.price) == (Decimal(lowest) if lowest else None)
    assert says_from == is_from


@pytest.mark.parametrize(
    ("timings", "parts"),
    [
        (["15 minutes", "20 minutes", "5 min"], [(0, 15, 40), (15, 20, 40), (35, 5, 40)]),
        (["0–15 min", "15–25 min"], [(0, 15, 25), (15, 10, 25)]),
        (["0 to 5 Minutes", "5-10 min."], [(0, 5, 10), (5, 5, 10)]),
        (["15 minutes", "later"], []),
        (["2 min", "30–90 s a spot"], []),
        (["day 1", "days 2–7"], []),
        (["15–10 min", "5 min"], []),
        (["0 min", "5 min"], []),
        (["75 minutes"], []),
        (["", ""], []),
        ([], []),
    ],
)
def test_steps_that_tell_their_minutes_are_parts_of_the_whole(
    timings: list[str], parts: list[tuple[int, int, int]]
) -> None:
    assert parts_of_the_whole(timings) == parts
