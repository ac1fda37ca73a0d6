"""Admin requests that somebody made by hand."""

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

from config.urls import handler500  # noqa: F401 (Django looks for it here)
from config.urls import urlpatterns as site_urls
from inquiries.inbox import listing

pytestmark = pytest.mark.django_db
BIG = str(2**70)


def fails(_: HttpRequest) -> HttpResponse:
    raise ValueError("a fault of its own")


urlpatterns = [path("fails/", fails), *site_urls]


def is_bad_request(client: Client, address: str) -> bool:
    answer = client.get(f"/admin/{address}")
    return answer.status_code == 400 and b"<h1" in answer.content


@pytest.mark.parametrize(
    "address",
    [
        "images/chooser/chosen-multiple/?id=x",
        "images/chooser/chosen-multiple/?id=",
        "documents/chooser/chosen-multiple/?id=1&id=-",
        "choose-page/chosen-multiple/?id=x",
        "choose-page/?target_pages[]=x",
        "choose-external-link/?parent_page_id=x",
        "choose-email-link/?parent_page_id=x",
        "choose-anchor-link/?parent_page_id=²",
        "workflows/edit/1/?p=x",
        "workflows/edit/1/?p=",
        "images/chooser/chosen/x/",
        "bulk/wagtailcore/page/delete/?id=x",
    ],
)
def test_a_malformed_number_is_a_bad_request(admin_client: Client, address: str) -> None:
    assert is_bad_request(admin_client, address)


@pytest.mark.parametrize(
    "address",
    [
        "choose-external-link/",
        "pages/1/lock/",
        "pages/1/set_position/",
        "pages/3/copy/",
        "pages/3/edit/",
        "redirects/import/process/",
        "snippets/choose/content/glossaryterm/create/",
    ],
)
def test_a_post_without_what_the_view_needs_is_a_bad_request(admin_client: Client, address: str) -> None:
    assert admin_client.post(f"/admin/{address}").status_code == 400


def test_nobody_can_make_the_site_fail_on_purpose(admin_client: Client) -> None:
    assert admin_client.get("/admin/failwhale/").status_code == 404


def test_a_view_of_wagtail_that_fails_at_a_request_from_one_of_our_pages_stays_a_server_error(
    admin_client: Client,
) -> None:
    admin_client.raise_request_exception = False
    from_here = {"Referer": "http://testserver/admin/pages/3/edit/"}
    assert admin_client.post("/admin/choose-external-link/", headers=from_here).status_code == 500


@pytest.mark.skipif(connection.vendor == "postgresql", reason="PostgreSQL compares numbers of any size")
@pytest.mark.parametrize(
    "address",
    [
        f"images/chooser/chosen-multiple/?id={BIG}",
        f"choose-page/?target_pages[]={BIG}",
        f"api/main/pages/?offset={BIG}",
        f"api/main/images/?offset={BIG}",
        f"pages/3/?owner={BIG}",
        f"pages/?content_type={BIG}",
        f"users/?group={BIG}",
    ],
)
def test_a_number_too_big_for_the_database_is_a_bad_request(admin_client: Client, address: str) -> None:
    assert is_bad_request(admin_client, address)


def test_a_page_beyond_the_end_of_a_list_is_not_found(admin_client: Client) -> None:
    assert admin_client.get("/admin/workflows/edit/1/?p=999").status_code == 404


def test_a_fault_of_our_own_code_stays_a_server_error(admin_client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "decrypt_query", fails)
    admin_client.raise_request_exception = False
    assert admin_client.get("/admin/inquiry/?id=x").status_code == 500


@override_settings(ROOT_URLCONF=__name__)
def test_a_fault_of_a_page_for_visitors_stays_one_whatever_the_address_holds(client: Client) -> None:
    client.raise_request_exception = False
    assert client.get("/fails/?id=x").status_code == 500
