"""Counts of searches; on PostgreSQL also an index for asking title and body of Wagtail's index entries at once."""

from django.db import migrations, models


def create_index(apps, schema_editor):
    # The expression of search/index/postgresql.py. Wagtail indexes title and body each by itself only.
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "CREATE INDEX IF NOT EXISTS site_search_words ON wagtailsearch_indexentry USING gin ((title || body))"
        )


def drop_index(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX IF EXISTS site_search_words")


class Migration(migrations.Migration):
    initial = True

    dependencies = [("wagtailsearch", "0010_add_text_fields")]

    operations = [
        migrations.CreateModel(
            name="SearchDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("date", models.DateField()),
                ("words", models.CharField(max_length=60)),
                ("searches", models.PositiveIntegerField(default=0)),
                ("hits", models.PositiveIntegerField(default=0, help_text="Pages found, the last time.")),
            ],
            options={
                "verbose_name": "searches of a day",
                "verbose_name_plural": "searches",
                "constraints": [models.UniqueConstraint(fields=("date", "words"), name="search_day_words_once")],
            },
        ),
        migrations.RunPython(create_index, drop_index),
    ]
