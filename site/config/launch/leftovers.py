"""What is left of the sample in visitors' text: sample words, blanks, made-up addresses and numbers."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.text import capfirst
from wagtail.models import Page

from content.caching.version import per_version
from content.models import ClinicPage, ClinicSettings, GlossaryTerm, ReusableText, SessionType
from content.models.review import stored
from content.text.placeholders import excerpts
from content.text.plain import lines_of

# Keys of a stored page whose values visitors don't see as text.
UNREAD = {"slug", "path", "url_path", "translation_key", "draft_title", "id", "type", "wagtail_admin_comments"}
# Settings that have their own items in the launch list.
SETTLED_ELSEWHERE = {"street", "locality", "region", "postal_code", "phone", "email"}
# Texts without any of these are skipped.
HINT = re.compile(r"sampl|anytown|lorem|dolor|here|\(|\[|TODO|TBD|TBA|FIXME|XXX|example|\.test|\.invalid|\d{3}", re.I)

_known: dict[Any, list[str]] = {}  # a page's published version → its leftovers


@dataclass(frozen=True)
class Leftover:
    title: str
    url: str  # of the editor
    words: str
    page: int | None = None  # None for settings and snippets


def leftovers() -> list[Leftover]:
    """Find leftovers in live pages, the clinic's settings, and snippets; cached until the content changes."""
    return per_version("launch-leftovers", lambda: [*in_settings(), *in_snippets(), *in_pages()], seconds=3600)


def in_pages() -> Iterator[Leftover]:
    """Find leftovers in live pages. Results are cached per page version, so publishing one rereads only that one."""
    pages = Page.objects.live().filter(depth__gte=2).order_by("path")
    rows = list(pages.values_list("pk", "title", "live_revision", "live_revision__created_at"))
    global _known
    known = _known
    found = {row[0]: known[row[2:]] for row in rows if row[2:] in known and row[2]}
    for page in Page.objects.filter(pk__in={row[0] for row in rows} - found.keys()).select_related("live_revision"):
        found[page.pk] = list(dict.fromkeys(leftovers_in(published_text(page))))
    _known = {row[2:]: found[row[0]] for row in rows if row[2]}
    for pk, title, *_ in rows:
        for words in found[pk]:
            yield Leftover(title, reverse("wagtailadmin_pages:edit", args=[pk]), words, pk)


def published_text(page: Page) -> dict[str, Any]:
    """Return the content of a page's live revision, or of the page itself if it has none."""
    if page.live_revision:
        content: dict[str, Any] = page.live_revision.content
        return content
    specific = page.specific
    return stored(specific) if isinstance(specific, ClinicPage) else {}


def leftovers_in(value: Any) -> Iterator[str]:
    """Find leftovers in a stored page, a stream of blocks, or a text."""
    if isinstance(value, dict):
        if value.get("kind") == "sample" and "heading" in value:  # a callout that already says so
            yield f"Callout “Sample”: {value['heading']}".rstrip(": ")
            value = {**value, "heading": ""}
        for key, part in value.items():
            if key not in UNREAD:
                yield from leftovers_in(part)
    elif isinstance(value, list):
        for part in value:
            yield from leftovers_in(part)
    elif isinstance(value, str):
        yield from found_in_text(value)


def found_in_text(text: str) -> Iterator[str]:
    if text.startswith(("[{", "{", '["')):
        try:
            yield from leftovers_in(json.loads(text))
        except ValueError:
            pass
        else:
            return
    if not HINT.search(text):
        return
    for line in lines_of(text) if "<" in text or "&" in text else [text]:
        yield from excerpts(line)


def in_settings() -> Iterator[Leftover]:
    for clinic in ClinicSettings.objects.select_related("site"):
        url = reverse("wagtailsettings:edit", args=["content", "clinicsettings", clinic.site_id])
        rows = [*clinic.notices.all(), *clinic.special_days.all(), *clinic.social_links.all()]
        for text in (text for owner in (clinic, *rows) for text in texts_of(owner)):
            yield from (Leftover("Settings › Clinic", url, words) for words in found_in_text(text))


def in_snippets() -> Iterator[Leftover]:
    shared = [*GlossaryTerm.objects.filter(live=True), *ReusableText.objects.filter(live=True)]
    for one in (*SessionType.objects.all(), *shared):
        url = reverse(f"wagtailsnippets_content_{one._meta.model_name}:edit", args=[one.pk])
        title = f"{capfirst(str(one._meta.verbose_name))}: {one}"
        for text in texts_of(one):
            yield from (Leftover(title, url, words) for words in found_in_text(text))


def texts_of(owner: models.Model) -> Iterator[str]:
    """Yield the texts that visitors see of a settings object or snippet."""
    for field in owner._meta.concrete_fields:
        is_text = isinstance(field, models.CharField | models.TextField) and field.editable and not field.choices
        if is_text and field.name not in SETTLED_ELSEWHERE:
            yield getattr(owner, field.attname)
