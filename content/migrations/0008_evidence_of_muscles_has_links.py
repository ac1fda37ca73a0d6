"""What a muscle's evidence says may link to the sources that say so."""

from typing import Any

import wagtail.fields
from django.db import migrations
from django.utils.html import format_html


def paragraphs(apps: Any, schema_editor: Any) -> None:
    """Plain words that were written before become a paragraph."""
    for page in apps.get_model("content", "MusclePage").objects.exclude(evidence=""):
        if not page.evidence.startswith("<"):
            page.evidence = format_html("<p>{}</p>", page.evidence)
            page.save(update_fields=["evidence"])


class Migration(migrations.Migration):
    dependencies = [("content", "0007_strip_metadata_of_stored_pictures")]

    operations = [
        migrations.AlterField(
            model_name="musclepage",
            name="evidence",
            field=wagtail.fields.RichTextField(blank=True, verbose_name="how far the evidence goes"),
        ),
        migrations.RunPython(paragraphs, migrations.RunPython.noop),
    ]
