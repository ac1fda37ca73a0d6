"""The URLs that pages, sources, and settings link to, each with the field that has it."""

import html
import re
from collections.abc import Iterator

from django.db import models
from wagtail import blocks
from wagtail.contrib.redirects.models import Redirect
from wagtail.fields import RichTextField
from wagtail.models import Page

from content.models import ClinicSettings, GlossaryTerm, ReusableText, Source
from content.models.values import Value, all_values
from content.models.with_rows import read_with_rows

HREF = re.compile(r'<a\s[^>]*?href="([^"]*)"')
DOI_SITE = "https://doi.org/"


def linking_objects() -> Iterator[models.Model]:
    """Yield all objects whose links visitors see."""
    yield from read_with_rows(Page.objects.live().filter(depth__gte=2))
    yield from shared_objects()


def shared_objects() -> Iterator[models.Model]:
    """Yield those that aren't pages."""
    for model in (Source, ClinicSettings, Redirect, ReusableText, GlossaryTerm):
        yield from model._default_manager.all()


def addresses_in(owner: models.Model) -> Iterator[tuple[str, str, str]]:
    """Yield (field, path, URL) of every typed URL in an object's fields, blocks, and rows."""
    for one in all_values(owner):
        for address in addresses_of_value(one):
            yield one.where, one.path, address.strip()


def addresses_of_value(one: Value) -> Iterator[str]:
    source, value = one.source, one.value
    if isinstance(source, RichTextField | blocks.RichTextBlock):
        yield from map(html.unescape, HREF.findall(str(getattr(value, "source", value))))
    elif isinstance(source, models.URLField | blocks.URLBlock):
        yield str(value)
    elif source.name == "doi" and getattr(one.owner, "url", "") != f"{DOI_SITE}{value}":
        yield f"{DOI_SITE}{value}"
