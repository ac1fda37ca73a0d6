"""The owner's work in a browser: a closure, a deleted page, a broken link, site health, and the handbook."""

from datetime import timedelta

from playwright.sync_api import Page, expect

from tests.browser.conftest import RunningSite
from tests.browser.way.staff import Staff, answered, look_at, press, today

BREAK, NOTE = "Autumn break", "We answer messages when we are back."
GONE = "/articles/ten-minutes-for-a-desk-neck/"
LEADS_NOWHERE, MEANT = "/conditions/hip-pains/", "/conditions/hip-pain/"
# A user agent that counts as a person: a headless browser isn't counted as a visitor.
AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def visitor(staff: Staff) -> Page:
    return staff.browser.new_page(base_url=staff.base_url, user_agent=AGENT)


def leads_to(page: Page, path: str) -> tuple[int, str]:
    """The status at an address, and where it redirects to."""
    answer = page.request.get(path, max_redirects=0)
    return answer.status, answer.headers.get("location", "")


def test_a_closure_is_entered_once_and_told_from_the_chosen_day(staff: Staff, running_site: RunningSite) -> None:
    admin, page, day = staff.at("/admin/settings/content/clinicsettings/"), visitor(staff), today(running_site)
    press(admin, admin.get_by_role("tab", selected=True), "ArrowRight")
    while admin.get_by_role("tab", name="Hours", selected=False).count():
        admin.keyboard.press("ArrowRight")
    press(admin, admin.get_by_role("button", name="Add Closure or special day"))
    admin.locator("[name=special_days-0-label]").fill(BREAK)
    for name, days in {"first_day": 0, "last_day": 9, "notice_from": 1}.items():
        typed = f"{day + timedelta(days=days):%m/%d/%Y}"  # as an American types it
        admin.locator(f"[name=special_days-0-{name}]").press_sequentially(typed)
    admin.locator("[name=special_days-0-note]").fill(NOTE)
    look_at(admin, "closure")
    save = admin.get_by_role("button", name="Save", exact=True)
    answered(admin, lambda: press(admin, save), "updated")
    page.goto("/contact/")
    expect(page.get_by_text("Closed until").first).to_be_visible()
    expect(page.locator(".hours").first).to_contain_text(BREAK)
    expect(page.locator("aside .notice")).to_have_count(0)
    open_hours(admin)
    admin.locator("[name=special_days-0-notice_from]").fill(day.isoformat())
    answered(admin, lambda: save.press("Enter"), "updated")
    page.reload()
    expect(page.locator("aside .notice")).to_contain_text(NOTE)
    look_at(page, "closure-told")
    open_hours(admin)
    admin.locator("#inline_child_special_days-0-panel-section, #inline_child_special_days-0").get_by_role(
        "button", name="Delete"
    ).first.click()
    answered(admin, lambda: save.press("Enter"), "updated")
    page.reload()
    expect(page.locator("aside .notice")).to_have_count(0)
    for one in (admin, page):
        one.context.close()


def open_hours(admin: Page) -> None:
    admin.goto("/admin/settings/content/clinicsettings/")
    admin.get_by_role("tab", name="Hours").click()


def test_a_deleted_page_leaves_a_redirect(staff: Staff, running_site: RunningSite) -> None:
    [(key,)] = running_site.rows("SELECT id FROM wagtailcore_page WHERE slug = 'ten-minutes-for-a-desk-neck'")
    admin = staff.at(f"/admin/pages/{key}/delete/")
    expect(admin.get_by_label("goes to “Articles”")).to_be_checked()
    look_at(admin, "delete")
    press(admin, admin.get_by_role("button", name="Yes, delete it"))
    expect(admin.locator(".messages")).to_contain_text("are led to “Articles”")
    look_at(admin, "deleted")
    assert leads_to(admin, GONE) == (301, "/articles/")
    admin.context.close()


def test_a_link_that_led_nowhere_is_redirected_with_one_click(staff: Staff) -> None:
    page = visitor(staff)
    page.set_extra_http_headers({"Referer": "https://forum.example.org/thread/7"})
    page.goto(LEADS_NOWHERE)
    expect(page.get_by_role("link", name="Hip pain").first).to_be_visible()
    admin = staff.at("/admin/reports/not-found/")
    row = admin.locator("tr", has_text=LEADS_NOWHERE.rstrip("/"))
    expect(row).to_contain_text("forum.example.org")
    look_at(admin, "not-found")
    press(admin, row.get_by_role("button", name="Redirect to “Hip pain”"))
    expect(admin.locator(".messages")).to_contain_text("are now led to “Hip pain”")
    expect(row).to_have_count(0)
    assert leads_to(page, LEADS_NOWHERE) == (301, MEANT)
    press(admin, admin.locator(".messages").get_by_role("link", name="Edit"))
    expect(admin.get_by_label("Redirect from")).to_have_value(LEADS_NOWHERE.rstrip("/"))
    for one in (admin, page):
        one.context.close()


def test_site_health_and_the_handbook_are_at_hand(staff: Staff) -> None:
    admin = staff.at("/admin/")
    look_at(admin, "dashboard-owner")
    press(admin, admin.get_by_role("link", name="Open the report"))
    first = admin.locator(".health summary").first
    press(admin, first)
    place = admin.locator(".health details[open] li a").first
    expect(place).to_be_visible()
    look_at(admin, "site-health")
    admin.get_by_role("link", name="How this works").click()
    expect(admin.get_by_role("heading", name="How the site is doing")).to_be_in_viewport()
    look_at(admin, "handbook")
    admin.get_by_label("Search how this works").fill("closure notice")
    admin.keyboard.press("Enter")
    press(admin, admin.get_by_role("link", name="Hours, closed days and announcements").first)
    expect(admin.get_by_role("heading", name="Hours, closed days and announcements")).to_be_in_viewport()
    admin.context.close()
