"""Prices in the clinic's local format."""

from decimal import Decimal

SYMBOLS = {"USD": "$", "CAD": "$", "GBP": "£", "EUR": "€"}
# Prefixes for dollars that aren't the country's own.
DOLLARS = {"USD": "US", "CAD": "CA"}
CANADA = "CA"
BRITAIN = ("GB", "GG", "JE", "IM")


def own_currency(country: str) -> str:
    """Return the country's currency."""
    return "CAD" if country == CANADA else "GBP" if country in BRITAIN else "USD"


def money(amount: Decimal, currency: str, country: str) -> str:
    """Format `$120`, `£85.50`, or `US$1,200` in Britain; cents only if there are any."""
    whose = DOLLARS.get(currency, "") if currency != own_currency(country) else ""
    digits = f"{amount:,.0f}" if amount == amount.to_integral_value() else f"{amount:,.2f}"
    return f"{whose}{SYMBOLS.get(currency, f'{currency} ')}{digits}"
