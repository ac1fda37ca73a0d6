"""The inquiry page as staff edit it, and its form as visitors see it."""

from typing import Any

from bs4 import BeautifulSoup, Tag
from django.test import Client

from inquiries.models import InquiryPage
from tests.forms import as_sent


def soup(answer: Any) -> BeautifulSoup:
    return BeautifulSoup(answer.content, "html.parser")


def edit(staff: Client, **changed: Any) -> Any:
    """Publish the inquiry page with some fields changed. Rows of a list are given as `related_links=[{"page": …}]`."""
    address = f"/admin/pages/{InquiryPage.objects.get().pk}/edit/"
    given = as_sent(soup(staff.get(address)).select_one("#page-edit-form"))
    given |= {"body-count": "0", "action-publish": "1"}
    for name, value in changed.items():
        if isinstance(value, list):
            given[f"{name}-TOTAL_FORMS"] = str(len(value))
            for number, row in enumerate(value):
                row = {"ORDER": str(number + 1), "id": "", **row}
                given |= {f"{name}-{number}-{key}": text for key, text in row.items()}
        else:
            given[name] = value
    return staff.post(address, given)


def first_input_of(page: BeautifulSoup, name: str) -> Tag:
    """The field's first input that can take focus."""
    found = page.select_one(f".inquiry-form [name={name}]")
    assert found is not None, name
    return found
