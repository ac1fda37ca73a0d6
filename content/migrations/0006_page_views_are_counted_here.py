"""Views of pages are counted beside those of regions; their table stays where it is."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("content", "0005_content_version")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="PageDay",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("date", models.DateField()),
                        (
                            "page_id",
                            models.PositiveIntegerField(
                                help_text="No foreign key: a page deleted meanwhile is no reason to fail."
                            ),
                        ),
                        ("views", models.PositiveIntegerField(default=0)),
                    ],
                    options={
                        "db_table": "inquiries_pageday",
                        "default_permissions": (),
                        "constraints": [
                            models.UniqueConstraint(fields=("date", "page_id"), name="one_count_a_page_and_day")
                        ],
                    },
                )
            ]
        )
    ]
