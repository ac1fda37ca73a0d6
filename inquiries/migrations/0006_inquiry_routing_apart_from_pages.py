"""Who is mailed about inquiries moves from the contact page, which editors publish, to a screen with its own right.

What is in effect stays in effect. Nobody but superusers has the new right until somebody gives it to a group.
"""

from typing import Any

from django.db import migrations, models

import inquiries.crypto.fields


def live_page(apps: Any, alias: str) -> Any:
    return apps.get_model("inquiries", "InquiryPage").objects.using(alias).filter(live=True).order_by("path").first()


def move_to_routing(apps: Any, schema_editor: Any) -> None:
    """Take what the live page says; what only a draft says was never in effect."""
    alias = schema_editor.connection.alias
    page = live_page(apps, alias)
    if page is not None:
        listed = apps.get_model("inquiries", "Recipient").objects.using(alias).filter(page_id=page.pk)
        addresses = listed.order_by("sort_order").values_list("email", flat=True)
        apps.get_model("inquiries", "InquiryRouting").objects.using(alias).create(
            recipients="\n".join(dict.fromkeys(addresses)), mail_contains_message=page.mail_contains_message
        )


def move_back(apps: Any, schema_editor: Any) -> None:
    alias = schema_editor.connection.alias
    page, routing = live_page(apps, alias), apps.get_model("inquiries", "InquiryRouting").objects.using(alias).first()
    if page is None or routing is None:
        return
    page.mail_contains_message = routing.mail_contains_message
    page.save(update_fields=["mail_contains_message"])
    apps.get_model("inquiries", "Recipient").objects.using(alias).bulk_create(
        apps.get_model("inquiries", "Recipient")(page_id=page.pk, email=address, sort_order=number)
        for number, address in enumerate(routing.recipients.split())
    )


class Migration(migrations.Migration):
    dependencies = [("inquiries", "0005_one_form_for_everybody")]

    operations = [
        migrations.CreateModel(
            name="InquiryRouting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "recipients",
                    models.TextField(
                        blank=True,
                        help_text="Email addresses, one per line, all of which are mailed about each inquiry. "
                        "Empty: the clinic’s own address (Settings › Clinic).",
                    ),
                ),
                (
                    "mail_contains_message",
                    models.BooleanField(
                        default=False,
                        help_text="Mail is not a safe place for health details: it is copied from server to server "
                        "and stays in mailboxes. Off, staff get a link to the inquiry instead.",
                        verbose_name="put the message into the mail to staff",
                    ),
                ),
            ],
            options={"verbose_name": "Inquiry routing", "default_permissions": ("change",)},
        ),
        migrations.RunPython(move_to_routing, move_back),
        migrations.AddField(
            model_name="mail",
            name="details",
            field=inquiries.crypto.fields.EncryptedJSONField(
                blank=True, default=dict, help_text="What its text needs to know, if that is stored nowhere else."
            ),
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
                    ("routing_notice", "Notice about inquiry routing"),
                ],
                max_length=20,
            ),
        ),
    ]
