from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("content", "0004_map_wording_and_drawn_regions")]

    operations = [
        migrations.CreateModel(
            name="ContentVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("value", models.CharField(max_length=32)),
            ],
        ),
    ]
