from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('inquiries', '0027_test_mail'),
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
