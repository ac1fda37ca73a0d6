"""A new site says once, not twice, not to wait for a reply; existing texts stay as they are."""

import wagtail.fields
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('content', '0045_signal_color'),
    ]

    operations = [
        migrations.AlterField(
            model_name='painmappage',
            name='help_now',
            field=wagtail.fields.RichTextField(default='<p>Say where you feel it, since when, and which of the signs you have. We read messages during opening hours only.</p>', help_text='Shown below the emergency number on the page that “I have one of these” opens.', verbose_name='page for people with one of these signs'),
        ),
    ]
