"""Migrating a site whose contact page still determines who is mailed about inquiries."""

from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from inquiries.models import InquiryPage
from inquiries.models.routing import Routing, current_routing

pytestmark = pytest.mark.django_db
LISTED = ["omar@clinic.example", "ines@clinic.example"]


@pytest.fixture
def older() -> None:
    """The tables before the migration."""
    page = InquiryPage.objects.get().pk
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE inquiries_inquirypage ADD mail_contains_message bool NOT NULL DEFAULT FALSE")
        cursor.execute("ALTER TABLE inquiries_inquirypage ADD last_reviewed date")
        cursor.execute("ALTER TABLE inquiries_inquirypage ADD reviewed_by_id integer")
        cursor.execute("UPDATE inquiries_inquirypage SET mail_contains_message = TRUE")
        number = "serial" if connection.vendor == "postgresql" else "integer"
        cursor.execute(
            "CREATE TABLE inquiries_recipient "
            f"(id {number} PRIMARY KEY, sort_order integer, email varchar(254), page_id integer)"
        )
        rows = [(number, number, address, page) for number, address in enumerate(LISTED)]
        cursor.executemany("INSERT INTO inquiries_recipient VALUES (%s, %s, %s, %s)", rows)


def run(step: str) -> Any:
    """Run one step of the migration on the models as they were; returns the recipients stored on the contact page."""
    migration = import_module("inquiries.migrations.0006_inquiry_routing_apart_from_pages")
    state = MigrationLoader(None, replace_migrations=False).project_state(("inquiries", "0004_what_reminders_are_of"))
    migration.Migration.operations[0].state_forwards("inquiries", state)
    getattr(migration, step)(state.apps, SimpleNamespace(connection=connection))
    return state.apps.get_model("inquiries", "Recipient").objects


@pytest.mark.usefixtures("older")
def test_routing_of_the_live_page_stays_in_effect() -> None:
    run("move_to_routing")
    assert current_routing() == Routing(tuple(LISTED), with_message=True)


@pytest.mark.usefixtures("older")
def test_routing_of_an_unpublished_page_is_not_taken_over() -> None:
    InquiryPage.objects.update(live=False)
    run("move_to_routing")
    assert current_routing() == Routing(("hello@example.com",), with_message=False)


@pytest.mark.usefixtures("older")
def test_migrating_back_puts_routing_onto_the_page_again() -> None:
    recipients = run("move_to_routing")
    recipients.all().delete()
    run("move_back")
    assert list(recipients.order_by("sort_order").values_list("email", flat=True)) == LISTED


def test_old_revisions_let_go_of_addresses() -> None:
    old = InquiryPage.objects.get().save_revision()
    old.content |= {"recipients": [{"email": LISTED[0]}], "mail_contains_message": True}
    old.save()
    migration = import_module("inquiries.migrations.0007_no_routing_on_pages")
    migration.clear_revisions(apps, SimpleNamespace(connection=connection))
    old.refresh_from_db()
    assert not {"recipients", "mail_contains_message"} & set(old.content)
    assert old.content["title"]
