import json
import re

from django.db import migrations

# What the starter's legal pages said word for word, and what stands there now: texts and parts of the settings.
SPLITS = [
    (
        r'<p>Inquiries are deleted after the time the clinic has set; as this site comes, that is 180 days\. '
        r'Notes and mails about them go with them\. ',
        ['retention', '<p>Notes and mails about an inquiry go with it. '],
    ),
    (
        r'<p>The clinic named at the bottom of every page\. <(?:em|i)>\(The clinic adds its legal name, its contact for '
        r'privacy questions, its mail and hosting providers, and the legal basis it relies on\.\)</(?:em|i)></p>',
        [
            'responsible',
            'authority',
            '<h2>Who handles it for us</h2><p>The companies that host this site and carry its mail work on our '
            'instructions and may use the data for nothing else.</p>',
            'processors',
            '',
        ],
    ),
    (r' <(?:em|i)>\(The clinic names them here\.\)</(?:em|i)></p>', ['processors', '']),
]
OUTDATED = ' If it changes how long inquiries are kept, it must write its own numbers here.'  # in a note to the clinic
ENDS = {2: '</p>'}  # what the text before goes on with


def following(body):
    """The blocks of a page, with the starter's own sentences replaced; what staff wrote stays as it is."""
    for number, (pattern, parts) in enumerate(SPLITS):
        found = []
        for block in body:
            match = re.search(pattern, block['value']) if block['type'] == 'rich_text' else None
            if match is None:
                found.append(block)
                continue
            html = block['value']
            found.append({**block, 'value': html[:match.start()] + ENDS.get(number, '')})
            *between, last = parts
            for part in between:
                is_text = part.startswith('<')
                found.append({
                    'type': 'rich_text' if is_text else 'privacy_details',
                    'value': part if is_text else {'heading': '', 'kind': part},
                })
            if last + html[match.end():]:
                found.append({'type': 'rich_text', 'value': last + html[match.end():]})
        body = found
    return [without_outdated(block) for block in body]


def without_outdated(block):
    if block['type'] != 'callout' or OUTDATED not in block['value'].get('text', ''):
        return block
    return {**block, 'value': {**block['value'], 'text': block['value']['text'].replace(OUTDATED, '')}}


def follow_settings(apps, schema_editor):
    pages = apps.get_model('content', 'LegalPage')
    for pk, body in pages.objects.values_list('pk', 'body'):
        blocks = json.loads(body) if isinstance(body, str) else body
        if isinstance(blocks, list) and (changed := following(blocks)) != blocks:
            pages.objects.filter(pk=pk).update(body=json.dumps(changed))
    kinds = apps.get_model('contenttypes', 'ContentType').objects.filter(app_label='content', model='legalpage')
    for revision in apps.get_model('wagtailcore', 'Revision').objects.filter(content_type__in=kinds).iterator():
        blocks = json.loads(revision.content.get('body') or '[]')
        if (changed := following(blocks)) != blocks:
            revision.content['body'] = json.dumps(changed)
            revision.save(update_fields=['content'])


class Migration(migrations.Migration):

    dependencies = [
        ('contenttypes', '0002_remove_content_type_name'),
        ('wagtailcore', '0094_alter_page_locale'),
        ('content', '0026_privacy_details'),
    ]

    operations = [migrations.RunPython(follow_settings, migrations.RunPython.noop)]
