from typing import Any

from django.db import migrations

TEMPLATES = {
    "Ask for times": "Hello {name},\n\nThank you for writing to us. Which days and times work for you? "
    "We’ll reply with an appointment.\n\nBest regards,\n{clinic}",
    "Please call us": "Hello {name},\n\nThank you for writing to us. A short call is the quickest way to answer most "
    "questions: {phone}.\n\nBest regards,\n{clinic}",
    "See a doctor first": "Hello {name},\n\nThank you for writing to us. From what you describe, a doctor should take "
    "a look before we work with you. We’d be glad to see you after that.\n\nBest regards,\n{clinic}",
}


def add_templates(apps: Any, schema_editor: Any) -> None:
    """Add templates to start with, unless staff have written their own."""
    model = apps.get_model("inquiries", "ReplyTemplate")
    if not model.objects.exists():
        for number, (name, text) in enumerate(TEMPLATES.items()):
            model.objects.create(name=name, text=text, order=number)


class Migration(migrations.Migration):
    dependencies = [("inquiries", "0030_names_of_former_staff")]
    operations = [migrations.RunPython(add_templates, migrations.RunPython.noop)]
