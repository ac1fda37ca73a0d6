"""Helpers that submit forms the way a browser does."""

from typing import Any

from bs4 import BeautifulSoup, Tag


def as_sent(form: Tag) -> dict[str, Any]:
    """What the browser sends when somebody changes nothing and presses the button.

    Streams are drawn by a script, so they are sent empty unless the caller says otherwise.
    """
    sent: dict[str, Any] = {}
    for field in form.select("input[name], textarea[name], select[name]"):
        kind, is_box = field.get("type"), field.get("type") in {"checkbox", "radio"}
        if kind in {"submit", "file"} or (is_box and not field.has_attr("checked")) or "__prefix__" in field["name"]:
            continue
        if field.name == "select":
            chosen = [option["value"] for option in field.select("option[selected]")]
            sent[field["name"]] = chosen if field.has_attr("multiple") else next(iter(chosen), "")
        elif field.name == "textarea":
            sent[field["name"]] = field.text.removeprefix("\n")
        else:
            sent[field["name"]] = field.get("value", "on" if is_box else "")
    return sent


def refusals(answer: Any) -> list[str]:
    """The errors that the page shows beside refused fields."""
    return [
        said.get_text(" ", strip=True) for said in BeautifulSoup(answer.content, "html.parser").select(".error-message")
    ]


def form_with(html: bytes | str, name: str) -> Tag:
    """The form that contains a field with this name."""
    field = BeautifulSoup(html, "html.parser").find(["input", "textarea", "select"], attrs={"name": name})
    assert field is not None, name
    form = field.find_parent("form")
    assert form is not None
    return form
