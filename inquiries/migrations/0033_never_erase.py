"""The mark that keeps an inquiry says what it does; nothing changes in the database."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('inquiries', '0032_ready_groups_and_name_in_replies'),
    ]

    operations = [
        migrations.AlterField(
            model_name='inquiry',
            name='is_held',
            field=models.BooleanField(default=False, verbose_name='never erase'),
        ),
        migrations.AlterField(
            model_name='inquirysettings',
            name='allows_for_ever',
            field=models.BooleanField(default=False, help_text='Careful: what people told you about their health then stays until someone erases it by hand. Most laws require a limit, and your privacy page must say how long you keep it. To keep a single inquiry, use “Never erase this inquiry” in the inbox instead.', verbose_name='keep forever where I wrote 0'),
        ),
    ]
