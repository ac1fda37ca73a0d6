"""Looking up a publication at Crossref and PubMed, as the fields of a source."""

import json
import re
from typing import Any
from urllib.parse import quote

from content.links.outside import Outside, OutsideError
from content.models import Source
from content.text.plain import plain

CROSSREF = "https://api.crossref.org/works/{}"
PUBMED = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils/esummary.fcgi?db=pubmed&retmode=json&id={}"
MOST_BYTES = 2_000_000
NAMED_AUTHORS = 3  # if there are more, the first and “et al.”
KINDS = (  # by the publication type; the first match wins
    (re.compile(r"guideline", re.I), Source.Kind.GUIDELINE),
    (re.compile(r"review|meta-analysis", re.I), Source.Kind.REVIEW),
    (re.compile(r"\bbook|monograph", re.I), Source.Kind.TEXTBOOK),
)


class NotFoundThereError(Exception):
    """Nothing was found to fill in; the message says why, in plain words."""


def by_doi(doi: str, outside: Outside) -> dict[str, str]:
    work = ask(CROSSREF.format(quote(doi)), "Crossref", outside)["message"]
    authors = [
        one.get("name") or f"{one.get('family', '')} {author_initials(one.get('given', ''))}" for one in people(work)
    ]
    issued = (work.get("issued") or {}).get("date-parts") or [[None]]
    journal = first_of(work.get("short-container-title")) or first_of(work.get("container-title"))
    title = first_of(work.get("title"))
    return source_fields(
        authors=authors,
        title=title,
        journal=journal or str(work.get("publisher") or ""),
        year=str(issued[0][0] or ""),
        place=(str(work.get("volume") or ""), str(work.get("page") or work.get("article-number") or "")),
        kinds=f"{work.get('type', '')} {title}",
        doi=doi,
    )


def people(work: dict[str, Any]) -> list[dict[str, str]]:
    return list(work.get("author") or work.get("editor") or ())


def by_pmid(pmid: str, outside: Outside) -> dict[str, str]:
    work = ask(PUBMED.format(pmid), "PubMed", outside)["result"][pmid]
    if "error" in work:
        raise NotFoundThereError("PubMed has nothing under this number. Check its digits.")
    numbers = {entry["idtype"]: entry["value"] for entry in work.get("articleids", ())}
    return source_fields(
        authors=[one["name"] for one in work.get("authors", ())],
        title=work.get("title", ""),
        journal=work.get("source", ""),
        year=str(work.get("pubdate", ""))[:4],
        place=(work.get("volume", ""), work.get("pages", "")),
        kinds=" ".join([*work.get("pubtype", ()), work.get("title", "")]),
        doi=str(numbers.get("doi", "")).lower(),
        pmid=pmid,
    )


def ask(url: str, name: str, outside: Outside) -> dict[str, Any]:
    """Return the service's JSON; raises NotFoundThereError with a message for editors."""
    by_hand = "Fill in the form by hand, or try again later."
    try:
        answer = outside.request("GET", url, most_bytes=MOST_BYTES, headers={"Accept": "application/json"})
    except OutsideError as error:
        raise NotFoundThereError(f"{name} can’t be reached at the moment. {by_hand}") from error
    if answer.status == 404:
        raise NotFoundThereError(f"{name} doesn’t know this number. Check it, or fill in the form by hand.")
    try:
        found: dict[str, Any] = json.loads(answer.body)
    except ValueError as error:
        raise NotFoundThereError(f"{name} gave an answer that can’t be used. {by_hand}") from error
    if answer.status != 200:
        raise NotFoundThereError(f"{name} can’t answer at the moment. {by_hand}")
    return found


def source_fields(
    *,
    authors: list[str],
    title: str,
    journal: str,
    year: str,
    place: tuple[str, str],
    kinds: str,
    doi: str,
    pmid: str = "",
) -> dict[str, str]:
    """Return the fields of a source, in the site's citation style."""
    names = [plain(name) for name in authors if name.strip()]
    who = ", ".join(names) if len(names) <= NAMED_AUTHORS else f"{names[0]}, et al"
    volume, pages = place
    start = re.split(r"[-–]", pages)[0]
    where = f"{journal} {year}".strip() + (f";{volume}" if volume else "") + (f":{start}" if volume and start else "")
    number = f"doi {doi}" if doi else f"PMID {pmid}" if pmid else ""
    parts = [who, plain(title), plain(where), number]
    citation = " ".join(f"{part.rstrip('.')}." for part in parts if part.strip())
    kind = next((kind for words, kind in KINDS if words.search(kinds)), Source.Kind.TRIAL)
    url = f"https://doi.org/{doi}" if doi else f"https://pubmed.ncbi.nlm.nih.gov/{pmid}/"
    return {"doi": doi, "pmid": pmid, "citation": citation, "url": url, "kind": kind.value}


def first_of(values: Any) -> str:
    return str(values[0]) if values else ""


def author_initials(given: str) -> str:
    return "".join(part[0] for part in re.split(r"[\s.-]+", given) if part)
