"""Findings: what a check reports."""

from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlencode


class Level(StrEnum):
    """How severe a finding is. Only errors require confirmation before publishing."""

    ERROR = "error"
    WARNING = "warning"
    ACCEPTED = "accepted"  # someone gave a reason why it is fine


ORDER = list(Level)


@dataclass(frozen=True)
class Finding:
    """One thing to look at: what, where, why, and what to do instead."""

    level: Level
    code: str
    message: str
    why: str = ""
    instead: str = ""
    where: str = ""  # the field or block
    path: str = ""  # its Wagtail content path in the editor
    excerpt: str = ""  # the words around the match
    before: str = ""  # the words before the match in the excerpt
    hit: str = ""  # the matched words
    accepted: str = ""  # the reason, and who gave it
    prevents_publishing: bool = False  # can't be overridden

    @property
    def is_error(self) -> bool:
        return self.level == Level.ERROR

    @property
    def can_be_accepted(self) -> bool:
        """Wording is a matter of judgment; something missing is not."""
        return self.code.startswith("claim-")

    @property
    def anchor(self) -> str:
        """The fragment that links to the field in the editor and, with JavaScript, to the exact words."""
        if not self.path:
            return ""
        words = {"before": self.before, "words": self.hit} if self.hit else {}
        return f"#:w:{urlencode({'contentpath': self.path} | words)}"

    @property
    def as_query(self) -> str:
        """The finding as a query string."""
        return urlencode({"check": self.code, "words": self.excerpt})


def by_level(findings: list[Finding]) -> dict[str, list[Finding]]:
    """Group findings by level for templates."""
    levels = {"errors": Level.ERROR, "warnings": Level.WARNING, "accepted": Level.ACCEPTED}
    return {name: [finding for finding in findings if finding.level == level] for name, level in levels.items()}


def worst_first(findings: list[Finding]) -> list[Finding]:
    """Sort by errors, warnings, and accepted ones; otherwise keep the order."""
    return sorted(findings, key=lambda finding: ORDER.index(finding.level))
