"""The owner's afternoon in a browser: from the first start through "Make it mine" to an empty launch list."""

from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OWNER, RunningSite, sign_in
from tests.browser.test_passkeys import with_authenticator
from tests.browser.way.staff import DESK, INES, Staff, answered, look_at, press

SLOW = 30_000  # ms: many pages are taken down together
OURS = {
    "name": "Clinic by the Park",
    "tagline": "Massage and trigger points",
    "phone": "0113 245 6789",
    "email": "desk@parkclinic.org",
    "street": "12 Park Lane",
    "locality": "Leeds",
    "region": "West Yorkshire",
    "postal_code": "LS1 4AB",
    "map_url": "53.8, -1.55",
    "opens_0": "09:00",
    "closes_0": "17:30",
    "person_0": "Ines Park",
    "role_0": "Massage therapist",
    "recipients": "desk@parkclinic.org",
}
PRIVACY = {
    "legal_name": "Clinic by the Park Ltd",
    "supervisory_authority": "the Information Commissioner’s Office",
    "hosting_name": "Machines Ltd",
    "hosting_place": "Leeds, United Kingdom",
    "mail_name": "Letters Ltd",
    "mail_place": "United Kingdom",
}
LEGAL = ("Consumer health data privacy policy", "Accessibility", "Medical disclaimer")


def item(page: Page, key: str) -> Locator:
    return page.locator(f"#launch-{key}")


def to_do(page: Page) -> set[str]:
    """The keys of the open items."""
    page.goto("/admin/")
    expect(page.locator(".launch-lead").first).to_be_visible()
    keys = page.locator(".launch-item:has(svg.icon-minus)").evaluate_all("items => items.map(one => one.id)")
    return {key.removeprefix("launch-") for key in keys}


def lead_to(page: Page, key: str) -> None:
    """From the list to the item's place."""
    page.goto("/admin/")
    item(page, key).get_by_role("link").first.press("Enter")
    expect(page.locator("#launch-section")).to_have_count(0)


def test_the_launch_list_is_worked_off_until_it_is_empty(
    staff: Staff, running_site: RunningSite, tmp_path: Path
) -> None:
    page = owner_with_a_device(staff, running_site)
    expect(page.locator("#launch-section")).to_be_visible()
    look_at(page, "launch-list")
    make_it_mine(page)
    assert not {"name", "sample", "phone", "email", "address", "map", "hours", "market", "zone", "recipients"} & to_do(
        page
    )
    look_at(page, "launch-list-mine")
    fill_in_the_settings(page)
    publish_the_practitioner(page)
    set_prices(page)
    read_or_take_down_the_pages(page)
    mend_what_is_left(page)
    give_every_owner_an_address(page)
    try_the_mail(page)
    add_a_passkey(page)
    assert to_do(page) == {"backup"}
    expect(item(page, "backup")).to_contain_text("Ask whoever runs the server")
    running_site.manage("backup", str(tmp_path / "backup"))
    page.reload()
    expect(page.locator("#launch-section")).to_have_count(0)
    page.context.close()


def owner_with_a_device(staff: Staff, site: RunningSite) -> Page:
    """A separate owner, because a passkey for the one that all tests share would end that owner's sessions."""
    localhost = site.url.replace("127.0.0.1", "localhost")  # browsers allow no passkeys for IP addresses
    page = staff.browser.new_context(base_url=localhost, viewport=DESK, reduced_motion="reduce").new_page()
    sign_in(page, INES.username)
    with_authenticator(page)
    return page


def make_it_mine(page: Page) -> None:
    press(page, page.get_by_role("link", name="Make it mine in one go"))
    for name, value in OURS.items():
        page.locator(f"[name={name}]").fill(value)
    page.locator("[name=country]").select_option("GB")
    page.locator("[name=market]").select_option("UK")
    for kind in page.locator("[name^=keep_]").all():
        kind.uncheck()
    look_at(page, "wizard")
    press(page, page.get_by_role("button", name="Make it mine"))
    expect(page.locator(".messages")).to_contain_text("The site is yours now.", timeout=SLOW)


def fill_in_the_settings(page: Page) -> None:
    lead_to(page, "logo")
    page.locator("[name=uses_mark]").check()
    answered(page, page.get_by_role("button", name="Save", exact=True).click, "updated")
    lead_to(page, "privacy")
    for name, value in PRIVACY.items():
        page.locator(f"[name={name}]").fill(value)
    look_at(page, "settings-privacy")
    answered(page, page.get_by_role("button", name="Save", exact=True).click, "updated")


def publish_the_practitioner(page: Page) -> None:
    page.goto(f"/admin/pages/search/?q={OURS['person_0']}")
    page.get_by_role("link", name=OURS["person_0"], exact=True).first.click()
    publish(page)


def publish(page: Page) -> None:
    """Publish, confirming where a check asks."""
    page.get_by_role("button", name="Publish", exact=True).click()
    sure = page.get_by_role("button", name="Publish anyway")
    expect(sure.or_(page.locator(".messages", has_text="published")).first).to_be_visible()
    if sure.is_visible():
        answered(page, sure.click, "published")


def set_prices(page: Page) -> None:
    lead_to(page, "prices")
    page.wait_for_load_state()  # evaluate_all doesn't wait
    addresses = page.locator("td a[href*='/edit/']").evaluate_all("links => [...new Set(links.map(one => one.href))]")
    for address in addresses:
        page.goto(address)
        page.locator("[name=is_sample]").uncheck()
        answered(page, page.get_by_role("button", name="Save", exact=True).click, "updated")


def read_or_take_down_the_pages(page: Page) -> None:
    """Read the first, take down the pain map and the muscles with everything below them, and read the rest."""
    lead_to(page, "pages")
    look_at(page, "starter-pages")
    press(page, page.get_by_role("link", name="Read the next page"))
    look_at(page, "read-starter-page")
    press(page, page.get_by_role("button", name="I have read it, and it is right for us"))
    expect(page.locator(".messages")).to_contain_text("Noted")
    for title in ("Where do you feel it?", "Muscles and where their pain may be felt", *LEGAL):
        take_down(page, title)
    page.route("**/view_draft/", lambda route: route.abort())  # it was read above, and each takes a moment
    page.goto("/admin/launch/pages/")
    press(page, page.get_by_role("link", name="Read the next page"))
    act = page.get_by_role("button", name="I have read it, and it is right for us")
    expect(act).to_be_visible()
    while act.count():
        title = page.title()
        act.click()
        expect(page).not_to_have_title(title)
        page.wait_for_load_state()
    page.goto("/admin/launch/pages/")
    expect(page.get_by_role("link", name="Read the next page")).to_have_count(0)


def take_down(page: Page, title: str) -> None:
    page.goto("/admin/launch/pages/")
    page.get_by_role("link", name=title, exact=True).click()
    page.get_by_role("link", name="Unpublish it").click()
    below = page.locator("[name=include_descendants]")
    if below.count():
        below.check()
    answered(page, page.get_by_role("button", name="Yes, unpublish").click, "unpublished")


def mend_what_is_left(page: Page) -> None:
    lead_to(page, "leftovers")
    look_at(page, "leftovers")
    open_left(page, "Practitioners")
    describe(page, "Who works here, and what they are qualified to do.")
    publish(page)
    open_left(page, "Privacy")
    delete_sample_box(page)
    publish(page)
    open_left(page, "Sessions and prices")
    delete_sample_box(page)
    page.locator("[name=cancellation]").fill("Please tell us a day before.")
    describe(page, "How long a session is, what it costs, and who it suits.")
    publish(page)
    page.goto("/admin/launch/leftovers/")
    expect(page.locator("main")).to_contain_text("Nothing is left")


def open_left(page: Page, title: str) -> None:
    page.goto("/admin/launch/leftovers/")
    page.get_by_role("link", name=title, exact=True).click()


def describe(page: Page, words: str) -> None:
    """Add a description for search engines."""
    page.get_by_role("tab", name="Promote").click()
    page.locator("[name=search_description]").fill(words)


def delete_sample_box(page: Page) -> None:
    box = page.locator("[data-streamfield-child]:has(select option[value=sample]:checked)")
    box.get_by_role("button", name="Delete").first.click()
    expect(box).to_be_hidden()


def give_every_owner_an_address(page: Page) -> None:
    page.goto("/admin/")
    expect(item(page, "owner")).to_contain_text(f"Missing for {OWNER}.")
    lead_to(page, "owner")
    for name, value in {"first_name": "Pat", "last_name": "Partner", "email": "partner@parkclinic.org"}.items():
        page.locator(f"[name={name}]").fill(value)
    answered(page, page.get_by_role("button", name="Save", exact=True).click, "updated")


def try_the_mail(page: Page) -> None:
    """Try the mail, and check that the list says in plain words what became of it."""
    for key, words in {"mail": "The mail service took it.", "inquiry": "stored in the inbox"}.items():
        page.goto("/admin/")
        answered(page, item(page, key).get_by_role("button").click, "on the way")
        done = item(page, key).locator("svg.icon-check")
        for _ in range(100):  # the worker takes a moment
            if done.count():
                break
            page.reload()
        expect(item(page, key)).to_contain_text(words)


def add_a_passkey(page: Page) -> None:
    lead_to(page, "factor")
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Name of this passkey").fill("My phone")
    page.get_by_role("button", name="Create a passkey").click()
    page.get_by_role("link", name="I have saved them").click()
    expect(page.get_by_text("My phone")).to_be_visible()
