from django.apps import apps as real_apps
from django.contrib.auth.management import create_permissions
from django.db import migrations
from django.utils import timezone

CREATED = "ready groups made"  # a Stamp of databases where the groups were made, and perhaps deleted since
GROUPS = {"Front desk": ("view", "answer"), "Inquiry manager": ("view", "answer", "export", "erase")}


def create_groups(apps, schema_editor):
    alias = schema_editor.connection.alias

    def rows(model):
        return apps.get_model(model).objects.using(alias)

    _, is_first = rows("inquiries.Stamp").get_or_create(name=CREATED, defaults={"at": timezone.now()})
    if not is_first:
        return
    # Django creates them only after all migrations.
    create_permissions(real_apps.get_app_config("inquiries"), verbosity=0, using=alias, apps=apps)
    rights = rows("auth.Permission")
    entry = rights.get(content_type__app_label="wagtailadmin", codename="access_admin")
    for name, actions in GROUPS.items():
        group, is_new = rows("auth.Group").get_or_create(name=name)
        if is_new:
            codes = [f"{action}_inquiry" for action in actions]
            group.permissions.set([entry, *rights.filter(content_type__app_label="inquiries", codename__in=codes)])


def fill_in_the_name(apps, schema_editor):
    """Greetings use the full name, which is {name}."""
    for template in apps.get_model("inquiries", "ReplyTemplate").objects.filter(text__contains="{first_name}"):
        template.text = template.text.replace("{first_name}", "{name}")
        template.save(update_fields=["text"])


class Migration(migrations.Migration):

    dependencies = [
        ('inquiries', '0031_reply_templates_to_start_with'),
        ('auth', '0012_alter_user_first_name_max_length'),
        ('contenttypes', '0002_remove_content_type_name'),
        ('wagtailadmin', '0001_create_admin_access_permissions'),
    ]

    operations = [
        migrations.RunPython(create_groups, migrations.RunPython.noop),
        migrations.RunPython(fill_in_the_name, migrations.RunPython.noop),
    ]
