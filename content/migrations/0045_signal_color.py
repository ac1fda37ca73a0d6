"""Names the field in American English; the database's column keeps its name, so nothing changes there."""

from django.db import migrations, models

import content.text.color


class Migration(migrations.Migration):
    dependencies = [("content", "0001_squashed_0044")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name="clinicsettings",
                    name="signal_colour",
                    field=models.CharField(
                        db_column="signal_colour",
                        default="#b3361e",
                        help_text="The color of points and buttons, for example #b3361e.",
                        max_length=7,
                        validators=[content.text.color.validate_signal_color],
                        verbose_name="signal color",
                    ),
                ),
                migrations.RenameField(model_name="clinicsettings", old_name="signal_colour", new_name="signal_color"),
            ]
        )
    ]
