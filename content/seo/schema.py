"""Structured data (schema.org) as one linked graph, which contains only what the page shows."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from content.models import (
    ArticlePage,
    ClinicPage,
    ConditionPage,
    HomePage,
    MusclePage,
    PractitionerPage,
    RegionPage,
    SessionType,
)
from content.seo.address import absolute, picture_url
from content.seo.clinic_schema import (
    Node,
    clinic_node,
    clinic_ref,
    compact,
    search_action,
    short_clinic_node,
    website_node,
    website_ref,
)
from content.text.cards import Card
from content.text.plain import plain

ESCAPES = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}


def as_script(data: Node) -> SafeString:
    """Return JSON that is safe inside a `<script>`."""
    plain_json = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return mark_safe(plain_json.translate(ESCAPES))  # noqa: S308 (escaped here)


def graph(page: ClinicPage, context: dict[str, Any], base: str, path: str, image: str) -> Node:
    """Return a page's nodes, which refer to each other by `@id`."""
    address = f"{base}{path}"
    is_home = isinstance(page, HomePage)
    describe_clinic = clinic_node if is_home or page.schema_type == "ContactPage" else short_clinic_node
    nodes = [
        describe_clinic(base),
        website_node(base) | ({"potentialAction": search_action(base)} if is_home else {}),
        page_node(page, context, base, address, image),
    ]
    if context.get("breadcrumb"):
        nodes.append(breadcrumb_node(page, context["breadcrumb"], base, address))
    if isinstance(page, ArticlePage):
        nodes.append(article_node(page, context, base, address, image))
    if isinstance(page, PractitionerPage):
        nodes.append(practitioner_node(page, base, address))
    for person in (context.get("author"), context.get("reviewer")):
        if person and not any(node["@id"] == person_id(person, base) for node in nodes):
            nodes.append(person_node(person, base))
    nodes += service_nodes(page, base)
    return {"@context": "https://schema.org", "@graph": nodes}


# The page ------------------------------------------------------------------------------------------


def page_node(page: ClinicPage, context: dict[str, Any], base: str, address: str, image: str) -> Node:
    questions = list(question_nodes(page))
    types = [page.schema_type if page.schema_type != "Article" else "WebPage"]
    if questions and "FAQPage" not in types:
        types.append("FAQPage")
    if not questions and types == ["FAQPage"]:
        types = ["WebPage"]
    author, reviewer = context.get("author"), context.get("reviewer")
    is_home = isinstance(page, HomePage)
    node = {
        "@type": types[0] if len(types) == 1 else types,
        "@id": f"{address}#page",
        "url": address,
        "name": page.hero_heading if is_home else page.title,
        "description": page.hero_text if is_home else page.summary,
        "inLanguage": "en",
        "isPartOf": website_ref(base),
        "publisher": clinic_ref(base),
        "breadcrumb": {"@id": f"{address}#breadcrumb"} if context.get("breadcrumb") else None,
        "primaryImageOfPage": {"@type": "ImageObject", "url": image},
        "about": subject_of(page, base),
        "mainEntity": questions,
        "citation": [
            compact({"@type": "CreativeWork", "name": source.citation, "url": source.url})
            for source in context.get("sources", [])
        ],
    }
    if author and not isinstance(page, ArticlePage):
        node["author"] = {"@id": person_id(author, base)}
    if reviewer:
        node["lastReviewed"] = context["reviewed_on"].isoformat()
        node["reviewedBy"] = {"@id": person_id(reviewer, base)}
    if isinstance(page, PractitionerPage):
        node["mainEntity"] = {"@id": f"{address}#person"}
    return compact(node)


def subject_of(page: ClinicPage, base: str) -> Node | None:
    """Return the page's subject, if schema.org has a type for it."""
    if isinstance(page, HomePage):
        return clinic_ref(base)
    if isinstance(page, ConditionPage):
        return {"@type": "MedicalSignOrSymptom", "name": page.title}
    if isinstance(page, MusclePage):
        names = [name for name in (page.common_name, page.latin_name) if name and name != page.title]
        return compact({"@type": "Muscle", "name": page.title, "alternateName": names})
    if isinstance(page, RegionPage):
        names = [page.anatomical_name] if page.anatomical_name else []
        return compact({"@type": "AnatomicalStructure", "name": page.title, "alternateName": names})
    return None


def question_nodes(page: ClinicPage) -> Iterator[Node]:
    for block in page.blocks():
        if block.block_type == "faq_group":
            for item in block.value["questions"]:
                answer = {"@type": "Answer", "text": plain(item["answer"])}
                yield {"@type": "Question", "name": plain(item["question"]), "acceptedAnswer": answer}


def breadcrumb_node(page: ClinicPage, above: Sequence[Card], base: str, address: str) -> Node:
    """Return the breadcrumb, with the same titles as the visible one."""
    names = ["Home", *(step.short_title or step.title for step in above[1:])]
    steps = [(name, absolute(step.url, base)) for name, step in zip(names, above, strict=True)]
    return {
        "@type": "BreadcrumbList",
        "@id": f"{address}#breadcrumb",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": target}
            for place, (name, target) in enumerate([*steps, (page.short_title or page.title, address)], start=1)
        ],
    }


def article_node(page: ArticlePage, context: dict[str, Any], base: str, address: str, image: str) -> Node:
    author = context.get("author")
    return compact(
        {
            "@type": "Article",
            "@id": f"{address}#article",
            "mainEntityOfPage": {"@id": f"{address}#page"},
            "headline": page.title,
            "description": page.summary,
            "image": image,
            "datePublished": page.date.isoformat(),
            "dateModified": page.changed_at.isoformat(timespec="seconds") if page.changed_at else None,
            "author": {"@id": person_id(author, base)} if author else clinic_ref(base),
            "publisher": clinic_ref(base),
            "keywords": [topic.name for topic in context.get("topics", [])],
            "inLanguage": "en",
        }
    )


# People and sessions -------------------------------------------------------------------------------


def person_id(person: Card, base: str) -> str:
    """Return the person's `@id`, on their own page."""
    return f"{absolute(person.url, base)}#person"


def person_node(person: Card, base: str) -> Node:
    """Return an author or reviewer; their own page has the details."""
    return compact(
        {
            "@type": "Person",
            "@id": person_id(person, base),
            "name": person.title,
            "url": absolute(person.url, base),
            "worksFor": clinic_ref(base),
        }
    )


def practitioner_node(page: PractitionerPage, base: str, address: str) -> Node:
    credential = {"@type": "EducationalOccupationalCredential", "name": page.credentials}
    license_ = {"@type": "PropertyValue", "name": "License", "value": page.licence_number, "url": page.register_url}
    return compact(
        {
            "@type": "Person",
            "@id": f"{address}#person",
            "name": page.title,
            "url": address,
            "jobTitle": page.role,
            "description": page.summary,
            "image": picture_url(page.photo, "format-jpeg|fill-800x600", base) if page.photo else None,
            # The sample's credentials are a note to staff.
            "hasCredential": credential if page.credentials and not page.is_sample else None,
            "identifier": compact(license_) if page.licence_number and not page.is_sample else None,
            "knowsLanguage": [language.strip() for language in page.languages.split(",") if language.strip()],
            "worksFor": clinic_ref(base),
        }
    )


def service_nodes(page: ClinicPage, base: str) -> list[Node]:
    """Return the sessions that the page shows."""
    sessions: dict[str, SessionType] = {}
    for block in page.blocks():
        if block.block_type == "sessions":
            sessions |= {session.key: session for session in block.block.cards_for(block.value)}
    return [service_node(session, base) for session in sessions.values()]


def service_node(session: SessionType, base: str) -> Node:
    offer = None
    if session.price is not None and not session.is_sample:
        offer = {
            "@type": "Offer",
            "price": str(session.price),
            "priceCurrency": session.currency,
            "eligibleDuration": {"@type": "QuantitativeValue", "value": session.minutes, "unitCode": "MIN"},
        }
    return compact(
        {
            "@type": "Service",
            "@id": f"{base}/#session-{session.key}",
            "name": session.name,
            "description": session.description,
            "provider": clinic_ref(base),
            "offers": offer,
        }
    )
