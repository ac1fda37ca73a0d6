"""Promoted results: Wagtail's promoted search results, and those for the clinic's own name and contact details."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from wagtail.contrib.search_promotions.models import SearchPromotion

from content.caching.version import per_version
from content.models import ClinicSettings
from content.site_context.clinic import the_clinic
from content.text.directory import directory, of_type
from content.text.phone import digits, number_keys
from search.query.emergencies import help_needed
from search.query.lexicon import Lexicon
from search.query.synonyms import Words
from search.query.words import (
    CLINIC_WORDS,
    COMPLAINTS,
    NO_CAUTION,
    STOP_WORDS,
    stems,
    typed_words,
    words_in,
    words_without,
)

FEWEST_DIGITS = 6  # of the clinic's phone number, to match it without the area code


@dataclass(frozen=True)
class Promotion:
    """A promoted page or outside URL."""

    page_id: int | None
    url: str = ""
    title: str = ""
    description: str = ""

    @property
    def is_shown(self) -> bool:
        return self.page_id in directory() if self.page_id else bool(self.url)


@dataclass(frozen=True)
class Promotions:
    """All promotions, built once per content version."""

    by_words: Mapping[Words, list[Promotion]]  # folded
    by_stems: Mapping[Words, list[Promotion]]  # without stop words
    longest: int  # words
    contact: list[Promotion]  # the contact page
    phones: frozenset[str]  # the last digits of the clinic's number
    region: str  # where numbers don't need a country code

    def words(self) -> set[str]:
        """Return every word that has a promotion visitors can see, alone or with others."""
        shown = (words for words, found in self.by_words.items() if any(one.is_shown for one in found))
        return {word for words in shown for word in words}

    def matching(self, text: str, lexicon: Lexicon) -> list[Promotion]:
        """Return the promotions for these words, in the chosen order.

        "Are you open on Saturday" gets those for "open" and for "Saturday", since these are all its meaningful words;
        "neck pain from the phone" gets none for "phone". A reason to ask a doctor first counts regardless of the
        other words, and an emergency also gets those for "emergency".
        """
        typed = tuple(typed_words(text))
        found = self.contact if self._is_phone(text) else self.by_words.get(typed)
        found = found or self._for_parts(words_without(NO_CAUTION, text), lexicon)
        if help_needed(text) == "emergency":
            found = found + self.by_words.get(("emergency",), [])
        return list({(one.page_id or one.url): one for one in reversed(found) if one.is_shown}.values())[::-1]

    def _is_phone(self, text: str) -> bool:
        """Return whether the text contains the clinic's phone number, in any notation, with or without area code."""
        typed = {digits(text), *number_keys(text, self.region)}
        return any(len(run) >= FEWEST_DIGITS and own.endswith(run[-len(own) :]) for own in self.phones for run in typed)

    def _for_parts(self, words: Words, lexicon: Lexicon) -> list[Promotion]:
        """Return those for parts of the words, longest first; only cautions if a meaningful word is in no part."""
        cautions: list[Promotion] = []
        others: list[Promotion] = []
        general: list[Promotion] = []  # for a word that fits any question, such as "treatment"
        is_complete = True
        while words:
            part = next((part for part in self._parts(words, lexicon) if self._for(part, lexicon)), words[:1])
            promoted = self._for(part, lexicon)
            kind = cautions if lexicon.is_caution(part) else general if CLINIC_WORDS.issuperset(part) else others
            kind += promoted
            is_complete &= bool(promoted) or part[0] in CLINIC_WORDS | COMPLAINTS | STOP_WORDS
            words = words[len(part) :]
        return cautions + (others + general if is_complete else [])

    def _parts(self, words: Words, lexicon: Lexicon) -> Iterator[Words]:
        """Yield the prefixes of the words that may have a promotion, longest first."""
        for length in range(min(max(self.longest, lexicon.longest_phrase), len(words)), 0, -1):
            part = words[:length]
            if STOP_WORDS.isdisjoint({part[0], part[-1]}) or lexicon.synonyms(part):
                yield part

    def _for(self, part: Words, lexicon: Lexicon) -> list[Promotion]:
        """Return those for the words in any form, or for their synonyms."""
        meant = (self.by_stems.get(stems(_significant(phrase)), []) for phrase in (part, *lexicon.synonyms(part)))
        return next(filter(None, meant), [])


def promotions() -> Promotions:
    """Return all promotions, cached until the content changes."""
    return per_version("search-promotions", _read)


def _read() -> Promotions:
    chosen: dict[Words, list[Promotion]] = {}
    for row in SearchPromotion.objects.select_related("query").order_by("sort_order", "pk"):
        promotion = Promotion(
            page_id=row.page_id,
            url=row.external_link_url,
            title=row.external_link_text,
            description=row.description,
        )
        chosen.setdefault(tuple(typed_words(row.query.query_string)), []).append(promotion)
    clinic = the_clinic()
    contact = [Promotion(page_id=page.pk) for page in of_type("inquirypage")[:1]]
    for words in filter(None, (tuple(words_in(text)) for text in _particulars(clinic))):
        chosen.setdefault(words, contact)
    by_stems: dict[Words, list[Promotion]] = {}
    for words in sorted(chosen, key=len):
        telling = _significant(words)
        # "Does it hurt?" is a different question from "hurt", and "who should not get a massage" from "massage".
        general = COMPLAINTS if telling == words else COMPLAINTS | CLINIC_WORDS
        if telling and not general.issuperset(telling):
            by_stems.setdefault(stems(telling), chosen[words])
    region = clinic.market_facts.phone_region
    phones = frozenset(number_keys(clinic.phone, region))
    return Promotions(chosen, by_stems, max(map(len, chosen), default=0), contact, phones, region)


def _significant(words: Words) -> Words:
    """Return the words without those that mean nothing."""
    return tuple(word for word in words if word not in STOP_WORDS)


def _particulars(clinic: ClinicSettings) -> list[str]:
    """Return what people type to find this clinic."""
    street = clinic.street.strip(" 0123456789,")
    return [clinic.name, clinic.email, clinic.street, street, clinic.locality, clinic.postal_code]
