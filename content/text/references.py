"""Normalizing DOIs and PubMed numbers."""

import re
from urllib.parse import unquote

DOI = re.compile(r"10\.\d{4,9}/[^\s\"<>]+")
DOI_IN_TEXT = re.compile(r"(?:doi\.org/|\bdoi:?\s*)(10\.\d{4,9}/[^\s\"<>]*[^\s\"<>.,;)])", re.IGNORECASE)
PMID_IN_TEXT = re.compile(r"(?:\bPMID:?\s*|pubmed\.ncbi\.nlm\.nih\.gov/|ncbi\.nlm\.nih\.gov/pubmed/)(\d{1,8})\b", re.I)
PREFIX = re.compile(r"^(?:https?://)?(?:dx\.|www\.)?doi\.org/|^doi:?\s*", re.IGNORECASE)


def normal_doi(typed: str) -> str:
    """Normalize a DOI: `https://doi.org/10.1000/ABC` → `10.1000/abc`; raises ValueError if it isn't one."""
    text = PREFIX.sub("", unquote(typed.strip())).strip().rstrip(".,;").lower()
    if not DOI.fullmatch(text):
        raise ValueError(typed)
    return text


def normal_pmid(typed: str) -> str:
    """Normalize a PubMed number: `PMID: 16919982` or its URL → `16919982`; raises ValueError if it isn't one."""
    text = typed.strip()
    found = PMID_IN_TEXT.search(text)
    number = found[1] if found else text
    if not re.fullmatch(r"[1-9]\d{0,7}", number) or not number.isascii():
        raise ValueError(typed)
    return number


def doi_in(*texts: str) -> str:
    """Return the first DOI in the texts; empty if there is none."""
    found = next(filter(None, map(DOI_IN_TEXT.search, texts)), None)
    return found[1].lower() if found else ""


def pmid_in(*texts: str) -> str:
    found = next(filter(None, map(PMID_IN_TEXT.search, texts)), None)
    return found[1] if found else ""
