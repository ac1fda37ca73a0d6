"""One page of each kind with a unique name, ways to hide it, and every surface that names pages."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.core.management import call_command
from django.test import Client, TestCase
from django.utils import timezone
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.models import Page, PageViewRestriction

NAMES = {
    "practitioner": "Quillfeather",
    "article": "Zephyrine",
    "condition": "Marrowbane",
    "muscle": "Vexatoris",
    "region": "Umberwick",
    "guide": "Thistledown",
    "comparison": "Gallowmere",
    "questions": "Pimpernook",
    "sessions": "Ostrabelin",
    "legal": "Fennimark",
}
SHARED = "Hushwick"  # in the title of every page
EVERY = " ".join(NAMES)


def typo(name: str) -> str:
    """The name with its last two letters swapped."""
    return f"{name[:-2]}{name[-1]}{name[-2]}".lower()


# Surface → its address, and the kinds of page that it names while they are public.
SURFACES: dict[str, tuple[str, str]] = {
    "menu and footer": ("/contact/", "questions sessions legal"),
    "home": ("/", "article condition region"),
    "team": ("/practitioners/", "practitioner"),
    "articles": ("/articles/", "article"),
    "conditions": ("/conditions/", "condition"),
    "muscles": ("/muscles/", "muscle"),
    "pain map": ("/pain-map/", "region"),
    "places chosen": ("/pain-map/at/buttock/low-back/", "muscle region"),
    "another region": ("/pain-map/outer-hip/", "condition muscle region"),
    "another muscle": ("/muscles/gluteus-medius/", "condition muscle region"),
    "another condition": ("/conditions/low-back-pain/", "condition muscle region"),
    "another article": ("/articles/hub/", "article"),
    "blocks and chosen pages": ("/hub/", EVERY),
    "page below": ("/trigger-points/under/below/", "guide"),
    "page beside": ("/trigger-points/beside/", "guide"),
    "feed": ("/articles/feed/", "article practitioner"),
    "sitemap": ("/sitemap.xml", EVERY),
    "llms.txt": ("/llms.txt", EVERY),
    "not found": ("/nowhere/", "condition"),
    "search, nothing found": ("/search/?q=qqqqqqqq", "condition questions sessions"),
    "search": (f"/search/?q={SHARED.lower()}", EVERY),
    "search, promoted": ("/search/?q=promoted", EVERY),
    **{f"did you mean: {kind}": (f"/search/?q={typo(NAMES[kind])}", kind) for kind in ("practitioner", "muscle")},
    **{f"did you mean, beside {kind}": (f"/search/?q=neck+{typo(NAMES[kind])}", kind) for kind in ("article", "legal")},
    **{f"similar address: {kind}": (f"/{typo(NAMES[kind])}/", kind) for kind in ("practitioner", "condition")},
}


@dataclass(frozen=True)
class Hidden:
    """A page about to be hidden."""

    kind: str
    pk: int
    url: str

    @property
    def name(self) -> str:
        return NAMES[self.kind]

    def is_given_away(self, text: str) -> bool:
        """Whether the text contains the page's address or its name."""
        if any(f"{self.url}{end}" in text for end in ('"', "<", ")")):
            return True
        return self.name.lower() in text.lower()


def model(name: str) -> Any:
    return apps.get_model("content", name)


def publish(page: Any, **fields: Any) -> None:
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()


def below(parent: Page, title: str, **fields: Any) -> Any:
    """Create and publish a guide."""
    page = model("GuidePage")(**{"title": title, "slug": title.lower()} | fields)
    parent.add_child(instance=page)
    publish(page)
    return page


def chosen_pages() -> dict[str, Page]:
    """One live page of each kind, chosen because many others mention it."""
    condition = model("ConditionPage").objects.get(slug="low-back-pain")
    return {
        "practitioner": model("PractitionerPage").objects.get(slug="sample-therapist"),
        "article": model("ArticlePage").objects.order_by("-date", "-pk").first(),
        "condition": model("ConditionPage").objects.get(slug="hip-pain"),
        "muscle": model("MusclePage").objects.get(slug="quadratus-lumborum"),
        "region": condition.condition_regions.get(region__slug="buttock").region,
        "guide": below(model("GuidePage").objects.get(slug="trigger-points"), "Thistledown", slug="under"),
        "comparison": model("ComparisonPage").objects.first(),
        "questions": model("FAQPage").objects.first(),
        "sessions": model("SessionsPage").objects.first(),
        "legal": model("LegalPage").objects.first(),
    }


def prepare() -> list[Hidden]:
    """Rename the pages, and create pages that mention all of them."""
    pages = chosen_pages()
    pages["practitioner"].is_sample = False  # samples are never named as authors
    for kind, page in pages.items():
        own = {} if kind in ("region", "muscle", "guide") else {"slug": NAMES[kind].lower()}
        publish(
            page,
            title=f"{NAMES[kind]} {SHARED}",
            seo_title="",
            menu_title="",
            show_in_menus=kind not in ("legal", "region"),
            **own,
        )
        SearchPromotion.objects.create(query=Query.get("promoted"), page=page, description="Chosen by staff.")
    home = model("HomePage").objects.get()
    lists = [{"type": kind, "value": {"heading": kind, "text": ""}} for kind in ("conditions", "articles")]
    publish(home, example_muscle=pages["muscle"], body=json.dumps(lists))
    related = [apps.get_model("content", "RelatedLink")(page=page) for page in pages.values()]
    below(home, "Hub", body=json.dumps(speaking_of(pages)), related_links=related)
    below(pages["guide"], "Below")
    below(pages["guide"].get_parent(), "Beside")
    article = model("ArticlePage")(title="Hub of articles", slug="hub", author=pages["practitioner"])
    model("ArticleIndexPage").objects.get().add_child(instance=article)
    publish(article)
    return [Hidden(kind, page.pk, Page.objects.get(pk=page.pk).url) for kind, page in pages.items()]


def speaking_of(pages: dict[str, Page]) -> list[dict[str, Any]]:
    """One block of each type that shows pages, showing all of them."""
    every = [page.pk for page in pages.values()]
    action = {"heading": "Do", "text": "", "button": "Go", "url": ""}
    links = "".join(f'<a linktype="page" id="{pk}">this</a> ' for pk in every)
    return [
        {"type": "rich_text", "value": f"<p>{links}</p>"},
        {"type": "related_pages", "value": {"heading": "Read", "text": "", "pages": every}},
        {"type": "muscles", "value": {"heading": "Muscles", "text": "", "muscles": [pages["muscle"].pk]}},
        {"type": "conditions", "value": {"heading": "One", "text": "", "conditions": [pages["condition"].pk]}},
        {"type": "conditions", "value": {"heading": "All", "text": "", "conditions": []}},
        {"type": "articles", "value": {"heading": "Newest", "text": "", "count": 12}},
        {"type": "practitioner", "value": {"practitioner": pages["practitioner"].pk, "text": ""}},
        *({"type": "call_to_action", "value": action | {"page": pk}} for pk in every),
    ]


# Ways to hide them ----------------------------------------------------------------------------------


def restrict(kind: str) -> Callable[[Page], None]:
    def hide(page: Page) -> None:
        PageViewRestriction.objects.create(page=page, restriction_type=kind, password="open sesame")

    return hide


def restrict_above(page: Page) -> None:
    """Restrict the page's parent; a page right below the home page is restricted itself."""
    above = page.get_parent() if page.depth > 3 else page
    PageViewRestriction.objects.get_or_create(page=above, restriction_type="login")


def take_down(page: Page) -> None:
    page.specific.unpublish()


def plan(page: Page) -> None:
    """Publish it only in the future."""
    take_down(page)
    publish(Page.objects.get(pk=page.pk).specific, go_live_at=timezone.now() + timedelta(days=1))


def expire(page: Page) -> None:
    """Let it expire in the past."""
    publish(page.specific, expire_at=timezone.now() + timedelta(hours=1))
    Page.objects.filter(pk=page.pk).update(expire_at=timezone.now() - timedelta(hours=1))
    call_command("publish_scheduled", verbosity=0)


# Each page is hidden twice, by a restriction and by its own state, since a single query decides who may read it.
WAYS: dict[str, tuple[Callable[[Page], None], ...]] = {
    "restricted": (restrict("password"), restrict_above),
    "unpublished": (plan, expire),
}


def look(addresses: Iterable[str]) -> dict[str, str]:
    """What a visitor gets at each address."""
    client = Client()
    return {address: client.get(address).content.decode() for address in addresses}


def in_effect(change: Callable[[], Any]) -> Any:
    """Make a change and run its on-commit callbacks."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        return change()
