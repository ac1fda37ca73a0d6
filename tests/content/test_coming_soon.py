"""Until the site opens, visitors get one page everywhere; staff and anybody with the link see the real site."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client, TestCase
from django.urls import reverse
from django.utils import timezone
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page, Site

from config.http.page_cache import PageCache
from content.counting.visits import page_views
from content.models import ClinicSettings
from inquiries.models import Inquiry
from tests.forms import as_sent, form_with
from tests.inquiries.visitor import answers, send
from tests.ops.wire import Answer, ask

pytestmark = pytest.mark.django_db
SOON = "Our website opens soon."
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def change(**fields: Any) -> ClinicSettings:
    clinic = ClinicSettings.default()
    for name, value in fields.items():
        setattr(clinic, name, value)
    with TestCase.captureOnCommitCallbacks(execute=True):
        clinic.save()
    return clinic


@pytest.fixture
def closed() -> ClinicSettings:
    return change(coming_soon=True)


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/contact/",
        "/conditions/hip-pain/",
        "/search/?q=hip",
        "/nowhere/",
        "/?page_id=7",
        "/sitemap.xml",
        "/robots.txt",
        "/llms.txt",
        "/articles/feed/",
        "/documents/1/plan.pdf",
        "/media/images/portrait.jpg",
        "/_util/login/",
        "/inquiries/thanks/",
        "/_look/guessed/",
    ],
)
def test_visitors_get_the_page_at_every_public_address(closed: ClinicSettings, address: str) -> None:
    answer = Client().get(address)
    assert (answer.status_code, answer["X-Robots-Tag"]) == (200, "noindex")
    assert answer["Cache-Control"] == "private, no-store"
    assert SOON in answer.content.decode()
    assert not answer.cookies


def test_the_page_says_who_and_where_and_how_to_reach_them_and_no_more(closed: ClinicSettings) -> None:
    shown = BeautifulSoup(Client().get("/").content, "html.parser")
    text = " ".join(shown.get_text(" ").split())
    assert shown.h1.get_text() == closed.name
    for fact in (closed.tagline, closed.email, closed.street, "Monday", SOON):
        assert fact in text
    assert shown.find("a", href="tel:+15555550142")
    links = {link["href"] for link in shown.find_all("a")}
    assert not [link for link in links if link.startswith("/")]
    change(phone="", email="", street="", locality="", postal_code="", region="", opening_hours=[], access="")
    text = Client().get("/").content.decode()
    assert not [heading for heading in ("Reach us", "Find us", "By appointment") if heading in text]


@pytest.mark.parametrize(
    "address", ["/admin/login/", "/favicon.svg", "/icon-192.png", "/apple-touch-icon.png", "/healthz"]
)
def test_signing_in_icons_and_health_stay(closed: ClinicSettings, address: str) -> None:
    answer = Client().get(address)
    assert answer.status_code == 200
    assert SOON.encode() not in answer.content


def test_whoever_types_the_admins_address_gets_there_and_previews_show_the_page(
    closed: ClinicSettings, admin_client: Client
) -> None:
    assert Client().get("/admin")["Location"] == "/admin/"
    page = Page.objects.get(slug="trigger-points")
    edit = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    assert SOON not in admin_client.get(edit, {"mode": ""}).content.decode()
    shown = admin_client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk])).content.decode()
    assert page.title in shown
    assert SOON not in shown


def test_of_uploaded_pictures_only_the_logo_is_shown(closed: ClinicSettings) -> None:
    file = get_test_image_file(filename="logo.png", size=(240, 120))
    change(logo=get_image_model().objects.create(title="Logo", file=file))
    source = BeautifulSoup(Client().get("/").content, "html.parser").img["src"]
    assert Client().get(source)["Content-Type"].startswith("image/")


def test_an_inquiry_that_is_sent_meanwhile_is_told_that_it_did_not_arrive(client: Client) -> None:
    typed = answers(client)
    change(coming_soon=True)
    answer = send(client, typed)
    assert answer.status_code == 503
    assert "(555) 555-0142" in answer.content.decode()
    assert not Inquiry.objects.exists()


def test_staff_see_the_site_and_are_told_what_visitors_see(closed: ClinicSettings, admin_client: Client) -> None:
    answer = admin_client.get("/conditions/hip-pain/")
    assert answer["Cache-Control"] == "private, no-store"
    text = answer.content.decode()
    assert "Visitors see the coming-soon page." in text
    assert SOON not in text


def test_an_account_without_the_admin_is_a_visitor(closed: ClinicSettings) -> None:
    client = Client()
    client.force_login(User.objects.create_user("reader"))
    assert SOON in client.get("/").content.decode()


# The link ----------------------------------------------------------------------------------------------


def follow(clinic: ClinicSettings) -> Client:
    friend = Client()
    answer = friend.get(clinic.look_path)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert answer["Cache-Control"] == "private, no-store"
    return friend


def test_the_link_shows_the_site_to_whoever_follows_it_and_to_nobody_else(closed: ClinicSettings) -> None:
    friend = follow(closed)
    assert "Visitors see the coming-soon page." in friend.get("/contact/").content.decode()
    (cookie,) = friend.cookies.values()
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"], cookie["expires"]) == (True, "Lax", "", "")
    assert SOON in Client().get("/contact/").content.decode()


@pytest.fixture
def site() -> Callable[..., Answer]:
    """The site behind its page cache."""
    cache = PageCache(WSGIHandler())
    return lambda **headers: ask(cache, "/conditions/", user_agent=BROWSER, **headers)


def test_visitors_and_link_holders_share_no_cached_page(site: Callable[..., Answer], closed: ClinicSettings) -> None:
    cookie = f"look={follow(closed).cookies['look'].value}"
    for _ in range(2):
        assert SOON.encode() not in site(cookie=cookie).body
        assert SOON.encode() in site().body
    change(coming_soon=False)
    assert SOON.encode() not in site().body  # the open page is cached now
    change(coming_soon=True)
    assert SOON.encode() in site().body
    assert site(cookie=cookie).headers["cache-control"] == "private, no-store"


def test_views_with_the_link_are_not_counted(site: Callable[..., Answer], closed: ClinicSettings) -> None:
    site(cookie=f"look={follow(closed).cookies['look'].value}")
    site()
    assert not page_views.pending


def test_a_new_link_ends_the_old_one(
    closed: ClinicSettings, admin_client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    friend = follow(closed)
    address = reverse("wagtailsettings:edit", args=["content", "clinicsettings", Site.objects.get().pk])
    shown = admin_client.get(address).content
    assert f"http://testserver{closed.look_path}" in shown.decode()
    with django_capture_on_commit_callbacks(execute=True):
        admin_client.post(address, as_sent(form_with(shown, "tagline")) | {"coming_soon": "on", "renew_look_key": "on"})
    assert SOON in friend.get("/").content.decode()
    assert SOON in Client().get(closed.look_path).content.decode()
    assert SOON not in follow(ClinicSettings.default()).get("/").content.decode()


def test_once_the_site_is_open_the_link_leads_home_and_its_cookie_goes(closed: ClinicSettings) -> None:
    friend = follow(closed)
    change(coming_soon=False)
    assert friend.get("/contact/").cookies["look"]["max-age"] == 0
    answer = Client().get(closed.look_path)
    assert (answer.status_code, answer["Location"], bool(answer.cookies)) == (302, "/", False)


def test_a_site_is_open_unless_somebody_says_otherwise() -> None:
    assert not ClinicSettings.default().coming_soon
    assert not ClinicSettings().coming_soon


def test_the_coming_soon_page_announces_closures_too(closed: ClinicSettings) -> None:
    today = timezone.localdate()
    day = closed.special_days.model
    days = {"first_day": today, "last_day": today + timedelta(days=3), "notice_from": today}
    change(special_days=[day(label="Moving in", **days)])
    assert "Moving in: closed" in Client().get("/").content.decode()
