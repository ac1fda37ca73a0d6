from django.db import migrations

# Editors add sources and topics where they need them, and draft what several pages show; moderators publish it.
SHARED = {"source": "source", "topic": "topic", "glossaryterm": "glossary term", "reusabletext": "reusable text"}
RIGHTS = [(("add", "change"), SHARED, ("Editors", "Moderators"))]
RIGHTS += [(("publish",), {"glossaryterm": "glossary term", "reusabletext": "reusable text"}, ("Moderators",))]
RIGHTS += [(("add", "change", "delete"), {"testimonial": "testimonial"}, ("Moderators",))]


def give_rights(apps, schema_editor):
    """Once, to the groups that come with Wagtail; what staff change afterward stays that way."""
    content_types, groups, permissions = (
        apps.get_model(name).objects for name in ("contenttypes.ContentType", "auth.Group", "auth.Permission")
    )
    for actions, models, names in RIGHTS:
        for model, words in models.items():
            kind, _ = content_types.get_or_create(app_label="content", model=model)
            for action in actions:
                # Django makes its permissions after all migrations: these here are found then.
                right, _ = permissions.get_or_create(
                    content_type=kind, codename=f"{action}_{model}", defaults={"name": f"Can {action} {words}"}
                )
                for group in groups.filter(name__in=names):
                    group.permissions.add(right)


class Migration(migrations.Migration):

    dependencies = [
        ("content", "0033_glossary_texts_testimonials"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailcore", "0002_initial_data"),
    ]

    operations = [migrations.RunPython(give_rights, migrations.RunPython.noop)]
