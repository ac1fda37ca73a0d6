"""Internal keys, generated from what staff typed."""

import re
from typing import Any

from django.db import models
from django.utils.text import slugify

LONGEST = 50
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
SURNAME = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")


def free_key(model: type[models.Model], field: str, text: str) -> str:
    """Return a slug of the text that no other row has."""
    base = slugify(text)[: LONGEST - 4].strip("-") or model.__name__.lower()
    manager: Any = model._default_manager
    taken = set(manager.filter(**{f"{field}__startswith": base}).values_list(field, flat=True))
    if base not in taken:
        return base
    return next(key for number in range(2, len(taken) + 3) if (key := f"{base}-{number}") not in taken)


def author_and_year(citation: str) -> str:
    """Return a citation's short name, such as `Xu 2023`."""
    surname, years = SURNAME.search(citation), YEAR.findall(citation)
    return " ".join([surname[0] if surname else "source", *years[:1]])
