"""`manage.py unavailable_page FILE`: what a proxy serves while the site is down: FILE for a POST, else away.html."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.template.loader import render_to_string
from django.test import RequestFactory

from content.site_context.context import current_site_context
from inquiries.form.fallback import PATH, cache_fallback, how_to_call, not_stored

AWAY = "inquiries/away.html"


class Command(BaseCommand):
    help = (
        "Write two pages that work without the site and give the clinic's phone number: FILE for somebody who sends an "
        "inquiry, with the way back to what was typed, and away.html beside it for everybody else."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        cache_fallback(current_site_context())
        page = not_stored(RequestFactory().post(PATH))
        file: Path = options["file"]
        pages = {file: page.content, file.with_name("away.html"): render_to_string(AWAY, how_to_call()).encode()}
        for name, content in pages.items():
            try:
                name.write_bytes(content)
                name.chmod(0o644)  # the proxy runs as another user
            except OSError as error:
                raise CommandError(f"Can't write {name}: {error.strerror}.") from error
