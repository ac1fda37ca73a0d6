"""What the checks report about a page."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page, PageViewRestriction

from content.checks.context import CheckContext, check_context
from content.checks.page_checks import findings_for
from content.checks.site import check_site
from content.checks.text import passages
from content.models import (
    ClinicPage,
    ConditionIndexPage,
    ConditionPage,
    GuidePage,
    HomePage,
    LegalPage,
    MusclePage,
    PageSource,
    PractitionerPage,
    RegionPage,
    RelatedLink,
    Source,
)
from content.panels.findings import Finding
from tests.content.checks_help import take_down_all_but
from tests.content.reviews_help import practitioner, reviewed

pytestmark = pytest.mark.django_db
LONG_TEXT = "<p>" + "Many people tell us about an ache that comes with sitting. " * 20 + "</p>"


def body(*blocks: tuple[str, Any]) -> list[dict[str, Any]]:
    return [{"type": kind, "value": value} for kind, value in blocks]


def link_to(page: Page) -> str:
    return f'<p><a linktype="page" id="{page.pk}">More</a></p>'


@pytest.fixture
def sound() -> ConditionPage:
    """A condition page with nothing wrong."""
    page = ConditionPage(
        title="Knee pain",
        slug="knee-pain",
        summary="Two plain. Sentences.",
        search_description="What people notice when a knee aches on the stairs, and when a doctor comes first.",
        body=body(
            ("rich_text", LONG_TEXT + link_to(HomePage.objects.get())),
            ("red_flags", {"level": "urgent", "heading": "", "signs": ["A hot, swollen knee"], "action": ""}),
        ),
        live=True,
    )
    page.page_sources = [PageSource(source=Source.objects.first())]
    ConditionIndexPage.objects.get().add_child(instance=page)
    reviewed(page, practitioner())
    return page


def look(page: ClinicPage, context: CheckContext) -> list[Finding]:
    """The findings, except the one about changes since the review, which every edit here causes."""
    return [finding for finding in findings_for(page, context) if finding.code != "changed-since-review"]


def codes(page: ClinicPage) -> list[str]:
    return [finding.code for finding in look(page, check_context())]


def test_a_sound_page_has_no_finding(sound: ConditionPage) -> None:
    assert codes(sound) == []


def test_a_condition_without_red_flags_is_an_error_and_comes_first(sound: ConditionPage) -> None:
    sound.body = body(("rich_text", LONG_TEXT + link_to(sound)))
    sound.summary = ""
    found = look(sound, check_context())
    assert [finding.code for finding in found] == ["no-red-flags", "no-summary"]
    assert found[0].is_error
    assert not found[1].is_error


def test_a_muscle_that_is_often_felt_nowhere_is_an_error() -> None:
    muscle = MusclePage.objects.get(slug="teres-minor")
    assert "no-pattern" not in codes(muscle)
    for referral in muscle.referrals.all():
        referral.strength = "spillover"
        referral.save()
    assert codes(MusclePage.objects.get(pk=muscle.pk))[0] == "no-pattern"


def test_a_region_without_red_flags_is_an_error() -> None:
    region = RegionPage.objects.first()
    assert "no-red-flags" not in codes(region)
    region.red_flags = []
    assert "no-red-flags" in codes(region)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"seo_title": "A title that goes on for so long that every list of results cuts it"}, "long-title"),
        ({"title": "Low back pain", "seo_title": ""}, "same-title"),
        ({"search_description": ""}, "no-description"),
        ({"search_description": "Knees."}, "description-length"),
        ({"search_description": "Knees that ache. " * 12}, "description-length"),
        ({"summary": " "}, "no-summary"),
        ({"page_sources": []}, "no-sources"),
        ({"summary": "A cure for knees."}, "claim-cure"),
        ({"seo_title": "Guaranteed relief"}, "claim-guarantee"),
    ],
)
def test_each_gap_is_said(sound: ConditionPage, change: dict[str, Any], code: str) -> None:
    if code == "same-title":
        # Whatever title the starter gives that page in search results.
        other = ConditionPage.objects.get(slug="low-back-pain")
        change = {"title": other.seo_title or other.title, "seo_title": ""}
    for name, value in change.items():
        setattr(sound, name, value)
    assert codes(sound) == [code]


def test_text_without_links_and_short_text_are_said(sound: ConditionPage) -> None:
    sound.body = body(
        ("rich_text", "<p>Short.</p>"),
        ("red_flags", {"level": "urgent", "heading": "", "signs": ["Fever"], "action": ""}),
    )
    assert codes(sound) == ["no-links", "thin"]
    sound.body = [*sound.body.raw_data, {"type": "conditions", "value": {"heading": "", "text": "", "conditions": []}}]
    assert codes(sound) == ["thin"]


def test_a_link_to_a_page_that_visitors_cannot_see_is_said(sound: ConditionPage) -> None:
    hidden = GuidePage(title="Not yet", slug="not-yet", live=False)
    HomePage.objects.get().add_child(instance=hidden)
    sound.body = [*sound.body.raw_data, *body(("rich_text", link_to(hidden)))]
    (finding,) = look(sound, check_context())
    assert finding.code == "dead-link"
    assert "“Not yet”" in finding.message
    hidden.save_revision().publish()
    assert codes(sound) == []
    hidden.delete()
    assert codes(sound) == ["dead-link"]


def test_a_person_or_a_related_page_that_visitors_cannot_see_is_said(sound: ConditionPage) -> None:
    person, related = PractitionerPage.objects.first(), GuidePage.objects.first()
    sound.author = person
    sound.related_links = [RelatedLink(page=related)]
    card = {"heading": "", "text": "", "button": "Go", "page": related.pk, "url": ""}
    sound.body = [*sound.body.raw_data, {"type": "call_to_action", "value": card | {"heading": "On"}}]
    assert codes(sound) == []
    person.unpublish()
    PageViewRestriction.objects.create(page=related, restriction_type=PageViewRestriction.LOGIN)
    found = look(sound, check_context())
    assert [finding.code for finding in found] == ["dead-link"] * 3
    said = {finding.where: finding.message for finding in found}
    assert f"“{person.title}”, which is not published" in said["Author"]
    assert f"“{related.title}”, which is private" in said["Related pages"] == said["Body → Call to action"]


def test_a_picture_needs_words_or_to_be_decorative(sound: ConditionPage) -> None:
    image = get_image_model().objects.create(
        title="IMG 4711", file=get_test_image_file("IMG_4711.png", size=(1200, 900))
    )

    def with_picture(alt: str, decorative: bool) -> list[str]:
        value = {
            "image": {"image": image.pk, "alt_text": alt, "decorative": decorative},
            "caption": "",
            "credit": "",
            "width": "text",
        }
        sound.body = [*plain, {"type": "figure", "value": value}]
        return codes(sound)

    plain = list(sound.body.raw_data)
    assert with_picture("", False) == ["no-alt"]
    assert with_picture("A knee, bent", False) == []
    assert with_picture("IMG 4711", False) == ["no-alt"]  # the editor fills this in by itself
    assert with_picture("", True) == []


def test_claims_are_found_wherever_the_page_says_something(sound: ConditionPage) -> None:
    text = "<p>We cure it.</p>"
    spots: list[tuple[str, Any]] = [
        ("rich_text", text),
        ("callout", {"kind": "note", "heading": "", "text": text}),
        ("faq_group", {"heading": "", "questions": [{"question": "And?", "answer": text}]}),
        ("steps", {"heading": "", "steps": [{"title": "One", "timing": "", "text": text}]}),
        ("quote", {"text": "We cure it.", "attribution": "Us", "url": ""}),
        ("red_flags", {"level": "soon", "heading": "We cure it.", "signs": ["x"], "action": ""}),
        (
            "comparison_table",
            {
                "table": {
                    "columns": [{"type": "heading", "heading": ""}, {"type": "text", "heading": "A"}],
                    "rows": [{"values": ["Row", text]}],
                    "caption": "",
                },
                "note": "",
            },
        ),
        ("call_to_action", {"heading": "We cure it.", "text": "", "button": "Ask", "page": None, "url": ""}),
    ]
    whole = list(sound.body.raw_data)
    for spot in spots:
        sound.body = [*whole, *body(spot)]
        assert codes(sound) == ["claim-cure"], spot[0]


def test_addresses_and_choices_are_not_read_as_text(sound: ConditionPage) -> None:
    sound.slug = "we-cure-it"
    sound.url_path = "/home/we-cure-it/"
    sound.body = [
        *sound.body.raw_data,
        {"type": "quote", "value": {"text": "Hm.", "attribution": "Us", "url": "https://cure.example/cure"}},
    ]
    assert codes(sound) == []


def test_legal_pages_need_no_review_and_no_links() -> None:
    page = LegalPage(
        title="Terms", slug="terms", summary="Plain.", search_description="The terms under which we see you here. " * 2
    )
    HomePage.objects.get().add_child(instance=page)
    assert codes(page) == []


def test_the_market_of_the_clinic_decides_which_rules_hold(sound: ConditionPage) -> None:
    sound.summary = "Individual results may vary."
    around = check_context()
    assert around.market == "US"
    assert [finding.code for finding in look(sound, around)] == ["claim-us-results-vary"]


def test_every_word_of_a_page_is_read() -> None:
    """One sentence from each kind of place where the starter has text."""
    page = GuidePage.objects.get(slug="trigger-point-therapy")
    read = " ".join(passage.text for passage in passages(page))
    assert page.title in read
    assert page.summary in read
    assert page.search_description in read
    region = RegionPage.objects.get(slug="outer-hip")
    read = " ".join(passage.text for passage in passages(region))
    assert region.red_flags.first().as_data().signs[0] in read


def test_a_further_page_costs_a_handful_of_queries() -> None:
    home = HomePage.objects.get()
    take_down_all_but(home, GuidePage.objects.get(slug="trigger-points"))
    check_site()
    with CaptureQueriesContext(connection) as before:
        check_site()
    for number in range(20):
        home.add_child(instance=GuidePage(title=f"Extra {number}", slug=f"extra-{number}", live=True))
    check_site()  # reads the site's addresses, which are then cached
    with CaptureQueriesContext(connection) as after:
        rows = check_site()
    assert sum(row.title.startswith("Extra") for row in rows) >= 20
    assert len(after) - len(before) <= 20 * 5
