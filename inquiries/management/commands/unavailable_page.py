"""`manage.py unavailable_page FILE`: what a proxy shows a visitor whose inquiry it can't pass on."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.test import RequestFactory

from content.site_context.context import site_context_for
from inquiries.form.fallback import PATH, cache_fallback, not_stored


class Command(BaseCommand):
    help = "Write a page that works without the site: the clinic's phone number, and how to get back to what was typed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        if site_context := site_context_for(None):
            cache_fallback(site_context, dict)
        page = not_stored(RequestFactory().post(PATH), styled=False)
        options["file"].write_bytes(page.content)
