from django.db import migrations

CREATED = "clinician reviewer made"  # a Stamp of databases where the group was made, and perhaps deleted since
PAGE_RIGHTS = ["add_page", "change_page", "publish_page"]
FILE_RIGHTS = ["add_image", "change_image", "choose_image", "add_document", "change_document", "choose_document"]


def create_group(apps, schema_editor):
    """As Wagtail does for Editors and Moderators. The permissions come from migrations of Wagtail's."""
    alias = schema_editor.connection.alias

    def rows(model):
        return apps.get_model(model).objects.using(alias)

    if rows("inquiries.Stamp").filter(name=CREATED).exists():
        return
    group, is_new = rows("auth.Group").get_or_create(name="Clinician reviewer")
    if not is_new:
        return
    rights = rows("auth.Permission")
    group.permissions.add(rights.get(content_type__app_label="wagtailadmin", codename="access_admin"))
    for task in rows("wagtailcore.GroupApprovalTask").filter(groups__name="Moderators"):  # both get editors' work
        task.groups.add(group)
    root = rows("wagtailcore.Page").get(depth=1)
    for right in rights.filter(content_type__app_label="wagtailcore", codename__in=PAGE_RIGHTS):
        rows("wagtailcore.GroupPagePermission").create(group=group, page=root, permission=right)
    files = rows("wagtailcore.Collection").get(depth=1)
    for right in rights.filter(content_type__app_label__in=["wagtailimages", "wagtaildocs"], codename__in=FILE_RIGHTS):
        rows("wagtailcore.GroupCollectionPermission").create(group=group, collection=files, permission=right)


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0004_english_admin'),
        ('inquiries', '0031_reply_templates_to_start_with'),
        ('wagtailadmin', '0001_create_admin_access_permissions'),
        ('wagtailcore', '0097_baselogentry_uuid_action_timestamp_indexes'),
        ('wagtaildocs', '0011_add_choose_permissions'),
        ('wagtailimages', '0023_add_choose_permissions'),
    ]

    operations = [migrations.RunPython(create_group, migrations.RunPython.noop)]
