"""Prices as people write them where the clinic is."""

from decimal import Decimal

SYMBOLS = {"USD": "$", "CAD": "$", "GBP": "£", "EUR": "€"}
# A dollar that isn't the country's own says whose it is.
DOLLARS = {"USD": "US", "CAD": "CA"}
CANADA = "CA"
BRITAIN = ("GB", "GG", "JE", "IM")


def own_currency(country: str) -> str:
    """What people pay with there."""
    return "CAD" if country == CANADA else "GBP" if country in BRITAIN else "USD"


def money(amount: Decimal, currency: str, country: str) -> str:
    """`$120`, `£85.50`, or `US$1,200` in Britain; cents only where there are some."""
    whose = DOLLARS.get(currency, "") if currency != own_currency(country) else ""
    digits = f"{amount:,.0f}" if amount == amount.to_integral_value() else f"{amount:,.2f}"
    return f"{whose}{SYMBOLS.get(currency, f'{currency} ')}{digits}"
