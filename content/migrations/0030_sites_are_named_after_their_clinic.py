from typing import Any

from django.db import migrations


def name_sites(apps: Any, schema_editor: Any) -> None:
    for clinic in apps.get_model("content", "ClinicSettings").objects.all():
        apps.get_model("wagtailcore", "Site").objects.filter(pk=clinic.site_id).update(site_name=clinic.name)


class Migration(migrations.Migration):
    dependencies = [("content", "0029_keys_are_made_of_names")]
    operations = [migrations.RunPython(name_sites, migrations.RunPython.noop)]
