"""A page's journey in a browser: an editor writes it, a clinician reads and approves it, visitors read it."""

import re
from datetime import date
from io import BytesIO
from urllib.request import urlopen

from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import RunningSite
from tests.browser.way.staff import CLINICIAN, EDITOR, Staff, answered, look_at, press, today
from tests.uploads.pictures import CANARY, drawn, jpeg

TITLE, ADDRESS = "Stiff calves after a long day", "/articles/stiff-calves-after-a-long-day/"
SUMMARY = "Why calves may feel stiff after a day of standing, and what some people find helpful."
SLOW = 20_000  # ms: what is typed is checked a second later


def id_of(site: RunningSite, slug: str) -> int:
    [(key,)] = site.rows(f"SELECT id FROM wagtailcore_page WHERE slug = '{slug}'")
    return int(key)


def test_a_page_goes_from_draft_through_review_to_live(staff: Staff, running_site: RunningSite) -> None:
    name_the_clinician(staff, running_site)
    page = staff.at(f"/admin/pages/add/content/articlepage/{id_of(running_site, 'articles')}/", EDITOR)
    write_under_the_eyes_of_the_checks(page)
    show_a_photo(page)
    cite_a_new_source(page)
    send_for_approval(page)
    page.context.close()
    page = staff.at("/admin/", CLINICIAN)
    read_next(page)
    review_and_approve(page)
    page.context.close()
    page = staff.browser.new_page(base_url=staff.base_url)
    read_as_a_visitor(page, today(running_site))
    page.context.close()


def name_the_clinician(staff: Staff, site: RunningSite) -> None:
    """The owner adds a practitioner's page linked to the clinician's account, so that she can sign her reviews."""
    page = staff.at(f"/admin/pages/add/content/practitionerpage/{id_of(site, 'practitioners')}/")
    page.get_by_role("textbox", name="Title").fill(CLINICIAN.name)
    page.locator("[name=role]").fill("Physical therapist")
    page.locator("[name=account]").select_option(label=CLINICIAN.username)
    look_at(page, "practitioner-editor")
    page.get_by_role("button", name="Publish", exact=True).click()
    sure = page.get_by_role("button", name="Publish anyway")
    expect(sure.or_(page.locator(".messages", has_text="published")).first).to_be_visible()
    if sure.is_visible():
        answered(page, sure.click, "published")
    page.context.close()


def checks(page: Page) -> Locator:
    return page.locator("[data-live-checks]")


def write_under_the_eyes_of_the_checks(page: Page) -> None:
    page.get_by_role("textbox", name="Title").fill(TITLE)
    page.locator("[name=summary]").fill("Sessions are a cure for calves.")
    press(page, page.get_by_role("button", name="Toggle checks"))
    claim = checks(page).get_by_role("link", name="Summary").first
    expect(claim).to_be_visible(timeout=SLOW)
    look_at(page, "editor-checks")
    press(page, claim)
    assert page.evaluate("[document.getSelection().toString(), document.activeElement.name]") == ["cure", "summary"]
    expect(page.locator(".live-result-phone")).to_be_visible()
    expect(page.locator("[data-content-word-count]")).to_have_text(re.compile(r"\d+"), timeout=SLOW)  # Wagtail's own
    page.locator("[name=summary]").fill(SUMMARY)
    expect(claim).to_have_count(0, timeout=SLOW)
    page.get_by_role("button", name="Toggle checks").click()
    add_block(page, "Text")
    page.locator("[data-contentpath=body] [contenteditable=true]").first.click()
    page.keyboard.type("Calf muscles work all day when you stand. ")


def add_block(page: Page, name: str) -> None:
    page.get_by_role("button", name="Insert a block").last.click()
    page.get_by_role("option", name=name, exact=True).click()


def window_is_gone(page: Page) -> None:
    """Wait until it has faded, or a dialog opened next would leave its backdrop over the page; people are slower."""
    expect(page.locator(".modal-backdrop")).to_have_count(0)


def show_a_photo(page: Page) -> None:
    """A picture as a phone takes it: sideways, and with its location."""
    add_block(page, "Picture")
    page.get_by_role("button", name="Choose an image").click()
    window = page.locator(".modal")
    window.get_by_role("tab", name="Upload").click()
    photo = jpeg(orientation=6, picture=drawn((1600, 1200)))
    assert CANARY in photo
    window.locator("input[type=file]").set_input_files(
        {"name": "IMG_2041.jpg", "mimeType": "image/jpeg", "buffer": photo}
    )
    window.get_by_label("Title").fill("Red above, blue below")
    look_at(page, "photo-upload")
    window.get_by_role("button", name="Upload").click()
    expect(page.locator("[data-contentpath=body] img")).to_be_visible(timeout=SLOW)
    window_is_gone(page)
    page.get_by_label("Alt text").fill("A red field above a blue one")


def cite_a_new_source(page: Page) -> None:
    sources = page.locator("#panel-child-content-sources-section")
    sources.get_by_role("button", name="Add Source").press("Enter")
    sources.get_by_role("button", name="Choose source").press("Enter")
    window = page.get_by_role("dialog")
    window.get_by_role("tab", name="Add a source").click()
    expect(window.get_by_label("Citation")).to_be_visible()
    look_at(page, "source-form")
    window.get_by_label("Citation").fill("Doe J. Standing at work. A textbook of examples, 2020.")
    window.get_by_role("button", name="Add it").press("Enter")
    expect(sources).to_contain_text("Standing at work")
    window_is_gone(page)
    look_at(page, "editor")


def send_for_approval(page: Page) -> None:
    page.get_by_role("button", name="More actions").press("Enter")
    look_at(page, "editor-actions")
    answered(page, page.get_by_role("button", name="Submit to Moderators approval").click, "submitted")


def read_next(page: Page) -> None:
    look_at(page, "dashboard-clinician")
    press(page, page.get_by_role("link", name="Read the next page"))
    expect(page.frame_locator(".review-page").get_by_role("heading", level=1)).to_be_visible()
    first = page.url
    look_at(page, "read-next")
    press(page, page.get_by_role("link", name="Skip to the next page"))
    expect(page.get_by_role("button", name="I have read this page as it stands")).to_be_visible()
    assert page.url != first


def review_and_approve(page: Page) -> None:
    page.goto("/admin/")
    press(page, page.get_by_role("link", name=TITLE).first)
    page.get_by_role("link", name="Read and review this page").press("Enter")
    draft = page.frame_locator(".review-page")
    expect(draft.get_by_role("heading", level=1)).to_have_text(TITLE)
    look_at(page, "review")
    act = page.get_by_role("button", name="I have read this page as it stands and stand by it")
    press(page, act)
    expect(page.locator(".messages")).to_contain_text(f"{CLINICIAN.name} has reviewed")
    look_at(page, "editor-reviewed")
    approve = page.get_by_role("button", name="Approve and Publish")
    answered(page, lambda: press(page, approve), "approved and published")


def read_as_a_visitor(page: Page, today: date) -> None:
    page.goto(ADDRESS)
    byline = page.locator("main", has_text=f"Reviewed by {CLINICIAN.name}")
    expect(byline).to_be_visible()
    expect(page.locator(f".byline time[datetime='{today.isoformat()}']")).to_be_visible()
    expect(page.get_by_text("Standing at work").first).to_be_attached()
    photo = page.get_by_alt_text("A red field above a blue one")
    with urlopen(
        f"{page.url.partition('/articles')[0]}{photo.evaluate('image => new URL(image.src).pathname')}"
    ) as answer:
        content = answer.read()
    assert CANARY not in content
    picture = Image.open(BytesIO(content))
    assert not picture.getexif()
    assert picture.height > picture.width
    colors = picture.convert("RGB")
    assert colors.getpixel((9, 9))[0] > 150 > colors.getpixel((9, picture.height - 9))[0]  # type: ignore[index]
    look_at(page, "page-live")
