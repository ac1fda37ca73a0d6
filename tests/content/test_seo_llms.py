"""llms.txt, the plain list of pages for programs."""

import re
from typing import Any

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from content.caching.version import invalidate
from content.models import ClinicSettings, GuidePage, HomePage

pytestmark = pytest.mark.django_db


@pytest.fixture
def guide() -> GuidePage:
    page = GuidePage(title="Why [knees] ache", slug="why-knees-ache", summary="Short.\nAnd plain.", live=True)
    HomePage.objects.get().add_child(instance=page)
    invalidate()
    return page


def test_it_names_the_clinic_and_lists_pages_with_summaries(client: Client, guide: GuidePage, settings: Any) -> None:
    settings.SITE_URL = "https://clinic.example"
    answer = client.get("/llms.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    text = answer.content.decode()
    assert text.startswith(f"# {ClinicSettings.objects.get().name}\n\n")
    assert "- [Why (knees) ache](https://clinic.example/why-knees-ache/): Short. And plain.\n" in text
    assert {"## Guide", "## Muscle", "## Body region"} <= set(text.split("\n"))
    assert "This is a sample clinic" in text
    links = re.findall(r"\]\(https://clinic\.example(/[^)]*)\)", text)
    assert len(links) == len(set(links)) > 80


def test_it_lists_nothing_that_is_not_for_everybody(
    client: Client, guide: GuidePage, django_capture_on_commit_callbacks: Any
) -> None:
    assert "why-knees-ache" in client.get("/llms.txt").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        restriction = PageViewRestriction.objects.create(page=guide, restriction_type="login")
    assert "why-knees-ache" not in client.get("/llms.txt").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        restriction.delete()
        guide.unpublish()
    assert "why-knees-ache" not in client.get("/llms.txt").content.decode()
