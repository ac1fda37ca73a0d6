from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('inquiries', '0001_squashed_0027'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='extraquestion',
            options={'ordering': ['sort_order', 'pk']},
        ),
        migrations.AlterModelOptions(
            name='fieldtext',
            options={'ordering': ['sort_order', 'pk']},
        ),
    ]
