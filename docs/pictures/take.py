"""Takes the pictures of README and handbook of a running sample: `take.py URL USERNAME PASSWORD`."""

import sys
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

FOLDER = Path(__file__).resolve().parent
CHROMIUM = "/usr/bin/chromium"
COLORS = 128  # enough for flat pages, at a third of the bytes
WIDE = {"width": 1280, "height": 860}
PHONE = {"width": 360, "height": 740}
PHONES = ["/", "/pain-map/outer-hip/", "/conditions/hip-pain/"]
GAP = 24
SHOWN = 960  # pixels a wide picture is made to


def screen(page: Page) -> Image.Image:
    return Image.open(BytesIO(page.screenshot(animations="disabled"))).convert("RGB")


def side_by_side(pictures: list[Image.Image]) -> Image.Image:
    wide = Image.new("RGB", (len(pictures) * (PHONE["width"] + GAP) - GAP, PHONE["height"]), "white")
    for number, picture in enumerate(pictures):
        wide.paste(picture, (number * (PHONE["width"] + GAP), 0))
    return wide


def keep(picture: Image.Image, name: str) -> None:
    """The picture, small."""
    if picture.width > SHOWN:
        picture = picture.resize((SHOWN, picture.height * SHOWN // picture.width), Image.Resampling.LANCZOS)
    picture.quantize(COLORS, dither=Image.Dither.NONE).save(FOLDER / f"{name}.png", optimize=True)


def main(site: str, username: str, password: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        shots = [
            ("home", "/", WIDE, "light"),
            ("muscle", "/muscles/gluteus-minimus/", WIDE, "light"),
            ("condition", "/conditions/hip-pain/", WIDE, "light"),
            ("pain-map-dark", "/pain-map/", WIDE, "dark"),
        ]
        for name, address, size, scheme in shots:
            page = browser.new_page(viewport=size, color_scheme=scheme, base_url=site)
            page.goto(address)
            keep(screen(page), name)
        phones = [browser.new_page(viewport=PHONE, base_url=site) for _ in PHONES]
        for page, address in zip(phones, PHONES, strict=True):
            page.goto(address)
        keep(side_by_side([screen(page) for page in phones]), "phones")
        admin = browser.new_page(viewport=WIDE, base_url=site)
        admin.goto("/admin/login/")
        admin.fill("[name=username]", username)
        admin.fill("[name=password]", password)
        admin.click(".login-form [type=submit]")
        admin.goto("/admin/inquiry/")
        keep(screen(admin), "inbox")
        admin.goto("/admin/pages/search/?q=hip")
        admin.get_by_role("link", name="Hip pain", exact=True).first.click()
        admin.fill("[name=summary]", "Sessions are a cure for hip pain.")
        admin.get_by_role("button", name="Toggle checks").click()
        admin.locator("[data-live-checks]").get_by_role("link", name="Summary").click()
        admin.wait_for_timeout(500)  # the editor scrolls
        keep(screen(admin), "checks")
        admin.goto("/admin/launch/make-it-mine/")
        keep(screen(admin), "wizard")
        admin.goto("/admin/#launch")
        admin.locator("#launch-section").scroll_into_view_if_needed()
        keep(screen(admin), "launch-list")
        settings = "/admin/settings/content/clinicsettings/"
        admin.goto(f"{settings}#tab-hours")
        admin.get_by_role("button", name="Add Closure or special day").click()
        closure = {"label": "Winter break", "first_day": "2026-12-24", "last_day": "2027-01-03"}
        for name, value in (closure | {"notice_from": "2026-12-10", "note": "We answer when we are back."}).items():
            admin.fill(f"[name=special_days-0-{name}]", value)
        admin.get_by_role("button", name="Add Closure or special day").scroll_into_view_if_needed()
        keep(screen(admin), "closure")
        for is_on in (True, False):
            admin.goto(f"{settings}#tab-before_you_open")
            admin.locator("[name=coming_soon]").set_checked(is_on)
            admin.get_by_role("button", name="Save", exact=True).click()
            admin.locator(".messages").wait_for()
            if is_on:
                visitor = browser.new_page(viewport=WIDE, base_url=site)
                visitor.goto("/")
                keep(screen(visitor), "coming-soon")
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:4])
