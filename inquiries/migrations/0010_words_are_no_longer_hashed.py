"""Find decrypts and looks through; only who wrote and about what stay as hashes."""

from django.db import migrations, models


def erase_words(apps, schema_editor):
    apps.get_model("inquiries", "SearchTerm").objects.filter(kind="word").delete()


class Migration(migrations.Migration):
    dependencies = [("inquiries", "0009_page_views_are_counted_in_content")]

    operations = [
        migrations.RunPython(erase_words, migrations.RunPython.noop, elidable=True),
        migrations.AlterField(
            "searchterm",
            "kind",
            models.CharField(choices=[("person", "Person"), ("about", "About")], max_length=6),
        ),
    ]
