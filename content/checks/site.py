"""The checks over all live pages, and over the links of everything else that visitors see."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_permission_codename
from django.utils import timezone
from django.utils.text import capfirst
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import Page
from wagtail.permissions import policy_registry

from content.admin.reports import EDITOR_RIGHTS
from content.caching.version import A_DAY, per_version
from content.checks.context import check_context
from content.checks.page_checks import findings_for, link_findings
from content.links.found import shared_objects
from content.models.with_rows import read_with_rows
from content.panels.findings import ORDER, Finding

AFTER_PAGES = "~"  # sorts after every path


@dataclass(frozen=True)
class Row:
    """A finding on a page, or on something else (then `right` is the permission to change that)."""

    title: str
    url: str
    kind: str
    editor: str
    finding: Finding
    page_id: int | None = None
    right: str = ""

    @property
    def place(self) -> str:
        """The URL of the editor at the finding's field."""
        return self.editor + self.finding.anchor


def check_site() -> list[Row]:
    """Return all findings, worst first, in page order. It reads everything: for reports and commands."""
    rows: list[tuple[str, Row]] = []
    context, finder = check_context(), AdminURLFinder()
    for page in read_with_rows(Page.objects.live().filter(depth__gte=2, alias_of=None)):
        about = (page.title, page.url or "", page.kind_label, str(finder.get_edit_url(page)))
        rows += [(page.path, Row(*about, one, page.pk)) for one in findings_for(page, context)]
    for owner in shared_objects():
        meta = owner._meta
        about = (str(owner), "", capfirst(str(meta.verbose_name)), str(finder.get_edit_url(owner)))
        right = f"{meta.app_label}.{get_permission_codename('change', meta)}"
        rows += [(AFTER_PAGES, Row(*about, one, right=right)) for one in link_findings(owner, context)]
    return [row for _, row in sorted(rows, key=lambda row: (ORDER.index(row[1].finding.level), row[0]))]


def checked_site() -> list[Row]:
    """Return `check_site()`, cached until the content or the date changes."""
    return per_version(f"checks-{timezone.localdate()}", check_site, seconds=A_DAY)


def editable(rows: list[Row], user: Any) -> list[Row]:
    """Return those about what the user may edit."""
    pages = policy_registry.get_by_type(Page).instances_user_has_any_permission_for(user, EDITOR_RIGHTS)
    mine = set(pages.values_list("pk", flat=True))
    return [row for row in rows if (user.has_perm(row.right) if row.right else row.page_id in mine)]
