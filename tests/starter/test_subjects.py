"""The starter covers every subject that a clinic's first site needs, at the real strength of evidence, with links."""

import ast
import re
from itertools import pairwise
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from content.checks.site import check_site
from content.models import ArticlePage, ConditionPage, GuidePage, SessionType, Source
from content.starter.files import FOLDER
from tests.content.seo_help import words

pytestmark = pytest.mark.django_db
Soups = dict[str, BeautifulSoup]
ROOT = Path(__file__).resolve().parents[2]
TABLE = "/trigger-point-therapy-or-deep-tissue-massage/"
SUBJECTS = {
    "/trigger-point-therapy/": ["sitting|same chair", "stress", "old injury|fall years ago", "nervous system"],
    "/trigger-points/": ["taut band", "felt in another place", "short of its full range", "stretching may not"],
    "/referred-pain/": ["hip", "low back", "sciatica", "neck", "arm"],
    "/hip-pain-from-sitting/": ["sitting", "glute", "hip joint"],
    TABLE: ["deep tissue", "accuracy counts for more than force", "whole muscle", "nervous system"],
    "/why-stretching-alone-may-not-be-enough/": ["guard", "yoga", "roller", "for some"],
    "/what-a-session-feels-like/": ["pressure", "the ache you came with", "softer", "never forced", "no change"],
    "/find-the-source/": ["where is it", "what brings it on", "what keeps it going"],
    "/conditions/hip-pain/": ["sitting"],
    "/conditions/low-back-pain/": ["back"],
    "/conditions/neck-and-shoulder-tension/": ["neck"],
    "/conditions/sciatica-like-pain/": ["nerve"],
    "/conditions/desk-and-posture-pain/": ["desk"],
    "/conditions/persistent-muscle-tightness/": ["tight"],
}
# A textbook, and papers that have no link sure to lead to them.
WITHOUT_LINK = {"donnelly-2019", "alvarez-2002", "dommerholt-gerwin-2015", "peck-2017"}
IDENTIFIER = re.compile(r"\b(PMID \d+|doi 10\.\S+|PMC\d+|CD\d+\.pub\d|NBK\d+)")
BRITISH = re.compile(
    r"\b((to|after|out|in|up|down)wards|burnt|cancell(ed|ing)|trousers?|draught|gynaeco\w*|\w*haem\w*|fibres?|grey"
    r"|favour\w*|colour\w*|behaviour\w*|neighbour\w*|programme|licence|centre|tumour|oedema|\w+isation"
    r"|(recogni|organi|speciali|reali|minimi)s(e|es|ed|ing)|round the|other way round|press-ups|first floor)\b",
    re.I,
)

# In stored versions of pages, in old migrations, in iCalendar.
GIVEN_NAMES = {"licence_number", "CANCELLED"}


@pytest.mark.parametrize("address", SUBJECTS)
def test_each_subject_has_a_page_that_covers_it(starter_soup: Soups, address: str) -> None:
    text = words(starter_soup[address].main.get_text(" ")).lower()
    for said in SUBJECTS[address]:
        assert any(part in text for part in said.split("|")), said
    assert len(text.split()) > 600


def test_each_condition_says_when_a_doctor_comes_first_before_it_says_what_a_session_does(starter_soup: Soups) -> None:
    conditions = ConditionPage.objects.live()
    assert len(conditions) == 6
    for page in conditions:
        main = starter_soup[page.url].main
        headings = [words(heading.get_text()).split()[0] for heading in main.find_all("h2")]
        session = [words(heading.get_text()) for heading in main.find_all("h2")].index("What a session does about it")
        assert headings.index("Emergency:") < headings.index("Urgent:") < session, page.url
        assert "911" in main.get_text()
        assert page.page_sources.count() >= 3
        assert page.condition_muscles.count() >= 3
        assert page.condition_regions.count() >= 2


def test_the_comparison_is_long_enough_and_says_once_what_its_cells_rest_on(starter_soup: Soups) -> None:
    main = starter_soup[TABLE].main
    table = main.find("table")
    rows = table.find("tbody").find_all("tr")
    assert len(rows) >= 8
    assert "practice" not in table.get_text()  # it would repeat the word forty times
    note = words(table.find_next("div", class_="small").get_text())
    assert "As therapists describe them" in note
    assert "name with a year" in note
    for row in rows:
        heading = row.find("th", scope="row").get_text()
        for cell in row.find_all("td"):
            said = cell.get_text()
            assert bool(cell.find("a")) == bool(re.search(r"\b(19|20)\d\d\b", said)), said
            # What was found about pain is never merely practice.
            assert "studies" not in heading or cell.find("a") or "We cite no study" in said, said


def test_there_is_enough_to_read_and_to_ask(starter_soup: Soups) -> None:
    assert ArticlePage.objects.live().count() >= 4
    assert len(starter_soup["/questions/"].main.find_all("details")) >= 12
    assert GuidePage.objects.live().count() >= 7


def test_the_checks_have_nothing_to_say_about_the_starter() -> None:
    """Every page has its summary, description, sources, links and described pictures; none has been reviewed."""
    assert [(row.url, row.finding.message) for row in check_site() if row.finding.code != "no-review"] == []


def test_every_page_can_be_reached_by_links(starter_soup: Soups) -> None:
    linked = {
        link["href"].partition("#")[0]
        for address, soup in starter_soup.items()
        for link in soup.find_all("a", href=True)
        if link["href"].partition("#")[0] != address
    }
    assert set(starter_soup) - linked == {"/contact/thank-you/"}  # shown only after the form is sent


def test_every_page_names_those_above_it(starter_soup: Soups) -> None:
    for address, soup in starter_soup.items():
        trail = [link["href"] for link in soup.select("nav[aria-label='Breadcrumb'] a, .breadcrumb a")]
        assert address == "/" or trail[:1] == ["/"], address


def test_a_reader_can_look_up_what_the_pages_rest_on() -> None:
    assert set(Source.objects.filter(url="").values_list("key", flat=True)) == WITHOUT_LINK
    for source in Source.objects.all():
        assert source.url.startswith("https://") or source.key in WITHOUT_LINK
        named = IDENTIFIER.search(source.citation)
        assert not named or named[0].split()[-1].rstrip(".").lower() in source.url.lower(), source.citation
        is_kept_current = source.kind in {"guidance", "guideline"} or source.key == "bordoni"
        assert re.search(r"\b(19|20)\d\d\b", source.citation) or is_kept_current


def test_the_first_session_takes_as_long_on_every_page(starter_soup: Soups) -> None:
    minutes = SessionType.objects.get(key="first-session").minutes
    home = words(starter_soup["/"].select_one("ol.steps").get_text(" "))
    assert sum(int(number) for number in re.findall(r"\b(\d+) minutes\b", home)) == minutes
    spans = [
        (int(start), int(end))
        for start, end in re.findall(
            r"\b(\d+)–(\d+) min\b", words(starter_soup["/what-a-session-feels-like/"].main.get_text(" "))
        )
    ]
    assert spans[0][0] == 0
    assert spans[-1][1] == minutes
    assert all(before[1] == after[0] for before, after in pairwise(spans))


def test_the_privacy_notice_says_who_else_handles_an_inquiry_and_for_how_long_it_is_kept(starter_soup: Soups) -> None:
    notice = words(starter_soup["/privacy/"].main.get_text(" "))
    assert "Inquiries are deleted 180 days after the last change." in notice
    for address in ("/privacy/", "/questions/"):
        said = words(starter_soup[address].main.get_text(" "))
        assert "companies that host" in said, address
        assert "nobody else" not in said, address


def test_nobody_is_told_that_the_pain_is_harmless_or_passes_by_itself(starter_soup: Soups) -> None:
    for address, soup in starter_soup.items():
        said = words(soup.main.get_text(" "))
        found = re.search(r"harmless|settles within|rarely dangerous|few serious risks|harm is rare", said, re.I)
        assert found is None, (address, found and found[0])


def test_the_texts_are_american_throughout() -> None:
    for file in sorted(FOLDER.rglob("*.yaml")):
        assert [found[0] for found in BRITISH.finditer(file.read_text())] == [], file.name


def test_what_the_program_says_is_american_throughout() -> None:
    """Apart from what a British clinic's own pages say, and the words that mark an advertiser."""
    for folder in ("content", "inquiries", "search", "site", "templates"):
        for file in sorted((ROOT / folder).rglob("*.*")):
            if file.suffix == ".html":
                said = [file.read_text().replace("{% else %}Licence{% endif %}", "")]
            elif file.suffix == ".py" and file.parent.name != "migrations":
                nodes = list(ast.walk(ast.parse(file.read_text())))
                said = [getattr(node, "value", None) for node in nodes if isinstance(node, ast.Constant)]
                named = {getattr(node, kind, None) for node in nodes for kind in ("id", "name", "attr", "arg")}
                said += [name.replace("_", " ") for name in named - GIVEN_NAMES if isinstance(name, str)]
                said = [text for text in said if isinstance(text, str)]
            else:
                continue
            assert [found[0] for text in said for found in BRITISH.finditer(text)] == [], file
