"""Where a visitor came from is encrypted like what they wrote; who else wrote in a conversation can be found."""

import json
import re
from typing import Any

from django.db import migrations, models

import inquiries.crypto.fields

FROM_ANOTHER = re.compile(r"^\[From another address: (\S+)\]")


def encrypt_origins(apps: Any, schema_editor: Any) -> None:
    rows = apps.get_model("inquiries", "Inquiry").objects.using(schema_editor.connection.alias).order_by("pk")
    for pk, path, campaign in rows.values_list("pk", "landing_path", "campaign").iterator(500):
        rows.filter(pk=pk).update(landing_path=path, campaign=campaign)


def show_origins(apps: Any, schema_editor: Any) -> None:
    rows = apps.get_model("inquiries", "Inquiry").objects.using(schema_editor.connection.alias).order_by("pk")
    for pk, path, campaign in rows.values_list("pk", "landing_path", "campaign").iterator(500):
        plain = {"landing_path": path[:200], "campaign": json.dumps(campaign)}
        rows.filter(pk=pk).update(**{name: models.Value(text, models.TextField()) for name, text in plain.items()})


def name_senders(apps: Any, schema_editor: Any) -> None:
    """Other senders stood in the text only. Their inquiries' search terms are made anew by the next job."""
    alias = schema_editor.connection.alias
    messages = apps.get_model("inquiries", "Message").objects.using(alias).filter(kind="inbound").order_by("pk")
    for pk, inquiry, text in messages.values_list("pk", "inquiry_id", "text").iterator(500):
        if found := FROM_ANOTHER.match(text):
            messages.filter(pk=pk).update(sender=found[1])
            apps.get_model("inquiries", "Inquiry").objects.using(alias).filter(pk=inquiry).update(terms_key="")


class Migration(migrations.Migration):
    dependencies = [("inquiries", "0002_privacy_page_and_words_beside_the_form")]

    operations = [
        migrations.AddField(
            model_name="message",
            name="sender",
            field=inquiries.crypto.fields.EncryptedTextField(
                blank=True, help_text="Who wrote it, if from another address than the inquiry’s."
            ),
        ),
        migrations.AlterField(
            model_name="inquiry",
            name="campaign",
            field=inquiries.crypto.fields.EncryptedJSONField(blank=True, default=dict),
        ),
        migrations.AlterField(
            model_name="inquiry",
            name="landing_path",
            field=inquiries.crypto.fields.EncryptedTextField(blank=True, verbose_name="page before the form"),
        ),
        migrations.AlterField(
            model_name="mail",
            name="purpose",
            field=models.CharField(
                choices=[
                    ("staff_notice", "Notice to staff"),
                    ("confirmation", "Confirmation to the visitor"),
                    ("reply", "Reply to the visitor"),
                    ("proposal", "Appointment proposal"),
                    ("cancellation", "Appointment called off"),
                    ("reply_notice", "Notice that a visitor wrote back"),
                    ("bounce_notice", "Notice that an address is wrong"),
                    ("suspect_digest", "Suspects of the day"),
                    ("reminder", "Reminder to staff"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="message",
            name="kind",
            field=models.CharField(
                choices=[
                    ("reply", "Reply"),
                    ("proposal", "Appointment proposed"),
                    ("cancellation", "Appointment called off"),
                    ("inbound", "From the visitor"),
                ],
                max_length=12,
            ),
        ),
        migrations.RunPython(encrypt_origins, show_origins),
        migrations.RunPython(name_senders, migrations.RunPython.noop),
    ]
