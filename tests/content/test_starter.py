"""The starter clinic is loaded once, completely or not at all, and never over what staff wrote."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Page, Revision

from content.models import GuidePage, HomePage, PractitionerPage, SessionType, Source
from content.starter.files import StarterFile, page_files
from content.starter.text import rich_text

pytestmark = pytest.mark.django_db


def load() -> str:
    out = StringIO()
    call_command("load_starter", stdout=out)
    return out.getvalue()


def test_running_it_again_changes_nothing() -> None:
    before = (Page.objects.count(), Revision.objects.count(), Source.objects.count(), SessionType.objects.count())
    assert "no change" in load()
    after = (Page.objects.count(), Revision.objects.count(), Source.objects.count(), SessionType.objects.count())
    assert before == after


def test_what_staff_edited_or_deleted_stays_so() -> None:
    page = GuidePage.objects.get(slug="trigger-point-therapy")
    page.title = "Our own words"
    page.save_revision().publish()
    PractitionerPage.objects.get(slug="sample-therapist").delete()
    SessionType.objects.filter(key="first-session").update(price=1)

    load()

    assert GuidePage.objects.get(slug="trigger-point-therapy").title == "Our own words"
    assert not PractitionerPage.objects.filter(slug="sample-therapist").exists()
    assert SessionType.objects.get(key="first-session").price == 1


@pytest.mark.reference_index
def test_what_can_t_be_loaded_as_a_whole_is_not_loaded_in_part(monkeypatch: pytest.MonkeyPatch) -> None:
    HomePage.objects.get().delete()
    wrong = StarterFile("pages/nowhere/wrong.yaml", "nowhere/wrong", {"type": "GuidePage", "title": "Wrong"})
    monkeypatch.setattr("content.starter.loader.page_files", lambda: [*page_files()[:1], wrong])
    with pytest.raises(CommandError, match="its parent /nowhere/ does not exist"):
        load()
    assert not HomePage.objects.exists()
    assert not Page.objects.filter(title="Wrong").exists()


def test_people_and_prices_are_plainly_samples(client) -> None:
    for person in PractitionerPage.objects.live():
        assert person.is_sample
        assert "Sample" in client.get(person.url).content.decode()
    assert not SessionType.objects.filter(is_sample=False).exists()
    assert "Sample clinic" in client.get("/").content.decode()


def test_a_link_keeps_its_distance_from_bold_words_before_it() -> None:
    html = rich_text("- **Not sure:** [ask](page:contact) *us*", lambda path: 7)
    assert html == '<ul><li><strong>Not sure:</strong> <a linktype="page" id="7">ask</a> <em>us</em></li></ul>'
