"""`manage.py check_content`: runs the editor checks on all live pages."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from content.checks.site import check_site
from content.site_context.zone import use_clinic_zone


class Command(BaseCommand):
    help = "Check every live page as the editor does, and all links; ends with 1 if a check found an error."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--errors", action="store_true", help="leave warnings out")

    def handle(self, *args: Any, **options: Any) -> None:
        use_clinic_zone()
        rows = check_site()
        errors = sum(row.finding.is_error for row in rows)
        for row in rows:
            if row.finding.is_error or not options["errors"]:
                finding = row.finding
                words = f" ({finding.excerpt})" if finding.excerpt else ""
                words += f", fine because: {finding.accepted}" if finding.accepted else ""
                self.stdout.write(f"{finding.level}: {row.url or row.title} {finding.where}: {finding.message}{words}")
        accepted = sum(bool(row.finding.accepted) for row in rows)
        summary = f"{errors} errors, {len(rows) - errors - accepted} warnings, {accepted} accepted by staff."
        if errors:
            raise CommandError(summary)
        self.stdout.write(summary)
