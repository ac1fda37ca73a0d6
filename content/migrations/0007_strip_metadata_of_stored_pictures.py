import logging

from django.db import migrations

from content.uploads.existing import clean_stored_files


def strip(apps, schema_editor):
    log = logging.getLogger("pinpoint.uploads")
    count = clean_stored_files(apps, log.warning)
    if count:
        log.info("%s stored pictures were cleaned.", count)


class Migration(migrations.Migration):
    """Pictures that were stored before uploads were cleaned may tell where they were taken."""

    # Each file counts as soon as it is clean: no lock on the whole database for as long as that takes.
    atomic = False

    dependencies = [
        ("content", "0006_page_views_are_counted_here"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtailimages", "0027_image_description"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailusers", "0015_userprofile_keyboard_shortcuts"),
    ]

    operations = [migrations.RunPython(strip, migrations.RunPython.noop)]
