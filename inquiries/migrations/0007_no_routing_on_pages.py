"""The contact page and its old revisions let go of what inquiry routing holds now."""

from typing import Any

from django.db import migrations


def clear_revisions(apps: Any, schema_editor: Any) -> None:
    """No revision keeps an address, so that none comes back by going back to an older release."""
    revisions = apps.get_model("wagtailcore", "Revision").objects.using(schema_editor.connection.alias)
    for revision in revisions.filter(content_type__app_label="inquiries", content_type__model="inquirypage").iterator():
        revision.content.pop("recipients", None)
        revision.content.pop("mail_contains_message", None)
        revision.save(update_fields=["content"])


class Migration(migrations.Migration):
    dependencies = [("inquiries", "0006_inquiry_routing_apart_from_pages")]

    operations = [
        migrations.RunPython(clear_revisions, migrations.RunPython.noop),
        migrations.RemoveField(model_name="inquirypage", name="mail_contains_message"),
        migrations.DeleteModel(name="Recipient"),
    ]
