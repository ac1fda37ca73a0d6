from django.db import migrations


def forget_languages(apps, schema_editor):
    """Some chose another language while the account page still offered it."""
    apps.get_model("wagtailusers", "UserProfile").objects.exclude(preferred_language="").update(preferred_language="")


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_ended_one_session'),
        ('wagtailusers', '0015_userprofile_keyboard_shortcuts'),
    ]

    operations = [migrations.RunPython(forget_languages, migrations.RunPython.noop)]
