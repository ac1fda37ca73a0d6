"""/llms.txt: the site as a plain list, for language models (llmstxt.org)."""

import re

from content.models import HomePage
from content.site_context.clinic import the_clinic
from content.text.directory import indexed, models_by_name

MOST_OF_A_KIND = 500
SPACES = re.compile(r"\s+")


def build_llms(base: str) -> str:
    """Return name, tagline, and every indexable page with its summary, with one section per kind of page."""
    clinic = the_clinic()
    lines = [f"# {clinic.name}", ""]
    if clinic.tagline:
        lines += [f"> {clinic.tagline}", ""]
    lines.append("General information about trigger point therapy; not a diagnosis or medical advice.")
    if clinic.is_sample:
        lines.append("This is a sample clinic: its name, address and prices are not real.")
    pages = indexed()
    for name, model in models_by_name().items():
        of_kind = [page for page in pages if page.model_name == name and not issubclass(model, HomePage)]
        entries = [entry(page.title, base + page.url, page.summary) for page in of_kind[:MOST_OF_A_KIND]]
        if entries:
            lines += ["", f"## {of_kind[0].kind}", "", *entries]
    return "\n".join([*lines, ""])


def entry(title: str, address: str, summary: str) -> str:
    name = SPACES.sub(" ", title).replace("[", "(").replace("]", ")")
    words = SPACES.sub(" ", summary).strip()
    return f"- [{name}]({address})" + (f": {words}" if words else "")
