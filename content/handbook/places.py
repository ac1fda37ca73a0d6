"""Which section of the handbook is about which admin screen."""

import re

from django.http import HttpRequest

# The view's name, or a prefix up to a : or _, plus the model if a view serves several → doc and anchor.
SECTIONS = {
    "wagtailadmin_home": ("editing", "how-the-site-is-doing"),
    "wagtailadmin_explore": ("editing", "pages"),
    "launch": ("editing", "from-sample-to-live"),
    "make_it_mine": ("editing", "from-sample-to-live"),
    "wagtailadmin_pages": ("editing", "before-you-publish"),
    "wagtailadmin_pages:add_subpage": ("editing", "pages"),
    "wagtailadmin_pages:add": ("editing", "blocks"),
    "wagtailadmin_reports": ("editing", "how-the-site-is-doing"),
    "page_checks": ("editing", "how-the-site-is-doing"),
    "site_health": ("editing", "how-the-site-is-doing"),
    "not_found_report": ("editing", "addresses-and-links-that-lead-nowhere"),
    "redirect_not_found": ("editing", "addresses-and-links-that-lead-nowhere"),
    "wagtail_bulk_action": ("editing", "before-you-publish"),
    "open_question": ("editing", "who-may-do-what"),
    "accept_finding": ("editing", "before-you-publish"),
    "account_security": ("editing", "who-may-do-what"),
    "sign_ins_report": ("editing", "who-may-do-what"),
    "reviews_report": ("editing", "reviews"),
    "review_page": ("editing", "reviews"),
    "searches_report": ("editing", "what-visitors-look-for"),
    "search_promote": ("editing", "what-visitors-look-for"),
    "search_synonym": ("editing", "what-visitors-look-for"),
    "wagtailimages": ("editing", "photos-and-files"),
    "wagtaildocs": ("editing", "photos-and-files"),
    "wagtailsnippets": ("editing", "pages"),
    "wagtailsnippets_content_sessiontype": ("editing", "from-sample-to-live"),
    "wagtailusers_users": ("editing", "who-may-do-what"),
    "wagtailusers_groups": ("editing", "who-may-do-what"),
    "wagtailredirects": ("editing", "before-you-publish"),
    "wagtailsearchpromotions": ("editing", "what-visitors-look-for"),
    "wagtailsettings:edit/clinicsettings": ("editing", "where-each-setting-shows"),
    "wagtailsettings:edit/inquiryrouting": ("inbox", "where-inquiries-go"),
    "wagtailsettings:edit/inquirysettings": ("inbox", "what-is-erased-automatically"),
    "inquiry": ("inbox", "a-day-at-the-desk"),
    "inquiry:index": ("inbox", "folders-and-search"),
    "inquiry:all": ("inbox", "folders-and-search"),
    "inquiry:inspect": ("inbox", "states"),
    "inquiry:reply": ("inbox", "replying"),
    "inquiry:mails": ("inbox", "when-something-is-wrong"),
    "inquiry:pages": ("inbox", "figures"),
    "inquiry:proposal": ("inbox", "replying"),
    "inquiry:suspects": ("inbox", "a-day-at-the-desk"),
    "inquiry:person": ("inbox", "one-persons-data"),
    "reply_template": ("inbox", "replying"),
}


def section_for(request: HttpRequest) -> tuple[str, str] | None:
    """Return doc and anchor for the current screen: its own, else those for its part of the admin."""
    match = request.resolver_match
    if match is None:
        return None
    model = f"/{match.kwargs.get('model_name') or (match.args[1] if len(match.args) > 1 else '')}"
    name = match.view_name
    beginnings = [name[: end.start()] for end in re.finditer("[:_]", name)]
    tried = [f"{name}{model}", name, *reversed(beginnings)]
    return next((SECTIONS[one] for one in tried if one in SECTIONS), None)
