"""What a new database starts from: migrations 0001 to 0044 in one. Libraries' tables come first, which is cheaper."""

import content.blocks.field
import content.models.coming_soon
import content.models.guide
import content.models.map_link
import content.text.color
import content.text.zones
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import modelcluster.fields
import modelsearch.index
import wagtail.contrib.routable_page.models
import wagtail.fields
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models
from importlib import import_module

RIGHTS = [
    import_module(f"content.migrations.{name}").give_rights
    for name in ("0034_rights_of_writers", "0039_writers_keep_redirects")
]


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ("content", "0001_initial"),
        ("content", "0002_words_of_map_and_first_screen"),
        ("content", "0003_checked_phone_country_currency"),
        ("content", "0004_map_wording_and_drawn_regions"),
        ("content", "0005_content_version"),
        ("content", "0006_page_views_are_counted_here"),
        ("content", "0007_strip_metadata_of_stored_pictures"),
        ("content", "0008_evidence_of_muscles_has_links"),
        ("content", "0009_clinic_logo"),
        ("content", "0010_plain_words"),
        ("content", "0011_no_starter_digest"),
        ("content", "0012_who_treats_and_what_it_costs"),
        ("content", "0013_at_a_glance"),
        ("content", "0020_page_reviews"),
        ("content", "0021_no_review_without_an_act"),
        ("content", "0022_no_review_fields"),
        ("content", "0023_clinic_time_zone"),
        ("content", "0024_closures_and_notices"),
        ("content", "0025_coming_soon"),
        ("content", "0026_privacy_details"),
        ("content", "0027_legal_pages_follow_settings"),
        ("content", "0028_count_findings_by_day"),
        ("content", "0029_keys_are_made_of_names"),
        ("content", "0030_sites_are_named_after_their_clinic"),
        ("content", "0031_not_found"),
        ("content", "0032_checked_addresses_and_numbers"),
        ("content", "0033_glossary_texts_testimonials"),
        ("content", "0034_rights_of_writers"),
        ("content", "0035_when_a_review_was_recorded"),
        ("content", "0036_starter_pages_and_launch"),
        ("content", "0037_portrait_size"),
        ("content", "0038_clinic_icon_and_map"),
        ("content", "0039_writers_keep_redirects"),
        ("content", "0040_rows_without_a_number_keep_their_order"),
        ("content", "0041_license_number"),
        ("content", "0042_plainer_words"),
        ("content", "0043_plainpage"),
        ("content", "0044_notice_with_a_note"),
    ]

    dependencies = [
        ('account', '0009_emailaddress_unique_primary_email'),
        ('mfa', '0003_authenticator_type_uniq'),
        ('taggit', '0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx'),
        ('wagtailadmin', '0006_formstate'),
        ('wagtaildocs', '0014_alter_document_file_size'),
        ('wagtailembeds', '0009_embed_cache_until'),
        ('wagtailredirects', '0008_add_verbose_name_plural'),
        ('wagtailsearch', '0010_add_text_fields'),
        ('wagtailsearchpromotions', '0008_query_verbose_name'),
        ('wagtailusers', '0015_userprofile_keyboard_shortcuts'),
        ('wagtailcore', '0098_apitoken'),
        ('wagtailimages', '0027_image_description'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CheckedAddress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('url', models.CharField(max_length=1000, unique=True)),
                ('strikes', models.PositiveSmallIntegerField(default=0)),
                ('words', models.CharField(blank=True, max_length=200)),
                ('failing_since', models.DateTimeField(null=True)),
                ('answered_at', models.DateTimeField(null=True)),
                ('checked_at', models.DateTimeField(null=True)),
                ('next_at', models.DateTimeField(null=True)),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='ContentVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('value', models.CharField(max_length=32)),
            ],
        ),
        migrations.CreateModel(
            name='IgnoredAddress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', models.CharField(max_length=160, unique=True)),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='SessionType',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(editable=False, unique=True)),
                ('name', models.CharField(max_length=80)),
                ('minutes', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(5)])),
                ('price', models.DecimalField(blank=True, decimal_places=2, help_text='For one session, tax included. Leave empty to show “Price on request”.', max_digits=8, null=True, validators=[django.core.validators.MinValueValidator(Decimal('0'))])),
                ('currency', models.CharField(choices=[('USD', '$ – US dollar'), ('GBP', '£ – pound sterling'), ('EUR', '€ – euro'), ('CAD', '$ – Canadian dollar')], default='USD', max_length=3)),
                ('description', models.TextField(blank=True)),
                ('suits', models.TextField(blank=True, help_text='Who it suits, such as “Everyone who is new here.” Shown after “Good for”.')),
                ('not_for', models.TextField(blank=True, help_text='Who it doesn’t suit, such as “A first visit. There is no time for the long talk.” Shown after “Not for”. Leave empty to omit it.')),
                ('booking_url', models.URLField(blank=True, help_text='Where this kind of session is booked online, with https://. Leave empty for the clinic’s booking link.', verbose_name='booking link')),
                ('order', models.PositiveSmallIntegerField(default=0, help_text='The lowest number comes first; for equal numbers, the shorter session.')),
                ('is_sample', models.BooleanField(default=False, help_text='Marks the price as a sample on the page. Clear the box once it is real.')),
            ],
            options={
                'ordering': ['order', 'minutes'],
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name='Source',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(editable=False, unique=True)),
                ('doi', models.CharField(blank=True, help_text='Such as 10.5535/arm.2017.41.4.573, or its address.', max_length=200, verbose_name='DOI')),
                ('pmid', models.CharField(blank=True, help_text='Such as 16919982, or its address.', max_length=60, verbose_name='PubMed number')),
                ('citation', models.TextField(help_text='As it should appear in the list of sources: authors, title, where and when it appeared.')),
                ('url', models.URLField(blank=True, help_text='Where readers find it. Leave empty to use that of the DOI or PubMed number.', max_length=500, verbose_name='address')),
                ('kind', models.CharField(choices=[('textbook', 'Textbook'), ('review', 'Review of studies'), ('trial', 'Trial or study'), ('guideline', 'Guideline'), ('guidance', 'Public guidance')], default='trial', max_length=12)),
                ('finding', models.TextField(blank=True, help_text='What it found, in one plain sentence of your own. Readers see it below the citation.')),
            ],
            options={
                'ordering': ['key'],
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name='Testimonial',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.TextField(help_text='A real client’s own words, unchanged. Leave out with … what would be too long, never what would change the meaning.', max_length=600)),
                ('name', models.CharField(help_text='First name or initials only, as agreed with the client.', max_length=40)),
                ('given_on', models.DateField(verbose_name='said on')),
                ('source', models.CharField(help_text='Visitors read it: a card left at the clinic, an email to us, or the name of a review site.', max_length=120, verbose_name='where it comes from')),
                ('incentive', models.CharField(blank=True, help_text='Visitors read it: 10% off the next session. Leave empty only if the client got nothing.', max_length=120, verbose_name='what the client got for it')),
                ('consent_by', models.CharField(help_text='The client’s name as on your record. Visitors never see it.', max_length=120, verbose_name='who consented')),
                ('consent_on', models.DateField(verbose_name='consented on')),
                ('consent_how', models.CharField(choices=[('signed', 'On a signed form'), ('written', 'In an email or letter'), ('online', 'Through a form on this site'), ('spoken', 'Spoken, and noted at once')], default='signed', max_length=8, verbose_name='how')),
                ('consent_withdrawn_on', models.DateField(blank=True, help_text='Enter the day the client took it back: saving takes the words off every page at once.', null=True, verbose_name='consent withdrawn on')),
            ],
            options={
                'ordering': ['-given_on', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Topic',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, unique=True)),
                ('slug', models.SlugField(editable=False, unique=True)),
            ],
            options={
                'ordering': ['name'],
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name='ClinicSettings',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('looks_outside', models.BooleanField(default=False, help_text='Once a night it checks whether the addresses that your pages link to still answer, and editors can fill in a source by its DOI or PubMed number. Nothing about visitors is sent. When this is off, the site looks nothing up.', verbose_name='this site may look things up on the internet')),
                ('coming_soon', models.BooleanField(default=False, help_text='Until you clear the box, everybody sees one page with your name, logo, phone, email, address and hours, at every address of this site. You and your staff see the real site while signed in. Search engines are told not to list anything, so don’t use this to close a site that they already list.', verbose_name='show visitors a coming-soon page')),
                ('coming_soon_text', models.CharField(blank=True, help_text='Leave empty for “Our website opens soon. Until then, this is how to reach us.”', max_length=240, verbose_name='what it says')),
                ('look_key', models.CharField(default=content.models.coming_soon.new_look_key, editable=False, max_length=40)),
                ('signal_colour', models.CharField(default='#b3361e', help_text='The color of points and buttons, for example #b3361e.', max_length=7, validators=[content.text.color.validate_signal_color], verbose_name='signal color')),
                ('uses_mark', models.BooleanField(default=False, help_text='Says that you want no logo of your own. The launch list then stops asking for one.', verbose_name='we use the point and rings')),
                ('legal_name', models.CharField(blank=True, help_text='Whoever is responsible for what visitors send, as registered: a company, or your own full name. The privacy notice names it, and so does the form’s consent.', max_length=120)),
                ('legal_address', models.CharField(blank=True, help_text='Where letters reach them, in one line. Leave empty if it is the clinic’s address.', max_length=200)),
                ('privacy_contact', models.CharField(blank=True, help_text='A name or a role, such as Data protection officer.', max_length=120, verbose_name='contact for privacy')),
                ('privacy_email', models.EmailField(blank=True, help_text='Leave empty if it is the clinic’s email address.', max_length=254, verbose_name='email for privacy')),
                ('supervisory_authority', models.CharField(blank=True, help_text='Where people can complain, such as the Information Commissioner’s Office or your state’s attorney general.', max_length=160)),
                ('supervisory_authority_url', models.URLField(blank=True, help_text='Where a complaint can be made, with https://.', verbose_name='its website')),
                ('hosting_name', models.CharField(blank=True, help_text='The company whose servers hold this site and its data.', max_length=120, verbose_name='hosting company')),
                ('hosting_place', models.CharField(blank=True, help_text='Where it keeps the data: city and country.', max_length=120, verbose_name='hosting place')),
                ('mail_name', models.CharField(blank=True, help_text='Who sends this site’s emails for you.', max_length=120, verbose_name='mail service')),
                ('mail_place', models.CharField(blank=True, help_text='Where it is based; the country is enough.', max_length=120, verbose_name='mail service’s place')),
                ('review_months', models.PositiveSmallIntegerField(default=12, help_text='Months. Applies to reviews from now on.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(60)], verbose_name='read health pages again after')),
                ('publishes_unreviewed', models.BooleanField(default=False, help_text='When this is off, a new or changed health page goes live only after a practitioner has read it as it stands.', verbose_name='health pages may be published before anyone has reviewed them')),
                ('name', models.CharField(default='Pinpoint', max_length=80)),
                ('tagline', models.CharField(blank=True, help_text='What the clinic is, in a short phrase. Shown under its name at the bottom of every page.', max_length=120)),
                ('phone', models.CharField(blank=True, help_text='As you would print it: (555) 555-0142, or +44 20 7946 0000. An extension at the end: ext. 12. Visitors can tap it to call.', max_length=40)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('street', models.CharField(blank=True, max_length=120)),
                ('locality', models.CharField(blank=True, max_length=80, verbose_name='town')),
                ('region', models.CharField(blank=True, max_length=80, verbose_name='state or county')),
                ('postal_code', models.CharField(blank=True, max_length=20)),
                ('country', models.CharField(choices=[('US', 'United States'), ('CA', 'Canada'), ('PR', 'Puerto Rico'), ('GB', 'United Kingdom'), ('GG', 'Guernsey'), ('JE', 'Jersey'), ('IM', 'Isle of Man')], default='US', max_length=2)),
                ('service_area', models.CharField(blank=True, help_text='Where your clients come from, such as “Sampletown and nearby towns”. Every page says “Serving …” at the bottom.', max_length=160)),
                ('access', models.TextField(blank=True, help_text='Parking, steps, elevator, buzzer.', verbose_name='getting in')),
                ('market', models.CharField(choices=[('US', 'United States'), ('UK', 'United Kingdom')], default='US', help_text='Determines which emergency numbers the site shows and how it writes dates and times.', max_length=2)),
                ('time_zone', models.CharField(choices=content.text.zones.zone_choices, default=content.text.zones.server_zone, help_text='Opening hours, appointments, emails, reports and every date and time on this site follow it, including when the clocks change. If you change the market, that country’s time zone is suggested, unless you choose another.', max_length=64)),
                ('booking_url', models.URLField(blank=True, help_text='The address of your online booking, if you have one. Shown next to every inquiry form.', verbose_name='booking link')),
                ('voucher_url', models.URLField(blank=True, help_text='Where people buy a session for somebody else, with https://. Shown below the prices.', verbose_name='gift voucher link')),
                ('map_url', content.models.map_link.MapLinkField(blank=True, help_text='Paste the link that your map app shares, or the coordinates, such as 40.7128, -74.0060. Leave empty for a search for your address on OpenStreetMap.', max_length=1000, verbose_name='place on the map')),
                ('is_sample', models.BooleanField(default=False, help_text='Says on every page that the name and address are samples. Clear the box once they are yours.', verbose_name='this is the sample clinic')),
                ('launch_list_put_away', models.BooleanField(default=False, editable=False)),
                ('icon', models.ForeignKey(blank=True, help_text='The small picture of browser tabs, bookmarks and home screens (favicon): a square, ideally 512 × 512 pixels. All sizes are made from it. Leave empty for your logo if it is roughly square, or else for the point and rings.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailimages.image')),
                ('logo', models.ForeignKey(blank=True, help_text='Your own logo instead of the point and rings: in the header, in emails, and on the cards for sharing. A roughly square one has the clinic’s name beside it. PNG with a transparent background, at least 96 pixels high, made for a light background.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailimages.image')),
                ('site', models.OneToOneField(editable=False, on_delete=django.db.models.deletion.CASCADE, to='wagtailcore.site')),
                ('social_image', models.ForeignKey(blank=True, help_text='Shown when someone shares a page that has no picture of its own; ideally 1200 × 630 pixels. Leave empty to use a card made from the page’s drawing and title.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailimages.image')),
            ],
            options={
                'verbose_name': 'Clinic',
            },
        ),
        migrations.CreateModel(
            name='ConditionPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('summary', models.TextField(blank=True, help_text='Two plain sentences. Shown at the top of the page, on cards, and in search results.', max_length=320)),
                ('menu_title', models.CharField(blank=True, help_text='Used in the menu and in the breadcrumbs. Leave empty to use the title.', max_length=24, verbose_name='short name')),
                ('body', content.blocks.field.VocabularyField(blank=True)),
                ('may_be', models.CharField(blank=True, max_length=140, verbose_name='what it may be')),
                ('what_we_do', models.CharField(blank=True, max_length=140, verbose_name='what we do')),
                ('see_doctor', models.CharField(blank=True, max_length=140, verbose_name='when to see a doctor')),
                ('social_image', models.ForeignKey(blank=True, help_text='Shown when the page is shared. Leave empty to use a card made from its drawing and title.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailimages.image')),
            ],
            options={
                'abstract': False,
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='GlossaryTerm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('live', models.BooleanField(default=True, editable=False, verbose_name='live')),
                ('has_unpublished_changes', models.BooleanField(default=False, editable=False, verbose_name='has unpublished changes')),
                ('first_published_at', models.DateTimeField(blank=True, db_index=True, null=True, verbose_name='first published at')),
                ('last_published_at', models.DateTimeField(editable=False, null=True, verbose_name='last published at')),
                ('go_live_at', models.DateTimeField(blank=True, null=True, verbose_name='go live date/time')),
                ('expire_at', models.DateTimeField(blank=True, null=True, verbose_name='expiry date/time')),
                ('expired', models.BooleanField(default=False, editable=False, verbose_name='expired')),
                ('term', models.CharField(help_text='As it appears in a sentence, such as: referred pain.', max_length=60, unique=True)),
                ('other_forms', models.CharField(blank=True, help_text='Other forms and names, separated by commas: refers pain, pain referral. Plurals that end in -s are found automatically.', max_length=200)),
                ('explanation', models.TextField(help_text='One or two plain sentences. Shown at the end of each page that uses the term; a statement about health needs a source on the page below.', max_length=240)),
                ('latest_revision', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision', verbose_name='latest revision')),
                ('live_revision', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision', verbose_name='live revision')),
                ('page', models.ForeignKey(blank=True, help_text='A page that says more. On that page the term is not explained again.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.WAGTAIL_PAGE_MODEL)),
            ],
            options={
                'ordering': ['term'],
            },
        ),
        migrations.CreateModel(
            name='HealthDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('date', models.DateField()),
                ('check_name', models.CharField(max_length=40)),
                ('found', models.PositiveIntegerField()),
            ],
            options={
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('date', 'check_name'), name='one_count_a_check_and_day')],
            },
        ),
        migrations.CreateModel(
            name='MusclePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('summary', models.TextField(blank=True, help_text='Two plain sentences. Shown at the top of the page, on cards, and in search results.', max_length=320)),
                ('menu_title', models.CharField(blank=True, help_text='Used in the menu and in the breadcrumbs. Leave empty to use the title.', max_length=24, verbose_name='short name')),
                ('latin_name', models.CharField(max_length=120)),
                ('common_name', models.CharField(blank=True, max_length=120)),
                ('where_it_is', models.TextField(blank=True)),
                ('what_it_does', models.TextField(blank=True)),
                ('overload', wagtail.fields.RichTextField(blank=True, verbose_name='what tends to overload it')),
                ('signs', wagtail.fields.RichTextField(blank=True, verbose_name='what people notice')),
                ('session_note', wagtail.fields.RichTextField(blank=True, verbose_name='what a session does about it')),
                ('self_care', wagtail.fields.RichTextField(blank=True, verbose_name='safe self-care')),
                ('other_causes', wagtail.fields.RichTextField(blank=True, verbose_name='when it is not this')),
                ('evidence', wagtail.fields.RichTextField(blank=True, verbose_name='how far the evidence goes')),
                ('point_view', models.CharField(choices=[('front', 'Front'), ('back', 'Back')], default='back', max_length=5)),
                ('point_x', models.FloatField(blank=True, help_text='0 is the figure’s left edge, 200 its right.', null=True, verbose_name='across')),
                ('point_y', models.FloatField(blank=True, help_text='0 is above the head, 480 below the feet.', null=True, verbose_name='down')),
                ('social_image', models.ForeignKey(blank=True, help_text='Shown when the page is shared. Leave empty to use a card made from its drawing and title.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailimages.image')),
            ],
            options={
                'abstract': False,
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='ConditionMuscle',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='condition_muscles', to='content.conditionpage')),
                ('muscle', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='condition_links', to='content.musclepage')),
            ],
            options={
                'ordering': ['sort_order', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='NotFoundDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('date', models.DateField()),
                ('path', models.CharField(db_index=True, max_length=160)),
                ('referrer', models.CharField(blank=True, help_text='The host that linked here.', max_length=100)),
                ('times', models.PositiveIntegerField(default=0)),
            ],
            options={
                'verbose_name': 'address not found',
                'verbose_name_plural': 'addresses not found',
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('date', 'path', 'referrer'), name='one_count_a_path_and_day')],
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('text', models.CharField(max_length=240)),
                ('url', models.CharField(blank=True, help_text="A page's address, such as /contact/.", max_length=200, verbose_name='link')),
                ('is_important', models.BooleanField(default=False, help_text='Comes before the others and begins with the word “Important”.', verbose_name='important')),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('clinic', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to='content.clinicsettings')),
                ('page', models.ForeignKey(blank=True, help_text='Leave empty to show it on every page. If that page is deleted, so is the notice.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.WAGTAIL_PAGE_MODEL, verbose_name='only on this page and those below it')),
            ],
            options={
                'ordering': ['sort_order', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='OpeningHours',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('weekday', models.PositiveSmallIntegerField(choices=[(0, 'Monday'), (1, 'Tuesday'), (2, 'Wednesday'), (3, 'Thursday'), (4, 'Friday'), (5, 'Saturday'), (6, 'Sunday')])),
                ('opens', models.TimeField()),
                ('closes', models.TimeField()),
                ('clinic', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='opening_hours', to='content.clinicsettings')),
            ],
            options={
                'ordering': ['sort_order', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PageDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('date', models.DateField()),
                ('page_id', models.PositiveIntegerField(help_text='No foreign key: a page deleted meanwhile is no reason to fail.')),
                ('views', models.PositiveIntegerField(default=0)),
            ],
            options={
                'db_table': 'inquiries_pageday',
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('date', 'page_id'), name='one_count_a_page_and_day')],
            },
        ),
        migrations.CreateModel(
            name='PractitionerPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('summary', models.TextField(blank=True, help_text='Two plain sentences. Shown at the top of the page, on cards, and in search results.', max_length=320)),
                ('menu_title', models.CharField(blank=True, help_text='Used in the menu and in the breadcrumbs. Leave empty to use the title.', max_length=24, verbose_name='short name')),
                ('role', models.CharField(max_length=80)),
                ('credentials', models.CharField(blank=True, help_text='Credentials as they appear in the register, separated by commas: LMT, Certified Myofascial Trigger Point Therapist.', max_length=200)),
                ('licence_number', models.CharField(blank=True, help_text='As it appears in the register.', max_length=60, verbose_name='license number')),
                ('register_url', models.URLField(blank=True, help_text='Where anyone can check the license, with https://.', verbose_name='register link')),
                ('languages', models.CharField(blank=True, help_text='Languages they can treat people in, separated by commas: English, Spanish.', max_length=120)),
                ('accepting_clients', models.BooleanField(default=True, help_text='Their page says so, and has a button “Ask for me” that takes their name into the inquiry.', verbose_name='accepting new clients')),
                ('is_sample', models.BooleanField(default=False, help_text='Marks this person as a sample on every page. Clear the box once it is a real person.')),
                ('body', content.blocks.field.VocabularyField(blank=True)),
                ('account', models.ForeignKey(blank=True, help_text='The account with which this person signs in here. They can then review health pages in their own name. Only owners see and set this.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='practitioner_pages', to=settings.AUTH_USER_MODEL)),
                ('author', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='content.practitionerpage')),
                ('conditions', modelcluster.fields.ParentalManyToManyField(blank=True, help_text='What people come to them for. Shown on their page, each with a link.', related_name='practitioners', to='content.conditionpage', verbose_name='what they treat')),
                ('photo', models.ForeignKey(blank=True, help_text='A well-lit portrait, 800 × 600 pixels or more. If the face isn’t in the middle, draw a box around it under Images so that it isn’t cut off. Leave empty for a drawing instead.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailimages.image')),
                ('social_image', models.ForeignKey(blank=True, help_text='Shown when the page is shared. Leave empty to use a card made from its drawing and title.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailimages.image')),
                ('sessions', modelcluster.fields.ParentalManyToManyField(blank=True, help_text='The kinds of session they give. Anyone who gives one is shown on the home page.', related_name='practitioners', to='content.sessiontype')),
            ],
            options={
                'abstract': False,
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='PractitionerIndexPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('summary', models.TextField(blank=True, help_text='Two plain sentences. Shown at the top of the page, on cards, and in search results.', max_length=320)),
                ('menu_title', models.CharField(blank=True, help_text='Used in the menu and in the breadcrumbs. Leave empty to use the title.', max_length=24, verbose_name='short name')),
                ('body', content.blocks.field.VocabularyField(blank=True)),
                ('social_image', models.ForeignKey(blank=True, help_text='Shown when the page is shared. Leave empty to use a card made from its drawing and title.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailimages.image')),
                ('author', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='content.practitionerpage')),
            ],
            options={
                'abstract': False,
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='PlainPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('summary', models.TextField(blank=True, help_text='Two plain sentences. Shown at the top of the page, on cards, and in search results.', max_length=320)),
                ('menu_title', models.CharField(blank=True, help_text='Used in the menu and in the breadcrumbs. Leave empty to use the title.', max_length=24, verbose_name='short name')),
                ('body', content.blocks.field.VocabularyField(blank=True)),
                ('social_image', models.ForeignKey(blank=True, help_text='Shown when the page is shared. Leave empty to use a card made from its drawing and title.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailimages.image')),
                ('author', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='content.practitionerpage')),
            ],
            options={
                'abstract': False,
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='PainMapPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('summary', models.TextField(blank=True, help_text='Two plain sentences. Shown at the top of the page, on cards, and in search results.', max_length=320)),
                ('menu_title', models.CharField(blank=True, help_text='Used in the menu and in the breadcrumbs. Leave empty to use the title.', max_length=24, verbose_name='short name')),
                ('emergency_heading', models.CharField(default='Get medical help now if you have', max_length=120)),
                ('emergency_advice', models.CharField(default='Call {emergency} or go to an emergency department. Don’t wait for a reply from us.', help_text='“{emergency}” and “{doctor}” become the emergency number and the right place to ask in your market.', max_length=250)),
                ('urgent_heading', models.CharField(default='See a doctor today or tomorrow if you have', max_length=120)),
                ('urgent_advice', models.CharField(default='Contact {doctor}. If you can’t reach anyone and it gets worse, call {emergency}.', help_text='“{emergency}” and “{doctor}” become the emergency number and the right place to ask in your market.', max_length=250)),
                ('soon_heading', models.CharField(default='See a doctor before a session if you have', max_length=120)),
                ('soon_advice', models.CharField(default='Ask {doctor} first. We are glad to see you afterward.', help_text='“{emergency}” and “{doctor}” become the emergency number and the right place to ask in your market.', max_length=250)),
                ('help_now', wagtail.fields.RichTextField(default='<p>Say where you feel it, since when, and which of the signs you have. Don’t wait for a reply from us: we read messages during opening hours only.</p>', help_text='Shown below the emergency number on the page that “I have one of these” opens.', verbose_name='page for people with one of these signs')),
                ('how_far', models.TextField(default='The patterns follow a textbook convention that therapists have used for decades. Some have been reproduced in studies, most have not. They may point to where it is worth looking. They are not a diagnosis.', help_text='Shown on each body region’s page, below the results.', verbose_name='how far this goes')),
                ('intro', wagtail.fields.RichTextField(blank=True)),
                ('social_image', models.ForeignKey(blank=True, help_text='Shown when the page is shared. Leave empty to use a card made from its drawing and title.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailimages.image')),
                ('author', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='content.practitionerpage')),
            ],
            options={
                'abstract': False,
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='PageReview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('practitioner_name', models.CharField(max_length=255)),
                ('on_behalf', models.BooleanField()),
                ('reviewed_on', models.DateField(default=django.utils.timezone.localdate)),
                ('recorded_at', models.DateTimeField(auto_now_add=True, null=True)),
                ('next_on', models.DateField()),
                ('page', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reviews', to=settings.WAGTAIL_PAGE_MODEL)),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('revision', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision')),
                ('practitioner', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='reviews_given', to='content.practitionerpage')),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.AddField(
            model_name='musclepage',
            name='author',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='content.practitionerpage'),
        ),
        migrations.CreateModel(
            name='MuscleIndexPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('summary', models.TextField(blank=True, help_text='Two plain sentences. Shown at the top of the page, on cards, and in search results.', max_length=320)),
                ('menu_title', models.CharField(blank=True, help_text='Used in the menu and in the breadcrumbs. Leave empty to use the title.', max_length=24, verbose_name='short name')),
                ('social_image', models.ForeignKey(blank=True, help_text='Shown when the page is shared. Leave empty to use a card made from its drawing and title.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailimages.image')),
                ('author', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='content.practitionerpage')),
            ],
            options={
                'abstract': False,
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='LegalPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('summary', models.TextField(blank=True, help_text='Two plain sentences. Shown at the top of the page, on cards, and in search results.', max_length=320)),
                ('menu_title', models.CharField(blank=True, help_text='Used in the menu and in the breadcrumbs. Leave empty to use the title.', max_length=24, verbose_name='short name')),
                ('body', content.blocks.field.VocabularyField(blank=True)),
                ('social_image', models.ForeignKey(blank=True, help_text='Shown when the page is shared. Leave empty to use a card made from its drawing and title.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailimages.image')),
                ('author', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='content.practitionerpage')),
            ],
            options={
                'abstract': False,
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='GuidePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('summary', models.TextField(blank=True, help_text='Two plain sentences. Shown at the top of the page, on cards, and in search results.', max_length=320)),
                ('menu_title', models.CharField(blank=True, help_text='Used in the menu and in the breadcrumbs. Leave empty to use the title.', max_length=24, verbose_name='short name')),
                ('body', content.blocks.field.VocabularyField(blank=True)),
                ('may_be', models.CharField(blank=True, max_length=140, verbose_name='what it may be')),
                ('what_we_do', models.CharField(blank=True, max_length=140, verbose_name='what we do')),
                ('see_doctor', models.CharField(blank=True, max_length=140, verbose_name='when to see a doctor')),
                ('opening_drawing', models.CharField(blank=True, choices=content.models.guide.drawing_choices, help_text='Shown beside the title.', max_length=40, verbose_name='drawing')),
                ('social_image', models.ForeignKey(blank=True, help_text='Shown when the page is shared. Leave empty to use a card made from its drawing and title.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailimages.image')),
                ('author', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='content.practitionerpage')),
            ],
            options={
                'abstract': False,
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='FAQPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('summary', models.TextField(blank=True, help_text='Two plain sentences. Shown at the top of the page, on cards, and in search results.', max_length=320)),
                ('menu_title', models.CharField(blank=True, help_text='Used in the menu and in the breadcrumbs. Leave empty to use the title.', max_length=24, verbose_name='short name')),
                ('body', content.blocks.field.VocabularyField(blank=True)),
                ('social_image', models.ForeignKey(blank=True, help_text='Shown when the page is shared. Leave empty to use a card made from its drawing and title.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailimages.image')),
                ('author', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='content.practitionerpage')),
            ],
            options={
                'abstract': False,
            },
            bases=('wagtailcore.page',),
        ),
        migrations.AddField(
            model_name='conditionpage',
            name='author',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='content.practitionerpage'),
        ),
        migrations.CreateModel(
            name='ConditionIndexPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('summary', models.TextField(blank=True, help_text='Two plain sentences. Shown at the top of the page, on cards, and in search results.', max_length=320)),
                ('menu_title', models.CharField(blank=True, help_text='Used in the menu and in the breadcrumbs. Leave empty to use the title.', max_length=24, verbose_name='short name')),
                ('body', content.blocks.field.VocabularyField(blank=True)),
                ('social_image', models.ForeignKey(blank=True, help_text='Shown when the page is shared. Leave empty to use a card made from its drawing and title.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailimages.image')),
                ('author', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='content.practitionerpage')),
            ],
            options={
                'abstract': False,
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='ComparisonPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('summary', models.TextField(blank=True, help_text='Two plain sentences. Shown at the top of the page, on cards, and in search results.', max_length=320)),
                ('menu_title', models.CharField(blank=True, help_text='Used in the menu and in the breadcrumbs. Leave empty to use the title.', max_length=24, verbose_name='short name')),
                ('body', content.blocks.field.VocabularyField(blank=True)),
                ('social_image', models.ForeignKey(blank=True, help_text='Shown when the page is shared. Leave empty to use a card made from its drawing and title.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailimages.image')),
                ('author', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='content.practitionerpage')),
            ],
            options={
                'abstract': False,
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='ArticleIndexPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('summary', models.TextField(blank=True, help_text='Two plain sentences. Shown at the top of the page, on cards, and in search results.', max_length=320)),
                ('menu_title', models.CharField(blank=True, help_text='Used in the menu and in the breadcrumbs. Leave empty to use the title.', max_length=24, verbose_name='short name')),
                ('social_image', models.ForeignKey(blank=True, help_text='Shown when the page is shared. Leave empty to use a card made from its drawing and title.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailimages.image')),
                ('author', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='content.practitionerpage')),
            ],
            options={
                'abstract': False,
            },
            bases=(wagtail.contrib.routable_page.models.RoutablePageMixin, 'wagtailcore.page'),
        ),
        migrations.CreateModel(
            name='RegionDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('date', models.DateField()),
                ('region', models.SlugField(help_text="The slug of the region's page.", max_length=255)),
                ('views', models.PositiveIntegerField(default=0)),
            ],
            options={
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('date', 'region'), name='one_count_a_region_and_day')],
            },
        ),
        migrations.CreateModel(
            name='RegionPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('summary', models.TextField(blank=True, help_text='Two plain sentences. Shown at the top of the page, on cards, and in search results.', max_length=320)),
                ('menu_title', models.CharField(blank=True, help_text='Used in the menu and in the breadcrumbs. Leave empty to use the title.', max_length=24, verbose_name='short name')),
                ('anatomical_name', models.CharField(blank=True, max_length=120)),
                ('what_people_notice', wagtail.fields.RichTextField(blank=True)),
                ('other_causes', wagtail.fields.RichTextField(blank=True)),
                ('author', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='content.practitionerpage')),
                ('social_image', models.ForeignKey(blank=True, help_text='Shown when the page is shared. Leave empty to use a card made from its drawing and title.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailimages.image')),
            ],
            options={
                'abstract': False,
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='ConditionRegion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='condition_regions', to='content.conditionpage')),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='condition_links', to='content.regionpage')),
            ],
            options={
                'ordering': ['sort_order', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='RegionRedFlag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('level', models.CharField(choices=[('emergency', 'Emergency'), ('urgent', 'Urgent'), ('soon', 'Soon')], default='urgent', max_length=10)),
                ('heading', models.CharField(blank=True, max_length=120)),
                ('signs', models.TextField(help_text='One sign per line.')),
                ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='red_flags', to='content.regionpage')),
            ],
            options={
                'ordering': ['sort_order', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='RelatedLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('from_page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='related_links', to=settings.WAGTAIL_PAGE_MODEL)),
                ('page', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.WAGTAIL_PAGE_MODEL)),
            ],
            options={
                'ordering': ['sort_order', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ReusableText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('live', models.BooleanField(default=True, editable=False, verbose_name='live')),
                ('has_unpublished_changes', models.BooleanField(default=False, editable=False, verbose_name='has unpublished changes')),
                ('first_published_at', models.DateTimeField(blank=True, db_index=True, null=True, verbose_name='first published at')),
                ('last_published_at', models.DateTimeField(editable=False, null=True, verbose_name='last published at')),
                ('go_live_at', models.DateTimeField(blank=True, null=True, verbose_name='go live date/time')),
                ('expire_at', models.DateTimeField(blank=True, null=True, verbose_name='expiry date/time')),
                ('expired', models.BooleanField(default=False, editable=False, verbose_name='expired')),
                ('name', models.CharField(help_text='What you call it. Visitors don’t see the name.', max_length=80, unique=True)),
                ('text', wagtail.fields.RichTextField()),
                ('latest_revision', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision', verbose_name='latest revision')),
                ('live_revision', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision', verbose_name='live revision')),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='SessionsPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('summary', models.TextField(blank=True, help_text='Two plain sentences. Shown at the top of the page, on cards, and in search results.', max_length=320)),
                ('menu_title', models.CharField(blank=True, help_text='Used in the menu and in the breadcrumbs. Leave empty to use the title.', max_length=24, verbose_name='short name')),
                ('body', content.blocks.field.VocabularyField(blank=True)),
                ('cancellation', models.TextField(blank=True, help_text='How late people may change or cancel a session, and what it costs after that. Shown in a box after the body. Leave empty to omit it.', verbose_name='changing or canceling')),
                ('author', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='content.practitionerpage')),
                ('social_image', models.ForeignKey(blank=True, help_text='Shown when the page is shared. Leave empty to use a card made from its drawing and title.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailimages.image')),
            ],
            options={
                'abstract': False,
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='HomePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('summary', models.TextField(blank=True, help_text='Two plain sentences. Shown at the top of the page, on cards, and in search results.', max_length=320)),
                ('menu_title', models.CharField(blank=True, help_text='Used in the menu and in the breadcrumbs. Leave empty to use the title.', max_length=24, verbose_name='short name')),
                ('hero_heading', models.CharField(help_text='The first words a visitor reads.', max_length=90)),
                ('hero_text', models.CharField(help_text='What you offer and who it is for, in a sentence or two.', max_length=220)),
                ('hero_button', models.CharField(default='Ask about a session', max_length=40)),
                ('example_felt', models.CharField(default='where it is felt', help_text='Such as “felt down the arm”.', max_length=40, verbose_name='words for the rings')),
                ('example_starts', models.CharField(default='where it may start', help_text='Such as “may start in the neck”.', max_length=40, verbose_name='words for the point')),
                ('visit_heading', models.CharField(default='Who, where, and how much', help_text='Appears above three parts: who gives sessions (from the practitioners’ pages), where and when (from the clinic’s settings), and what sessions cost. Parts with nothing to show are left out.', max_length=60, verbose_name='heading of who, where and how much')),
                ('map_text', models.CharField(blank=True, help_text='What a visitor does there and finds.', max_length=220, verbose_name='words beside the pain map')),
                ('body', content.blocks.field.VocabularyField(blank=True)),
                ('social_image', models.ForeignKey(blank=True, help_text='Shown when the page is shared. Leave empty to use a card made from its drawing and title.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailimages.image')),
                ('example_muscle', models.ForeignKey(blank=True, help_text='Its pattern is drawn beside the first words. A pattern in the upper half of the body can be seen on a phone without scrolling. Leave empty for no drawing.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='content.musclepage')),
                ('author', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='content.practitionerpage')),
                ('first_session', models.ForeignKey(blank=True, help_text='What new people book: its length and price are shown first. Leave empty for the first kind of session.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='content.sessiontype', verbose_name='session to begin with')),
            ],
            options={
                'abstract': False,
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='SocialLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('name', models.CharField(help_text='What the link says, such as Instagram.', max_length=40)),
                ('url', models.URLField(help_text='The address of your own page there, starting with https://.', verbose_name='address')),
                ('clinic', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='social_links', to='content.clinicsettings')),
            ],
            options={
                'ordering': ['sort_order', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PageSource',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='page_sources', to=settings.WAGTAIL_PAGE_MODEL)),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='citing_pages', to='content.source')),
            ],
            options={
                'ordering': ['sort_order', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SpecialDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('label', models.CharField(help_text='For example: Thanksgiving, or Winter break.', max_length=80, verbose_name='name')),
                ('first_day', models.DateField(verbose_name='from')),
                ('last_day', models.DateField(help_text='The last day. For a single day, enter the same day again.', verbose_name='through')),
                ('opens', models.TimeField(blank=True, help_text='Leave both times empty if you are closed all day.', null=True)),
                ('closes', models.TimeField(blank=True, null=True)),
                ('notice_from', models.DateField(blank=True, help_text='Every page announces it from this day until it is over. If you leave it empty, that is two weeks before if there is a note; without one, it is only listed with the opening hours, from three weeks before.', null=True, verbose_name='show the notice from')),
                ('note', models.CharField(blank=True, help_text='Shown after the dates, in the notice and in emails, such as “We answer messages from January 4.”', max_length=160, verbose_name='note to visitors')),
                ('clinic', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='special_days', to='content.clinicsettings')),
            ],
            options={
                'ordering': ['sort_order', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='StarterRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', models.CharField(max_length=200, unique=True)),
                ('loaded_at', models.DateTimeField(auto_now=True)),
                ('page', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='starter_records', to=settings.WAGTAIL_PAGE_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='ArticlePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('summary', models.TextField(blank=True, help_text='Two plain sentences. Shown at the top of the page, on cards, and in search results.', max_length=320)),
                ('menu_title', models.CharField(blank=True, help_text='Used in the menu and in the breadcrumbs. Leave empty to use the title.', max_length=24, verbose_name='short name')),
                ('date', models.DateField(default=django.utils.timezone.localdate, help_text='Shown with the article; the newest article comes first. To publish later, use “Set schedule”.', verbose_name='date published')),
                ('body', content.blocks.field.VocabularyField(blank=True)),
                ('social_image', models.ForeignKey(blank=True, help_text='Shown when the page is shared. Leave empty to use a card made from its drawing and title.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailimages.image')),
                ('author', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='content.practitionerpage')),
                ('topics', modelcluster.fields.ParentalManyToManyField(blank=True, to='content.topic')),
            ],
            options={
                'abstract': False,
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='ReferralPattern',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('strength', models.CharField(choices=[('primary', 'Often'), ('spillover', 'Sometimes')], default='primary', max_length=10)),
                ('note', models.CharField(blank=True, max_length=250)),
                ('muscle', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='referrals', to='content.musclepage')),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='referrals', to='content.regionpage')),
                ('source', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='content.source')),
            ],
            options={
                'ordering': ['sort_order', 'pk'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('muscle', 'region'), name='one_referral_a_region')],
            },
        ),
        *(migrations.RunPython(give_rights, migrations.RunPython.noop) for give_rights in RIGHTS),
    ]
