"""Every door that asks for a secret has the same sign-in form and the same limit on attempts."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.contrib.auth.views import LoginView, PasswordChangeView, PasswordResetConfirmView, PasswordResetView
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse
from wagtail.admin.views.account import AccountView
from wagtail.documents.models import Document
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction

from config.accounts.models import SignIn
from tests.accounts.help import HERE, RIGHT, SIGN_IN, fail, is_in, sign_in
from tests.forms import as_sent, form_with

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("method", ["get", "post"])
def test_there_is_no_other_sign_in(ada: Any, method: str) -> None:
    answer = getattr(Client(), method)("/_util/login/", {"username": "ada", "password": RIGHT})
    assert answer.status_code == 404
    assert "sessionid" not in answer.cookies


def test_a_private_page_opens_after_the_one_sign_in(ada: Any, private_page: Page) -> None:
    private_page.view_restrictions.create(restriction_type="login")
    client = Client()
    asked = client.get(private_page.url)
    assert asked["Location"] == f"{SIGN_IN}?next={private_page.url}"
    form = as_sent(form_with(client.get(asked["Location"]).content, "username"))
    answer = client.post(SIGN_IN, form | {"username": "ada", "password": RIGHT}, follow=True)
    assert answer.redirect_chain == [(private_page.url, 302)]
    assert "For colleagues" in answer.content.decode()


def test_a_locked_out_user_may_sign_in_as_somebody_else(private_page: Page, django_user_model: Any) -> None:
    private_page.view_restrictions.create(restriction_type="groups")
    editor = django_user_model.objects.create_user("editor", password=RIGHT)
    editor.groups.add(Group.objects.get(name="Editors"))
    client = Client()
    client.force_login(editor)
    answer = client.get(private_page.url, follow=True)
    assert len(answer.redirect_chain) == 1
    assert "You are signed in as editor." in answer.content.decode()
    assert form_with(answer.content, "password")
    assert client.get(SIGN_IN, {"next": "/admin/reports/"})["Location"] == "/admin/reports/"


@pytest.fixture(params=["page", "documents"])
def shared(request: Any, private_page: Page) -> tuple[str, str]:
    """Something that opens with a shared password: its address, and where to send the password."""
    if request.param == "page":
        locked = PageViewRestriction.objects.create(page=private_page, restriction_type="password", password="open up")
        return private_page.url, reverse("wagtailcore_authenticate_with_password", args=[locked.pk, private_page.pk])
    collection = Collection.get_first_root_node().add_child(name="Handouts")
    locked = CollectionViewRestriction.objects.create(
        collection=collection, restriction_type="password", password="open up"
    )
    paper = Document.objects.create(title="Paper", file=ContentFile(b"paper", "paper.txt"), collection=collection)
    return paper.url, reverse("wagtaildocs_authenticate_with_password", args=[locked.pk])


def test_a_shared_password_can_not_be_guessed_without_end(shared: tuple[str, str], time_machine: Any) -> None:
    url, door = shared
    time_machine.move_to("2026-03-02 10:00Z", tick=False)
    client = Client()
    form = form_with(client.get(url).content, "password")
    assert form["action"] == door
    guess = as_sent(form) | {"password": "sesame"}
    for _ in range(5):
        answer = client.post(door, guess, REMOTE_ADDR=HERE)
        assert answer.status_code == 200
        assert "not correct" in answer.content.decode()
    for password in ("sesame", "open up"):
        answer = client.post(door, guess | {"password": password}, REMOTE_ADDR=HERE)
        assert (answer.status_code, answer["Retry-After"]) == (429, "30")
        assert "Too many attempts. Try again in 30 seconds." in answer.content.decode()
        assert as_sent(form_with(answer.content, "password"))["return_url"] == url
        assert "open up" not in answer.content.decode()
    assert client.get(url).content != b"paper"
    time_machine.shift(30)
    answer = client.post(door, guess | {"password": "open up"}, REMOTE_ADDR=HERE)
    assert (answer.status_code, answer["Location"]) == (302, url)
    assert client.get(url).status_code == 200
    # The log records guesses, but not visitors who know the password.
    outcomes = set(SignIn.objects.values_list("outcome", "user"))
    assert outcomes == {(SignIn.Outcome.WRONG, None), (SignIn.Outcome.HELD, None)}


def test_a_page_that_asks_for_its_password_looks_like_the_site(shared: tuple[str, str]) -> None:
    page = BeautifulSoup(Client().get(shared[0]).content, "html.parser")
    assert page.find("label", attrs={"for": page.find("input", type="password")["id"]})
    assert page.select_one("header a")
    assert len(page.find_all("h1")) == 1


@pytest.fixture
def save(ada: Any) -> Callable[..., Any]:
    """Submits the form of one's own account."""
    client = Client()
    client.force_login(ada)
    form = as_sent(form_with(client.get("/admin/account/").content, "password-old_password"))

    def send(old: str, new: str = "", **changed: str) -> Any:
        given = {"password-old_password": old, "password-new_password1": new, "password-new_password2": new}
        return client.post("/admin/account/", form | given | changed, REMOTE_ADDR=HERE)

    return send


def test_the_old_password_can_not_be_guessed_at_an_unlocked_computer(ada: Any, save: Any) -> None:
    new = "another long password"
    for _ in range(5):
        assert "entered incorrectly" in save("wrong", new).content.decode()
    answer = save(RIGHT, new, **{"name_email-first_name": "Adalbert"})
    assert answer.status_code == 429
    assert "Too many attempts. Try again in 30 seconds." in answer.content.decode()
    assert as_sent(form_with(answer.content, "password-old_password"))["name_email-first_name"] == "Adalbert"
    ada.refresh_from_db()
    assert ada.check_password(RIGHT)
    assert sign_in(password=RIGHT).status_code == 429  # it is the same secret


def test_changing_the_password_with_the_right_old_one_is_no_failure(ada: Any, save: Any) -> None:
    for _ in range(7):
        save(RIGHT, "short")  # refused, but the old password was right
    save("what the browser fills in")  # nothing is being changed, so nothing is compared
    assert save(RIGHT, "another long password").status_code == 302
    ada.refresh_from_db()
    assert ada.check_password("another long password")
    outcomes = set(SignIn.objects.filter(door="change").values_list("outcome", flat=True))
    assert outcomes == {SignIn.Outcome.PASSWORD_CHANGED}


def doors(patterns: list[Any]) -> Iterator[Any]:
    """Every view in the URLconf that compares a secret."""
    kinds = (LoginView, PasswordResetView, PasswordResetConfirmView, PasswordChangeView, AccountView)
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from doors(pattern.url_patterns)
        elif issubclass(getattr(pattern.callback, "view_class", object), kinds) or "authenticate" in str(pattern.name):
            yield pattern


def test_no_door_of_a_library_is_reachable_past_the_throttle() -> None:
    found: list[URLPattern] = list(doors(get_resolver().url_patterns))
    arguments: dict[str | None, list[Any]] = {
        "wagtailadmin_login": [],
        "wagtailadmin_account": [],
        "wagtailadmin_password_reset": [],
        "wagtailadmin_password_reset_confirm": ["MQ", "token"],
        "wagtailcore_login": [],
        "wagtailcore_authenticate_with_password": [1, 1],
        "wagtaildocs_authenticate_with_password": [1],
    }
    assert {pattern.name for pattern in found if pattern.name} == set(arguments)
    for name, args in arguments.items():
        view = resolve(reverse(name, args=args)).func
        assert getattr(view, "view_class", view).__module__ == "config.accounts.views", name


def test_a_known_account_and_an_unknown_one_are_held_back_alike(ada: Any) -> None:
    for name in ("ada", "nobody"):
        fail(5, name)
        assert sign_in(name, RIGHT).status_code == 429
    assert not is_in(sign_in("ada", RIGHT))
