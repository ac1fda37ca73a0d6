"""Staff change a page in the admin: preview, publish, and the visitor sees it."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import RunningSite


def test_what_staff_write_is_previewed_published_and_read(admin: Page, page: Page, running_site: RunningSite) -> None:
    [(pk,)] = running_site.rows("SELECT id FROM wagtailcore_page WHERE slug = 'low-back-pain'")
    complaints: list[str] = []
    admin.on("console", lambda message: complaints.append(message.text) if "Content Security" in message.text else None)
    admin.goto(f"/admin/pages/{pk}/edit/")
    words = "A new first sentence, written in a browser."
    admin.locator("[name=summary]").fill(words)
    admin.get_by_role("button", name="Toggle preview").click()
    expect(admin.frame_locator("#w-preview-iframe").get_by_text(words)).to_be_visible(timeout=20_000)
    page.goto("/conditions/low-back-pain/")
    assert words not in page.content()
    admin.get_by_role("button", name="Publish", exact=True).click()
    expect(admin.get_by_text("published", exact=False).first).to_be_visible()
    page.reload()
    expect(page.get_by_text(words)).to_be_visible()
    assert complaints == []
