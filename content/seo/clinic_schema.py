"""The clinic and its site as structured data."""

from typing import Any

from django.utils import timezone

from content.site_context.clinic import the_clinic
from content.site_context.context import current_schedule, current_site_context
from content.text.hours import WEEKDAYS, Span
from content.text.map_place import linked_position

Node = dict[str, Any]


def compact(node: Node) -> Node:
    """Return the node without empty properties."""
    return {name: value for name, value in node.items() if value not in (None, "", [], {})}


def clinic_ref(base: str) -> Node:
    return {"@id": f"{base}/#clinic"}


def website_ref(base: str) -> Node:
    return {"@id": f"{base}/#website"}


def website_node(base: str) -> Node:
    return {
        "@type": "WebSite",
        **website_ref(base),
        "url": f"{base}/",
        "name": the_clinic().name,
        "publisher": clinic_ref(base),
    }


def search_action(base: str) -> Node:
    """Return the site's search action, which only the home page has."""
    return {
        "@type": "SearchAction",
        "target": {"@type": "EntryPoint", "urlTemplate": f"{base}/search/?q={{search_term_string}}"},
        "query-input": "required name=search_term_string",
    }


def short_clinic_node(base: str) -> Node:
    """Return the clinic's name and contact details, for pages about something else."""
    clinic = the_clinic()
    node = {
        "@type": ["MedicalBusiness", "HealthAndBeautyBusiness"],
        **clinic_ref(base),
        "name": clinic.name,
        "url": f"{base}/",
        "disambiguatingDescription": "A sample clinic: name, address and prices are not real."
        if clinic.is_sample
        else "",
        "telephone": clinic.phone,
        "address": address_node(),
        "image": f"{base}/icon-512.png",
    }
    return compact(node)


def clinic_node(base: str) -> Node:
    """Return the clinic's node, from the same source as the footer."""
    clinic = the_clinic()
    node = short_clinic_node(base) | {
        "slogan": clinic.tagline,
        "areaServed": clinic.service_area,
        "email": clinic.email,
        "hasMap": clinic.map_url,
        "geo": geo_node(clinic.map_url),
        "logo": f"{base}/icon-512.png",
        "openingHoursSpecification": weekly_hours(),
        "specialOpeningHoursSpecification": special_hours(),
        "sameAs": [link.url for link in current_site_context().social_links],
    }
    if clinic.booking_url:
        node["potentialAction"] = {"@type": "ReserveAction", "target": clinic.booking_url}
    return compact(node)


def address_node() -> Node | None:
    clinic = the_clinic()
    if not (clinic.street or clinic.locality):
        return None
    parts = {
        "streetAddress": clinic.street,
        "addressLocality": clinic.locality,
        "addressRegion": clinic.region,
        "postalCode": clinic.postal_code,
        "addressCountry": clinic.country,
    }
    return compact({"@type": "PostalAddress", **parts})


def geo_node(map_url: str) -> Node | None:
    position = linked_position(map_url)
    return {"@type": "GeoCoordinates", **position._asdict()} if position else None


def weekly_hours() -> list[Node]:
    """Return the weekly hours, with weekdays that have the same hours in one entry."""
    days: dict[Span, list[str]] = {}
    for number, spans in sorted(current_schedule().weekly.items()):
        for span in spans:
            days.setdefault(span, []).append(WEEKDAYS[number])
    return [
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": names,
            "opens": f"{span.opens:%H:%M}",
            "closes": f"{span.closes:%H:%M}",
        }
        for span, names in days.items()
    ]


def special_hours() -> list[Node]:
    """Return current and future special days; schema.org expresses "closed" as 00:00 to 00:00."""
    today = timezone.localdate()
    return [
        {
            "@type": "OpeningHoursSpecification",
            "name": special.label,
            "validFrom": special.first_day.isoformat(),
            "validThrough": special.last_day.isoformat(),
            "opens": f"{special.span.opens:%H:%M}" if special.span else "00:00",
            "closes": f"{special.span.closes:%H:%M}" if special.span else "00:00",
        }
        for special in current_schedule().specials
        if special.last_day >= today
    ]
