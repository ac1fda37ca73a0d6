from django.db import migrations


def mark_mails(apps, schema_editor):
    """Inquiries that were kept from a stray mail came by email; all others came through the website."""
    events = apps.get_model("inquiries", "InquiryEvent").objects.filter(kind="received_by_mail")
    inquiries = apps.get_model("inquiries", "Inquiry").objects
    inquiries.filter(pk__in=events.values("inquiry_id")).update(came_by="email")


class Migration(migrations.Migration):

    dependencies = [("inquiries", "0023_inbox_completed")]

    operations = [migrations.RunPython(mark_mails, migrations.RunPython.noop)]
