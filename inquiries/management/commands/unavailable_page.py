"""`manage.py unavailable_page FILE`: what a proxy shows to somebody whose inquiry it can't hand on."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.test import RequestFactory

from inquiries.fallback import PATH, not_stored, remember_contact
from inquiries.outbox import default_clinic


class Command(BaseCommand):
    help = "Write a page that needs no site: the clinic's phone number and the way back to what was typed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        clinic = default_clinic()
        remember_contact(clinic.name, clinic.phone)
        page = not_stored(RequestFactory().post(PATH))
        options["file"].write_bytes(page.content)
