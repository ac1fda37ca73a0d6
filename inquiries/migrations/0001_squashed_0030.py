"""What a new database starts from: migrations 0001 to 0030 in one."""

import content.blocks.field
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import inquiries.crypto.fields
import inquiries.models.coordination
import inquiries.models.inquiry
import inquiries.models.mail
import inquiries.models.outgoing_webhook
import modelcluster.fields
import wagtail.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ("inquiries", "0001_initial"),
        ("inquiries", "0002_privacy_page_and_words_beside_the_form"),
        ("inquiries", "0003_private_origins"),
        ("inquiries", "0004_what_reminders_are_of"),
        ("inquiries", "0005_one_form_for_everybody"),
        ("inquiries", "0006_inquiry_routing_apart_from_pages"),
        ("inquiries", "0007_no_routing_on_pages"),
        ("inquiries", "0008_password_reset_mails"),
        ("inquiries", "0009_page_views_are_counted_in_content"),
        ("inquiries", "0010_words_are_no_longer_hashed"),
        ("inquiries", "0011_one_stamp_for_each_job"),
        ("inquiries", "0012_words_of_advertising"),
        ("inquiries", "0013_attention_notice"),
        ("inquiries", "0014_plain_words"),
        ("inquiries", "0015_plain_default_words"),
        ("inquiries", "0016_who_treats_and_what_it_costs"),
        ("inquiries", "0020_no_review_fields"),
        ("inquiries", "0021_answer_promise"),
        ("inquiries", "0022_consent_names_the_clinic"),
        ("inquiries", "0023_inbox_completed"),
        ("inquiries", "0024_mails_came_by_email"),
        ("inquiries", "0025_weekly_mail"),
        ("inquiries", "0026_mails_about_accounts"),
        ("inquiries", "0027_test_mail"),
        ("inquiries", "0028_rows_without_a_number_keep_their_order"),
        ("inquiries", "0029_longer_names_of_form_fields"),
        ("inquiries", "0030_names_of_former_staff"),
    ]

    dependencies = [
        ('content', '0001_squashed_0044'),
        ('wagtailcore', '0098_apitoken'),
        ('wagtailimages', '0027_image_description'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='DailySalt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(unique=True)),
                ('value', models.CharField(default=inquiries.models.coordination.new_salt, max_length=64)),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='InquiryRouting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recipients', models.TextField(blank=True, help_text='Email addresses, one per line. Each of them is notified about every inquiry. Leave empty to use the clinic’s own address (Settings › Clinic).')),
                ('mail_contains_message', models.BooleanField(default=False, help_text='Email is not a safe place for health details: it is copied from server to server and stays in mailboxes. When this is off, staff get a link to the inquiry instead.', verbose_name='include the message in emails to staff')),
            ],
            options={
                'verbose_name': 'Inquiry routing',
                'default_permissions': ('change',),
            },
        ),
        migrations.CreateModel(
            name='OutgoingWebhook',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('url', inquiries.crypto.fields.EncryptedTextField(verbose_name='address')),
                ('secret', inquiries.crypto.fields.EncryptedTextField(default=inquiries.models.outgoing_webhook.new_secret)),
                ('events', models.JSONField(default=list)),
                ('with_words', models.BooleanField(default=False, verbose_name='with the visitor’s words')),
                ('is_on', models.BooleanField(default=False, verbose_name='on')),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='ReplyTemplate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(help_text='For staff to choose by; visitors don’t see it.', max_length=80, unique=True)),
                ('text', models.TextField()),
                ('order', models.PositiveSmallIntegerField(default=0, help_text='Smaller numbers come first.')),
            ],
            options={
                'ordering': ['order', 'name'],
            },
        ),
        migrations.CreateModel(
            name='Stamp',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, unique=True)),
                ('at', models.DateTimeField()),
                ('day_done', models.DateField(blank=True, null=True)),
                ('counts', models.JSONField(blank=True, default=dict)),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='CalendarFeed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('fetched_at', models.DateTimeField(blank=True, null=True)),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Inquiry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=inquiries.models.inquiry.new_reference, editable=False, max_length=9, unique=True)),
                ('submission_key', models.CharField(editable=False, max_length=64, null=True, unique=True)),
                ('created_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False, verbose_name='received')),
                ('state', models.CharField(choices=[('new', 'New'), ('contacted', 'Contacted'), ('booked', 'Booked'), ('not_booked', 'Not booked'), ('closed', 'Closed'), ('spam', 'Spam')], db_index=True, default='new', max_length=12)),
                ('is_suspect', models.BooleanField(db_index=True, default=False, verbose_name='suspect')),
                ('suspect_reasons', models.JSONField(blank=True, default=list)),
                ('name', inquiries.crypto.fields.EncryptedTextField()),
                ('email', inquiries.crypto.fields.EncryptedTextField(blank=True)),
                ('phone', inquiries.crypto.fields.EncryptedTextField(blank=True)),
                ('contact_by', models.CharField(choices=[('email', 'Email'), ('phone', 'Phone'), ('either', 'Either')], default='either', max_length=8)),
                ('times', inquiries.crypto.fields.EncryptedTextField(blank=True, verbose_name='preferred times')),
                ('about', inquiries.crypto.fields.EncryptedTextField(blank=True, help_text='Titles of the conditions chosen, one per line.')),
                ('regions', inquiries.crypto.fields.EncryptedTextField(blank=True, help_text='As the pain map names them, such as outer-hip:left, one per line.', verbose_name='places on the body')),
                ('practitioner', inquiries.crypto.fields.EncryptedTextField(blank=True, help_text='The name of whom they would like to see.', verbose_name='asked for')),
                ('session', inquiries.crypto.fields.EncryptedTextField(blank=True, help_text='The kind of session they would like, with its length.')),
                ('message', inquiries.crypto.fields.EncryptedTextField(blank=True)),
                ('answers', inquiries.crypto.fields.EncryptedTextField(blank=True, verbose_name='answers to extra questions')),
                ('consent_text', models.TextField(blank=True)),
                ('consent_note', inquiries.crypto.fields.EncryptedTextField(blank=True, help_text='How and when it was given, if not by checking the form’s box.', verbose_name='consent')),
                ('came_by', models.CharField(choices=[('website', 'Website'), ('email', 'Email'), ('phone', 'Phone call'), ('walk_in', 'Walk-in')], default='website', max_length=8, verbose_name='came in by')),
                ('landing_path', inquiries.crypto.fields.EncryptedTextField(blank=True, verbose_name='first page')),
                ('referrer_host', models.CharField(blank=True, max_length=120)),
                ('campaign', inquiries.crypto.fields.EncryptedJSONField(blank=True, default=dict)),
                ('sender_hash', models.CharField(blank=True, editable=False, max_length=64)),
                ('follow_up_on', models.DateField(blank=True, db_index=True, null=True, verbose_name='follow up on')),
                ('read_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('first_answered_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('wrote_again_at', models.DateTimeField(blank=True, db_index=True, help_text='The visitor’s last email, until someone answers it.', null=True)),
                ('state_changed_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('email_failed', models.BooleanField(default=False, help_text='An email to the visitor bounced: call instead.')),
                ('is_held', models.BooleanField(default=False, verbose_name='keep, whatever retention says')),
                ('booked_for', models.DateTimeField(blank=True, null=True)),
                ('lost_reason', models.CharField(blank=True, choices=[('price', 'Price'), ('time', 'No time that suits'), ('silent', 'Didn’t answer us'), ('elsewhere', 'Went elsewhere'), ('not_ours', 'Not something we treat'), ('other', 'Another reason')], max_length=10, verbose_name='why not')),
                ('terms_key', models.CharField(blank=True, editable=False, max_length=8)),
                ('assignee', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('booked_with', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='content.practitionerpage')),
                ('merged_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='merged', to='inquiries.inquiry')),
                ('source_page', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.WAGTAIL_PAGE_MODEL)),
            ],
            options={
                'verbose_name_plural': 'inquiries',
                'ordering': ['-created_at', '-pk'],
                'permissions': [('answer_inquiry', 'Can answer inquiries and change their state'), ('export_inquiry', 'Can export inquiries'), ('erase_inquiry', 'Can erase inquiries')],
                'default_permissions': ('view',),
            },
        ),
        migrations.CreateModel(
            name='InquiryEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('by', models.CharField(blank=True, db_default='', default='', help_text='Whose it was, once their account is deleted.', max_length=301)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('kind', models.CharField(max_length=40)),
                ('text', inquiries.crypto.fields.EncryptedTextField(blank=True)),
                ('data', models.JSONField(blank=True, default=dict)),
                ('inquiry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='events', to='inquiries.inquiry')),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['at', 'pk'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='InquiryNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('by', models.CharField(blank=True, db_default='', default='', help_text='Whose it was, once their account is deleted.', max_length=301)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('text', inquiries.crypto.fields.EncryptedTextField()),
                ('author', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('inquiry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notes', to='inquiries.inquiry')),
            ],
            options={
                'ordering': ['at', 'pk'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='InquiryPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('summary', models.TextField(blank=True, help_text='Two plain sentences. Shown at the top of the page, on cards, and in search results.', max_length=320)),
                ('menu_title', models.CharField(blank=True, help_text='Used in the menu and in the breadcrumbs. Leave empty to use the title.', max_length=24, verbose_name='short name')),
                ('confirmation_subject', models.CharField(default='We received your inquiry', help_text='The reference is added automatically. Leave out anything about health: subjects show on locked screens.', max_length=80, validators=[django.core.validators.RegexValidator('[\\r\\n]', 'Keep the subject on one line.', inverse_match=True)], verbose_name='subject')),
                ('confirmation_opening', models.TextField(default='Thank you for contacting {clinic}. We’ve received your inquiry.\n\nYour reference is {reference}. Someone on our team will read it and get back to you, {answer}.', help_text='{clinic}, {phone}, and {reference} are filled in. {answer} becomes “usually within one business day”, or the day by which you are back when a closure comes in between. Nothing the visitor wrote can be, since anyone can type in someone else’s address. When you open again and when not to wait for you are added automatically.', max_length=1500, verbose_name='beginning')),
                ('confirmation_closing', models.TextField(blank=True, default='You can withdraw your inquiry at any time: just reply to this email and we’ll delete it.', help_text='Say how the inquiry can be withdrawn.', max_length=1500, verbose_name='end')),
                ('form_intro', wagtail.fields.RichTextField(blank=True, help_text='On this page only.', verbose_name='words above the form')),
                ('submit_label', models.CharField(default='Send', max_length=40, verbose_name='words on the button')),
                ('consent_text', models.TextField(default='I agree that {clinic} may use what I wrote here to answer me. I can withdraw my consent at any time; the privacy page explains how.', help_text='Everyone has to check this box. The wording is saved with each inquiry as it was at the time. {clinic} becomes the legal name from Settings › Clinic › Privacy, or the clinic’s name while that is empty.', verbose_name='consent')),
                ('aside_heading', models.CharField(blank=True, default='A real person reads it', max_length=60, verbose_name='heading beside the form')),
                ('aside_text', models.TextField(blank=True, default='Someone from the clinic will reply the way you choose. What you write is stored encrypted, and only authorized staff can open it.', help_text='Shown next to every form on the site. Promise only what is true: say so here if the message is included in emails to staff.', max_length=500, verbose_name='words beside the form')),
                ('asks_proof_of_work', models.BooleanField(default=False, help_text='For times when there is a lot of spam. The visitor’s browser does a small calculation while they write (ALTCHA, on this site only). Visitors see nothing and solve nothing, and the form still works without JavaScript.', verbose_name='make browsers do a small task')),
                ('body', content.blocks.field.VocabularyField(blank=True)),
                ('author', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='content.practitionerpage')),
                ('privacy_page', models.ForeignKey(blank=True, help_text='Linked below the consent. Leave empty to use the legal page whose address ends in /privacy/.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='content.legalpage', verbose_name='privacy page')),
                ('social_image', models.ForeignKey(blank=True, help_text='Shown when the page is shared. Leave empty to use a card made from its drawing and title.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailimages.image')),
            ],
            options={
                'abstract': False,
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='FieldText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('field', models.CharField(choices=[('name', 'Name'), ('email', 'Email'), ('phone', 'Phone'), ('contact_by', 'How can we reach you?'), ('times', 'When is a good time?'), ('practitioner', 'Who you’d like to see'), ('session', 'The session you’d like'), ('regions', 'Where you feel it'), ('about', 'What is it about?'), ('message', 'Your message')], help_text='Listed by their default labels.', max_length=40)),
                ('label', models.CharField(blank=True, help_text='Leave empty to keep the label on the left.', max_length=120)),
                ('hint', models.CharField(blank=True, help_text='Shown between the label and the field. Leave empty to keep the default hint, if there is one.', max_length=250)),
                ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='field_texts', to='inquiries.inquirypage')),
            ],
            options={
                'ordering': ['sort_order', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ExtraQuestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('question', models.CharField(max_length=160)),
                ('hint', models.CharField(blank=True, help_text='Shown between the question and its field.', max_length=250)),
                ('kind', models.CharField(choices=[('line', 'A line of text'), ('text', 'Several lines'), ('choice', 'One of several answers'), ('yes_no', 'Yes or no')], default='line', max_length=8)),
                ('choices', models.TextField(blank=True, help_text='Only for “one of several answers”: at least two different answers, one per line.')),
                ('required', models.BooleanField(default=False, help_text='The form can’t be sent without an answer. Every required question costs you inquiries.')),
                ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='extra_questions', to='inquiries.inquirypage')),
            ],
            options={
                'ordering': ['sort_order', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='InquirySettings',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('answer_within_hours', models.PositiveSmallIntegerField(default=8, help_text='In opening hours. Staff get one reminder a day while anything has been waiting longer.', validators=[django.core.validators.MinValueValidator(1)], verbose_name='answer within')),
                ('remind', models.BooleanField(default=True, help_text='About visitors who are waiting. Follow-up reminders are always sent.', verbose_name='send reminders')),
                ('keep_open_days', models.PositiveSmallIntegerField(default=180, help_text='Days after the last change, 1095 at most. At least 30.', verbose_name='new and contacted')),
                ('keep_booked_days', models.PositiveSmallIntegerField(default=180, help_text='Days after the last change, 1095 at most.', verbose_name='booked')),
                ('keep_closed_days', models.PositiveSmallIntegerField(default=180, help_text='Days after the last change, 1095 at most.', verbose_name='not booked and closed')),
                ('keep_spam_days', models.PositiveSmallIntegerField(default=30, help_text='Days after the last change, 1095 at most.', verbose_name='suspect and spam')),
                ('allows_for_ever', models.BooleanField(default=False, help_text='Careful: what people told you about their health then stays until someone erases it by hand. Most laws require a limit, and your privacy page must say how long you keep it. To keep a single inquiry, use “Keep, whatever retention says” in the inbox instead.', verbose_name='keep forever where I wrote 0')),
                ('advertising_words', models.TextField(blank=True, help_text='One word or phrase per line. Leave empty to use the list that comes with the site.')),
                ('site', models.OneToOneField(editable=False, on_delete=django.db.models.deletion.CASCADE, to='wagtailcore.site')),
            ],
            options={
                'verbose_name': 'Inquiries',
            },
        ),
        migrations.CreateModel(
            name='Mail',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('purpose', models.CharField(choices=[('staff_notice', 'Notice to staff'), ('confirmation', 'Confirmation to the visitor'), ('reply', 'Reply to the visitor'), ('proposal', 'Appointment proposal'), ('cancellation', 'Appointment canceled'), ('reply_notice', 'Notice that a visitor replied'), ('bounce_notice', 'Notice that an address is wrong'), ('attention_notice', 'Notice of an email to look at'), ('suspect_digest', 'Suspected spam of the day'), ('reminder', 'Reminder to staff'), ('review_reminder', 'Health pages to read'), ('weekly_report', 'The week in numbers'), ('routing_notice', 'Notice about inquiry routing'), ('test_mail', 'Test email'), ('password_reset', 'Link to set a new password'), ('webhook', 'Notice to another system'), ('invitation', 'Invitation of a colleague'), ('account_notice', 'Notice about an account')], max_length=20)),
                ('recipient', inquiries.crypto.fields.EncryptedTextField()),
                ('details', inquiries.crypto.fields.EncryptedJSONField(blank=True, default=dict, help_text='What its text needs to know, if that is stored nowhere else.')),
                ('recipient_digest', models.CharField(blank=True, db_index=True, editable=False, max_length=64)),
                ('message_id', models.CharField(default=inquiries.models.mail.new_message_id, max_length=200, unique=True)),
                ('state', models.CharField(choices=[('queued', 'Waiting to be sent'), ('sent', 'Sent'), ('deferred', 'Delayed by the recipient’s server'), ('delivered', 'Delivered'), ('rejected', 'Refused by the mail service'), ('bounced', 'Bounced'), ('complained', 'Marked as spam'), ('needs_attention', 'Needs attention')], db_index=True, default='queued', max_length=20)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('queued_at', models.DateTimeField(default=django.utils.timezone.now, help_text='Since when it waits; giving up counts from here.')),
                ('next_attempt_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
                ('attempts', models.PositiveIntegerField(default=0)),
                ('leased_by', models.CharField(blank=True, max_length=64)),
                ('lease_until', models.DateTimeField(blank=True, null=True)),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('last_error', models.CharField(blank=True, help_text='The kind of error; nothing personal.', max_length=120)),
                ('service_id', models.CharField(blank=True, db_index=True, max_length=200)),
                ('inquiry', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='mails', to='inquiries.inquiry')),
            ],
            options={
                'ordering': ['created_at', 'pk'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('by', models.CharField(blank=True, db_default='', default='', help_text='Whose it was, once their account is deleted.', max_length=301)),
                ('kind', models.CharField(choices=[('reply', 'Reply'), ('proposal', 'Appointment proposed'), ('cancellation', 'Appointment canceled'), ('inbound', 'From the visitor')], max_length=12)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('key', models.UUIDField(blank=True, help_text='Of the form, so that a double click sends once.', null=True, unique=True)),
                ('text', inquiries.crypto.fields.EncryptedTextField()),
                ('sender', inquiries.crypto.fields.EncryptedTextField(blank=True, help_text='Who wrote it, if from another address than the inquiry’s.')),
                ('calendar', inquiries.crypto.fields.EncryptedTextField(blank=True, help_text="The invitation, as an .ics file's text.")),
                ('in_reply_to', models.CharField(blank=True, help_text='Message-ID of the mail that it answers.', max_length=250)),
                ('inbound_id', models.CharField(blank=True, help_text="Message-ID of a visitor's mail.", max_length=250, null=True, unique=True)),
                ('author', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('inquiry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='messages', to='inquiries.inquiry')),
                ('mail', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='content', to='inquiries.mail')),
            ],
            options={
                'ordering': ['at', 'pk'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='ThankYouPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('summary', models.TextField(blank=True, help_text='Two plain sentences. Shown at the top of the page, on cards, and in search results.', max_length=320)),
                ('menu_title', models.CharField(blank=True, help_text='Used in the menu and in the breadcrumbs. Leave empty to use the title.', max_length=24, verbose_name='short name')),
                ('body', content.blocks.field.VocabularyField(blank=True)),
                ('author', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='content.practitionerpage')),
                ('social_image', models.ForeignKey(blank=True, help_text='Shown when the page is shared. Leave empty to use a card made from its drawing and title.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailimages.image')),
            ],
            options={
                'abstract': False,
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='WeeklyMailStop',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='SearchTerm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('person', 'Person'), ('about', 'About')], max_length=6)),
                ('digest', models.CharField(max_length=22)),
                ('inquiry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='terms', to='inquiries.inquiry')),
            ],
            options={
                'default_permissions': (),
                'indexes': [models.Index(fields=['kind', 'digest'], name='inquiries_s_kind_e8a8bc_idx')],
            },
        ),
    ]
