"""/llms.txt: the site as a plain list, for language models (llmstxt.org)."""

import re

from wagtail.models import get_page_models

from content.caching.routing import home_path, readable
from content.models import ClinicPage, HomePage
from content.site_context.context import SiteContext
from content.text.directory import address_of

MOST_OF_A_KIND = 500
SPACES = re.compile(r"\s+")


def build_llms(site_context: SiteContext, base: str) -> str:
    """Return name, tagline, and every indexable page with its summary, with one section per kind of page."""
    clinic = site_context.clinic
    lines = [f"# {clinic.name}", ""]
    if clinic.tagline:
        lines += [f"> {clinic.tagline}", ""]
    lines.append("General information about trigger point therapy; not a diagnosis or medical advice.")
    if clinic.is_sample:
        lines.append("This is a sample clinic: its name, address and prices are not real.")
    home = home_path()
    for model in get_page_models():
        if issubclass(model, ClinicPage) and model.indexable and not issubclass(model, HomePage):
            pages = readable(model.objects.filter(alias_of=None)).order_by("path")
            rows = pages.values_list("title", "url_path", "summary")[:MOST_OF_A_KIND]
            entries = [entry(title, base + address_of(url_path, home), summary) for title, url_path, summary in rows]
            if entries:
                lines += ["", f"## {model.kind_label}", "", *entries]
    return "\n".join([*lines, ""])


def entry(title: str, address: str, summary: str) -> str:
    name = SPACES.sub(" ", title).replace("[", "(").replace("]", ")")
    words = SPACES.sub(" ", summary).strip()
    return f"- [{name}]({address})" + (f": {words}" if words else "")
