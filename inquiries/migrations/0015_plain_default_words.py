"""Contact pages that still have the words they came with get the new ones, drafts too; anything edited stays."""

from django.db import migrations

WORDS = {
    "consent_text": (
        "I agree that the clinic uses what I wrote here to answer me. I can withdraw this at any time; the privacy "
        "page says how.",
        "I agree that the clinic may use what I wrote here to answer me. I can withdraw my consent at any time; the "
        "privacy page explains how.",
    ),
    "aside_heading": ("A person reads it", "A real person reads it"),
    "aside_text": (
        "Someone from the clinic answers in the way you choose. What you write is stored encrypted, and only staff "
        "with the right to see it can open it.",
        "Someone from the clinic will reply the way you choose. What you write is stored encrypted, and only "
        "authorized staff can open it.",
    ),
    "confirmation_opening": (
        "Thank you for writing to {clinic}. Your inquiry has reached us.\n\nYour reference is {reference}. Somebody of "
        "the team reads it and answers you, usually within one working day.",
        "Thank you for contacting {clinic}. We’ve received your inquiry.\n\nYour reference is {reference}. Someone on "
        "our team will read it and get back to you, usually within one business day.",
    ),
    "confirmation_closing": (
        "You can take your inquiry back at any time: answer this mail and we erase it.",
        "You can withdraw your inquiry at any time: just reply to this email and we’ll delete it.",
    ),
}


def renew(apps, schema_editor):
    pages = apps.get_model("inquiries", "InquiryPage").objects
    revisions = apps.get_model("wagtailcore", "Revision").objects
    for name, (old, new) in WORDS.items():
        pages.filter(**{name: old}).update(**{name: new})
    for page in pages.all():
        for revision in revisions.filter(pk__in=[page.latest_revision_id, page.live_revision_id]):
            for name, (old, new) in WORDS.items():
                if revision.content.get(name) == old:
                    revision.content[name] = new
            revision.save(update_fields=["content"])


class Migration(migrations.Migration):
    dependencies = [("inquiries", "0014_plain_words")]
    operations = [migrations.RunPython(renew, migrations.RunPython.noop)]
