"""Changing blocks needs no migration, and a data migration keeps what it doesn't understand."""

import json

import pytest
from django.db import connection, migrations
from django.db.migrations.loader import MigrationLoader

from content.blocks.field import VocabularyField
from content.models import GuidePage


def test_the_blocks_stay_out_of_migrations() -> None:
    _, _, args, kwargs = GuidePage._meta.get_field("body").deconstruct()
    assert args == []
    assert "block_lookup" not in kwargs
    assert "block_types" not in kwargs


@pytest.mark.django_db
def test_saving_in_a_data_migration_keeps_the_body() -> None:
    state = MigrationLoader(connection).project_state()
    historical = state.apps.get_model("content", "GuidePage")
    page = GuidePage.objects.first()
    before = page.body.raw_data
    assert len(before) > 0

    old = historical.objects.get(pk=page.pk)
    old.summary = "Changed by a migration."
    old.save()

    page.refresh_from_db()
    assert json.loads(json.dumps(list(page.body.raw_data))) == json.loads(json.dumps(list(before)))
    assert page.summary == "Changed by a migration."


def test_a_migration_can_name_the_field_without_blocks() -> None:
    assert migrations.AddField("guidepage", "more", VocabularyField(blank=True)).field.knows_blocks is False
