"""A site with hundreds of conditions, created in a few statements."""

from django.db.models import Max
from wagtail.models import Page

from content.models import ConditionIndexPage, ConditionPage

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
UNLIKE = {"id", "path", "slug", "url_path", "title", "translation_key", "latest_revision_id", "live_revision_id"}


def add_conditions(first: int, number: int) -> list[ConditionPage]:
    """Create live conditions called Ache 100, Ache 101 and so on, after the existing ones."""
    index = ConditionIndexPage.objects.get()
    like = ConditionPage.objects.order_by("path").first()
    last = ConditionPage.objects.aggregate(path=Max("path"))["path"]
    alike = {f.attname: getattr(like, f.attname) for f in Page._meta.concrete_fields if f.attname not in UNLIKE}
    pages = Page.objects.bulk_create(
        Page(
            **alike,
            path=index.path + in_36s(int(last[-4:], 36) + 1 + count),
            slug=f"ache-{first + count}",
            url_path=f"{index.url_path}ache-{first + count}/",
            title=f"Ache {first + count}",
        )
        for count in range(number)
    )
    for page in pages:
        condition = ConditionPage(page_ptr_id=page.pk, summary="What it is. What to do.")
        condition.__dict__.update({**page.__dict__, "page_ptr_id": page.pk})
        condition.save_base(raw=True)
    return list(ConditionPage.objects.filter(pk__in=[page.pk for page in pages]).order_by("path"))


def in_36s(number: int) -> str:
    """One step of a page's path, in base 36."""
    return "".join(DIGITS[number // 36**place % 36] for place in (3, 2, 1, 0))
