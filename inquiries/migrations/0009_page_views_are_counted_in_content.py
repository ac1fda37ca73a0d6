"""Views of pages belong to the room of the pages; their table stays where it is."""

from django.db import migrations


class Migration(migrations.Migration):
    # The table must have been made by this room's first migration before the other room takes it over.
    dependencies = [
        ("inquiries", "0008_password_reset_mails"),
        ("content", "0006_page_views_are_counted_here"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(state_operations=[migrations.DeleteModel(name="PageDay")]),
    ]
