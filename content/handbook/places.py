"""Which section of the handbook is about a screen of the admin."""

from django.http import HttpRequest

# The view's name, or its beginning, and the model where one view shows several: doc and anchor.
SECTIONS = {
    "wagtailadmin_home": ("editing", "how-the-site-is-doing"),
    "wagtailadmin_explore": ("editing", "pages"),
    "wagtailadmin_pages": ("editing", "before-you-publish"),
    "wagtailadmin_pages:add_subpage": ("editing", "pages"),
    "wagtailadmin_pages:add": ("editing", "blocks"),
    "wagtailadmin_reports": ("editing", "how-the-site-is-doing"),
    "page_checks": ("editing", "how-the-site-is-doing"),
    "site_health": ("editing", "how-the-site-is-doing"),
    "open_question": ("editing", "who-may-what"),
    "accept_finding": ("editing", "before-you-publish"),
    "reviews_report": ("editing", "reviews"),
    "review_page": ("editing", "reviews"),
    "searches_report": ("editing", "what-visitors-look-for"),
    "search_promote": ("editing", "what-visitors-look-for"),
    "search_synonym": ("editing", "what-visitors-look-for"),
    "wagtailimages": ("editing", "photos-and-files"),
    "wagtaildocs": ("editing", "photos-and-files"),
    "wagtailsnippets": ("editing", "pages"),
    "wagtailsnippets_content_sessiontype": ("editing", "from-sample-to-live"),
    "wagtailusers_users": ("editing", "who-may-what"),
    "wagtailusers_groups": ("editing", "who-may-what"),
    "wagtailsnippets_content_source": ("editing", "pages"),
    "wagtailsnippets_content_topic": ("editing", "pages"),
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
    """Doc and anchor for the screen that is shown: its own, else that of its part of the admin."""
    match = request.resolver_match
    if match is None:
        return None
    model = f"/{match.kwargs.get('model_name') or (match.args[1] if len(match.args) > 1 else '')}"
    name = match.view_name
    tried = [f"{name}{model}", name]
    while ":" in name:
        name = name.rpartition(":")[0]
        tried.append(name)
    tried.append(match.view_name.removesuffix("_results"))
    return next((SECTIONS[one] for one in tried if one in SECTIONS), None)
