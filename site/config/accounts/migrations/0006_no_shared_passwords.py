from django.db import migrations, models


def ask_for_accounts(apps, schema_editor):
    """What opened with a shared password is now for people with an account; attempts at one are no longer reported."""
    for model in ("PageViewRestriction", "CollectionViewRestriction"):
        shared = apps.get_model("wagtailcore", model).objects.filter(restriction_type="password")
        shared.update(restriction_type="login", password="")
    apps.get_model("accounts", "SignIn").objects.filter(door__in=["page", "documents"]).delete()


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0005_clinician_reviewers'),
        ('wagtailcore', '0097_baselogentry_uuid_action_timestamp_indexes'),
    ]

    operations = [
        migrations.RunPython(ask_for_accounts, migrations.RunPython.noop),
        migrations.AlterField(
            model_name='signin',
            name='door',
            field=models.CharField(choices=[('sign_in', 'Sign-in form'), ('second', 'Second step'), ('passkey', 'Passkey'), ('invitation', 'Invitation'), ('reset', 'Forgotten password'), ('change', 'Password change')], max_length=12),
        ),
    ]
