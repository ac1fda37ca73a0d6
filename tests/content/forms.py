"""Forms as a browser sends them."""

from typing import Any

from bs4 import BeautifulSoup, Tag


def as_sent(form: Tag) -> dict[str, Any]:
    """What the browser sends when somebody presses the button and has changed nothing.

    Streams are drawn by a script: they are sent empty, unless the caller says otherwise.
    """
    sent: dict[str, Any] = {}
    for field in form.select("input[name], textarea[name]"):
        if field.get("type") not in ("checkbox", "submit", "file") or field.has_attr("checked"):
            sent[field["name"]] = field.get("value") or (field.string or "" if field.name == "textarea" else "")
    for field in form.select("select[name]"):
        sent[field["name"]] = [option["value"] for option in field.find_all("option", selected=True)]
    return {name: value for name, value in sent.items() if "__prefix__" not in name}


def refusals(answer: Any) -> list[str]:
    """What the page says beside fields that were refused."""
    return [
        said.get_text(" ", strip=True) for said in BeautifulSoup(answer.content, "html.parser").select(".error-message")
    ]


def form_with(html: bytes | str, name: str) -> Tag:
    """The form that has a field of that name."""
    field = BeautifulSoup(html, "html.parser").find(["input", "textarea", "select"], attrs={"name": name})
    assert field is not None, name
    form = field.find_parent("form")
    assert form is not None
    return form
