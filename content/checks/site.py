"""The checks over all live pages."""

from dataclasses import dataclass
from operator import itemgetter

from django.utils import timezone
from wagtail.models import Page

from content.caching.version import A_DAY, per_version
from content.checks.context import check_context
from content.checks.page_checks import findings_for
from content.models.with_rows import read_with_rows
from content.panels.findings import ORDER, Finding


@dataclass(frozen=True)
class Row:
    """A finding with its page."""

    page_id: int
    title: str
    url: str
    kind: str
    finding: Finding


def check_site() -> list[Row]:
    """Return findings of all live pages, worst first, in page order. It reads everything: for reports and commands."""
    rows: list[tuple[int, str, Row]] = []
    context = check_context()
    for page in read_with_rows(Page.objects.live().filter(depth__gte=2)):
        about = (page.pk, page.title, page.url or "", page.kind_label)
        found = findings_for(page, context)
        rows += [(ORDER.index(finding.level), page.path, Row(*about, finding)) for finding in found]
    return [row for *_, row in sorted(rows, key=itemgetter(0, 1))]


def checked_site() -> list[Row]:
    """Return `check_site()`, cached until the content or the date changes."""
    return per_version(f"checks-{timezone.localdate()}", check_site, seconds=A_DAY)
