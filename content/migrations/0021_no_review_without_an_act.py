import uuid

from django.db import migrations


def drop_what_was_never_an_act(apps, schema_editor):
    """Reviewers and dates were fields that anyone could fill; authors that came with the starter were nobody's choice."""
    Revision = apps.get_model("wagtailcore", "Revision")
    clinics, versions = (apps.get_model("content", name) for name in ("ClinicSettings", "ContentVersion"))
    of_pages = Revision.objects.filter(base_content_type__app_label="wagtailcore", base_content_type__model="page")

    first = {}
    for page, user, author in of_pages.order_by("pk").values_list("object_id", "user", "content__author"):
        first.setdefault(page, (user, author))
    loaded = {page: author for page, (user, author) in first.items() if author and user is None}

    for revision in of_pages.filter(content__has_key="last_reviewed").iterator(100):
        for name in ("reviewed_by", "last_reviewed"):
            revision.content.pop(name, None)
        if revision.object_id in loaded and revision.content.get("author") == loaded[revision.object_id]:
            revision.content["author"] = None
        revision.save(update_fields=["content"])
    for model in apps.get_app_config("content").get_models():
        if any(field.name == "author" for field in model._meta.fields):
            for page in model.objects.filter(pk__in=[int(pk) for pk in loaded]).exclude(author=None):
                model.objects.filter(pk=page.pk, author=loaded[str(page.pk)]).update(author=None)

    clinics.objects.update(publishes_unreviewed=True)  # nobody finds that they can't publish from one day to the next
    versions.objects.update(value=uuid.uuid4().hex)


class Migration(migrations.Migration):

    dependencies = [
        ('content', '0020_page_reviews'),
        ('wagtailcore', '0098_apitoken'),
    ]

    operations = [migrations.RunPython(drop_what_was_never_an_act, migrations.RunPython.noop)]
