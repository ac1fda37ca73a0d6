from django.db import migrations

# Whoever writes pages knows where an address that leads nowhere was meant to lead.
ACTIONS, GROUPS = ("add", "change", "delete"), ("Editors", "Moderators")


def give_rights(apps, schema_editor):
    """Once, to the groups that come with Wagtail; what staff change afterward stays that way."""
    content_types, groups, permissions = (
        apps.get_model(name).objects for name in ("contenttypes.ContentType", "auth.Group", "auth.Permission")
    )
    kind, _ = content_types.get_or_create(app_label="wagtailredirects", model="redirect")
    for action in ACTIONS:
        # Django makes its permissions after all migrations: these here are found then.
        right, _ = permissions.get_or_create(
            content_type=kind, codename=f"{action}_redirect", defaults={"name": f"Can {action} redirect"}
        )
        for group in groups.filter(name__in=GROUPS):
            group.permissions.add(right)


class Migration(migrations.Migration):

    dependencies = [
        ("content", "0038_clinic_icon_and_map"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailcore", "0002_initial_data"),
    ]

    operations = [migrations.RunPython(give_rights, migrations.RunPython.noop)]
