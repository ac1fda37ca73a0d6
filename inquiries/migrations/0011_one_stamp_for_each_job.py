"""What JobRun knew goes into the jobs' stamps; the old stamps, named after functions, go."""

from django.db import migrations, models

NAMES = {
    "purge": "purge",
    "suspects": "suspects told",
    "reminders": "reminder of who waits",
    "follow-ups": "reminder of follow-ups",
}


def move_runs(apps, schema_editor):
    Stamp, JobRun = (apps.get_model("inquiries", name) for name in ("Stamp", "JobRun"))
    Stamp.objects.filter(models.Q(name__startswith="daily ") | models.Q(name__startswith="often ")).delete()
    for run in JobRun.objects.filter(name__in=NAMES, ran_at__isnull=False):
        counts = run.counts if run.name == "purge" else {}
        Stamp.objects.update_or_create(
            name=NAMES[run.name], defaults={"at": run.ran_at, "day_done": run.day, "counts": counts}
        )


class Migration(migrations.Migration):
    dependencies = [("inquiries", "0010_words_are_no_longer_hashed")]

    operations = [
        migrations.AddField("stamp", "counts", models.JSONField(blank=True, default=dict)),
        migrations.RunPython(move_runs, migrations.RunPython.noop, elidable=True),
        migrations.DeleteModel("JobRun"),
    ]
