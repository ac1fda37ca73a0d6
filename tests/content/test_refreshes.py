"""Every change by staff shows on the next page a visitor gets, despite caching, and no kind of change is left out."""

import shutil
from collections.abc import Callable
from datetime import time, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.servers.basehttp import get_internal_wsgi_application
from django.test import Client, TestCase
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.contrib.settings.registry import registry
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.snippets.models import get_snippet_models

from inquiries.privacy.retention import inquiry_settings
from tests.forms import as_sent, form_with
from tests.ops.wire import ask

pytestmark = [pytest.mark.django_db, pytest.mark.reference_index]
NEW = "Kestrelmere"  # appears nowhere yet
NOT_SHOWN = {
    "inquiries.InquiryRouting": "who is mailed about inquiries",
}


@pytest.fixture(autouse=True)
def _own_pictures(settings: Any, tmp_path: Path) -> None:
    """Replacing a picture deletes its old file, so these tests get a copy of their own."""
    shutil.copytree(settings.MEDIA_ROOT, tmp_path / "media")
    settings.MEDIA_ROOT = tmp_path / "media"


def only(label: str, **fields: Any) -> Any:
    return apps.get_model(label).objects.get(**fields)


def first(label: str) -> Any:
    return apps.get_model(label).objects.first()


def page(slug: str) -> Any:
    return Page.objects.get(slug=slug).specific


def save(thing: Any, **fields: Any) -> None:
    for name, value in fields.items():
        setattr(thing, name, value)
    thing.save()


def publish(thing: Any, **fields: Any) -> None:
    for name, value in fields.items():
        setattr(thing, name, value)
    thing.save_revision().publish()


def add_row(relation: str, **fields: Any) -> None:
    """Add a row to the clinic's settings, saved together with them as the editor does."""
    clinic = only("content.ClinicSettings")
    getattr(clinic, relation).add(getattr(clinic, relation).model(**fields))
    clinic.save()


def cited_source() -> Any:
    return page("low-back-pain").page_sources.first().source


def close(slug: str) -> None:
    PageViewRestriction.objects.create(page=page(slug), restriction_type="login")


def replace_picture(staff: Client) -> None:
    """Upload another file for the picture through its form."""
    image = next(block for block in page("trigger-points").body if block.block_type == "figure").value["image"]
    address = f"/admin/images/{image.pk}/"
    sent = as_sent(form_with(staff.get(address).content, "title"))
    upload = SimpleUploadedFile(f"{NEW.lower()}.png", get_test_image_file().file.getvalue(), "image/png")
    assert staff.post(address, sent | {"file": upload}).status_code == 302


def review_page(staff: Client) -> None:
    """Have the sample practitioner, made real, review a page with the review button."""
    person, read = page("sample-therapist"), page("referred-pain")
    type(person).objects.update(is_sample=False)
    sent = {"practitioner": person.pk, "revision": read.latest_revision_id}
    assert staff.post(f"/admin/reviews/{read.pk}/", sent).status_code == 302


def make_alias(staff: Client) -> None:
    """Have a page show up under a second address, as the form for copying offers."""
    source = page("hip-pain")
    sent = {"new_title": NEW, "new_slug": NEW.lower(), "new_parent_page": source.get_parent().pk, "alias": "on"}
    assert staff.post(f"/admin/pages/{source.pk}/copy/", sent).status_code == 302


NOW, TODAY = timezone.now, timezone.localdate
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
DAYS = {"first_day": TODAY() + DAY, "last_day": TODAY() + DAY}


def shown_then_changed(block: tuple[str, Any], address: str, shared: Any, **changes: Any) -> None:
    """Show something shared on a page, request the page once, and then change only the shared thing."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        publish(page("referred-pain"), body=[block])
    text(address)
    save(shared, **changes)


def change_shared_text(_: Client) -> None:
    shared = apps.get_model("content.ReusableText").objects.create(name="Shared", text="<p>Before.</p>")
    shown_then_changed(("reusable_text", {"text": shared}), "/referred-pain/", shared, text=f"<p>{NEW}</p>")


def change_testimonial(_: Client) -> None:
    day = timezone.localdate()
    said = apps.get_model("content.Testimonial").objects.create(
        words="Before.", name="A.", given_on=day, source="a card", consent_by="A. B.", consent_on=day
    )
    value = {"heading": "Said", "testimonials": [said]}
    shown_then_changed(("testimonials", value), "/referred-pain/", said, words=NEW)


# What is changed → its model, a page that shows it, the change, and text that the page has only afterward.
CHANGES: dict[str, tuple[str, str, Callable[[Client], Any], str]] = {
    "clinic": ("content.ClinicSettings", "/", lambda _: save(only("content.ClinicSettings"), locality=NEW), NEW),
    "notice": (
        "content.ClinicSettings",
        "/",
        lambda _: add_row("notices", text=NEW, starts_at=NOW() - HOUR, ends_at=NOW() + HOUR),
        NEW,
    ),
    "opening hours": (
        "content.ClinicSettings",
        "/contact/",
        lambda _: add_row("opening_hours", weekday=6, opens=time(3, 17), closes=time(4, 29)),
        "03:17",
    ),
    "special day": ("content.ClinicSettings", "/", lambda _: add_row("special_days", label=NEW, **DAYS), NEW),
    "social link": (
        "content.ClinicSettings",
        "/",
        lambda _: add_row("social_links", name=NEW, url="https://social.example/"),
        NEW,
    ),
    "source": ("content.Source", "/conditions/low-back-pain/", lambda _: save(cited_source(), citation=NEW), NEW),
    "topic": ("content.Topic", "/articles/", lambda _: save(first("content.Topic"), name=NEW), NEW),
    "session": ("content.SessionType", "/sessions/", lambda _: save(first("content.SessionType"), name=NEW), NEW),
    "retention": (
        "inquiries.InquirySettings",
        "/privacy/",
        lambda _: save(inquiry_settings(), keep_spam_days=47),
        "after 47 days",
    ),
    "picture": ("wagtailimages.Image", "/trigger-points/", replace_picture, NEW.lower()),
    "page": ("wagtailcore.Page", "/referred-pain/", lambda _: publish(page("referred-pain"), summary=NEW), NEW),
    "page in a menu": ("wagtailcore.Page", "/", lambda _: publish(page("sessions"), menu_title=NEW), NEW),
    "legal page": ("wagtailcore.Page", "/", lambda _: publish(page("privacy"), title=NEW), NEW),
    "practitioner": (
        "wagtailcore.Page",
        "/practitioners/",
        lambda _: publish(page("sample-therapist"), title=NEW),
        NEW,
    ),
    "glossary term": (
        "content.GlossaryTerm",
        "/referred-pain/",
        lambda _: apps.get_model("content.GlossaryTerm").objects.create(term="muscle", explanation=NEW),
        NEW,
    ),
    "reusable text": ("content.ReusableText", "/referred-pain/", change_shared_text, NEW),
    "testimonial": ("content.Testimonial", "/referred-pain/", change_testimonial, NEW),
    "review": ("content.PageReview", "/referred-pain/", review_page, "Reviewed by"),
    "region": ("wagtailcore.Page", "/muscles/piriformis/", lambda _: publish(page("buttock"), title=NEW), NEW),
    "muscle": ("wagtailcore.Page", "/pain-map/buttock/", lambda _: publish(page("piriformis"), title=NEW), NEW),
    "pain map": ("wagtailcore.Page", "/pain-map/buttock/", lambda _: publish(page("pain-map"), how_far=NEW), NEW),
    "condition": ("wagtailcore.Page", "/conditions/", lambda _: publish(page("hip-pain"), title=NEW), NEW),
    "alias": ("wagtailcore.Page", "/conditions/", make_alias, f"/conditions/{NEW.lower()}/"),
    "renamed": ("wagtailcore.Page", "/", lambda _: publish(page("questions"), slug=NEW.lower()), f"/{NEW.lower()}/"),
    "moved": (
        "wagtailcore.Page",
        "/sitemap.xml",
        lambda _: page("referred-pain").move(page("trigger-points"), pos="last-child"),
        "/trigger-points/referred-pain/",
    ),
    "site": (
        "wagtailcore.Site",
        "/",
        lambda _: save(Site.objects.get(), root_page=page("referred-pain")),
        "<h1>Why pain is felt",
    ),
    "promoted result": (
        "wagtailsearchpromotions.SearchPromotion",
        "/search/?q=neck",
        lambda _: SearchPromotion.objects.create(query=Query.get("neck"), page=page("privacy"), description=NEW),
        NEW,
    ),
}
# What is removed → its model, a page that showed it, the change, and text that the page had only before.
REMOVALS: dict[str, tuple[str, str, Callable[[], Any], str]] = {
    "topic": ("content.Topic", "/articles/", lambda: only("content.Topic", slug="safety").delete(), "?topic=safety"),
    "session": ("content.SessionType", "/sessions/", lambda: first("content.SessionType").delete(), "First session"),
    "page": ("wagtailcore.Page", "/", lambda: page("questions").unpublish(), 'href="/questions/"'),
    "deleted": ("wagtailcore.Page", "/conditions/", lambda: page("hip-pain").delete(), "/conditions/hip-pain/"),
    "deleted with its parent": ("wagtailcore.Page", "/sitemap.xml", lambda: page("conditions").delete(), "hip-pain/"),
    "closed": ("wagtailcore.PageViewRestriction", "/conditions/", lambda: close("hip-pain"), "/conditions/hip-pain/"),
}


def text(address: str) -> str:
    path, _, query = address.partition("?")
    answer = ask(get_internal_wsgi_application(), path, query=query.encode())
    assert answer.status == 200, (address, answer.status)
    return answer.body.decode()


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_is_on_the_next_page(name: str, admin_client: Client) -> None:
    _, address, change, said = CHANGES[name]
    assert said not in text(address)
    with TestCase.captureOnCommitCallbacks(execute=True):
        change(admin_client)
    assert said in text(address)


@pytest.mark.parametrize("name", REMOVALS)
def test_what_was_taken_away_is_not_on_the_next_page(name: str) -> None:
    _, address, remove, said = REMOVALS[name]
    assert said in text(address)
    with TestCase.captureOnCommitCallbacks(execute=True):
        remove()
    assert said not in text(address)


def test_a_redirect_leads_on_from_the_next_request_and_no_longer_than_it_is_there(
    django_capture_on_commit_callbacks: Any,
) -> None:
    site = get_internal_wsgi_application()
    assert ask(site, "/old/").status == 404
    with django_capture_on_commit_callbacks(execute=True):
        redirect = Redirect.objects.create(old_path="/old", redirect_link="/contact/")
    answer = ask(site, "/old/")
    assert (answer.status, answer.headers["location"]) == (301, "/contact/")
    assert "no-cache" in answer.headers["cache-control"]  # otherwise a browser would keep it permanently
    with django_capture_on_commit_callbacks(execute=True):
        redirect.delete()
    assert ask(site, "/old/").status == 404


def test_every_kind_of_thing_that_staff_change_is_tried_here() -> None:
    changed = [*get_snippet_models(), *registry, get_image_model(), SearchPromotion, PageViewRestriction, Site, Page]
    tried = {label for label, *_ in (CHANGES | REMOVALS).values()} | NOT_SHOWN.keys()
    assert {model._meta.label for model in changed} - tried == set()
