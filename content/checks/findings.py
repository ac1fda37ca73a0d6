"""What a check says."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How much it matters. Only an error makes publishing ask first."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Finding:
    """One thing to look at: what, where, why, and what to do instead."""

    level: Level
    code: str
    message: str
    why: str = ""
    instead: str = ""
    where: str = ""  # the field or block
    excerpt: str = ""  # the words around the hit

    @property
    def is_error(self) -> bool:
        return self.level == Level.ERROR


def worst_first(findings: list[Finding]) -> list[Finding]:
    """Errors, then warnings, each in the order they were found."""
    return sorted(findings, key=lambda finding: not finding.is_error)
