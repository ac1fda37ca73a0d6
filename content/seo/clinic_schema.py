"""The clinic and its site as structured data."""

from typing import Any

from django.utils import timezone

from content.site_context.context import SiteContext
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


def website_node(site_context: SiteContext, base: str) -> Node:
    return {
        "@type": "WebSite",
        **website_ref(base),
        "url": f"{base}/",
        "name": site_context.clinic.name,
        "publisher": clinic_ref(base),
    }


def search_action(base: str) -> Node:
    """Return the site's search action, which only the home page has."""
    return {
        "@type": "SearchAction",
        "target": {"@type": "EntryPoint", "urlTemplate": f"{base}/search/?q={{search_term_string}}"},
        "query-input": "required name=search_term_string",
    }


def short_clinic_node(site_context: SiteContext, base: str) -> Node:
    """Return the clinic's name and contact details, for pages about something else."""
    clinic = site_context.clinic
    node = {
        "@type": ["MedicalBusiness", "HealthAndBeautyBusiness"],
        **clinic_ref(base),
        "name": clinic.name,
        "url": f"{base}/",
        "disambiguatingDescription": "A sample clinic: name, address and prices are not real."
        if clinic.is_sample
        else "",
        "telephone": clinic.phone,
        "address": address_node(site_context),
        "image": f"{base}/icon-512.png",
    }
    return compact(node)


def clinic_node(site_context: SiteContext, base: str) -> Node:
    """Return the clinic's node, from the same source as the footer."""
    clinic = site_context.clinic
    node = short_clinic_node(site_context, base) | {
        "slogan": clinic.tagline,
        "areaServed": clinic.service_area,
        "email": clinic.email,
        "hasMap": clinic.map_url,
        "geo": geo_node(clinic.map_url),
        "logo": f"{base}/icon-512.png",
        "openingHoursSpecification": weekly_hours(site_context),
        "specialOpeningHoursSpecification": special_hours(site_context),
        "sameAs": [link.url for link in site_context.social_links],
    }
    if clinic.booking_url:
        node["potentialAction"] = {"@type": "ReserveAction", "target": clinic.booking_url}
    return compact(node)


def address_node(site_context: SiteContext) -> Node | None:
    clinic = site_context.clinic
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


def weekly_hours(site_context: SiteContext) -> list[Node]:
    """Return the weekly hours, with weekdays that have the same hours in one entry."""
    days: dict[Span, list[str]] = {}
    for number in sorted(site_context.schedule.weekly):
        for span in site_context.schedule.weekly[number]:
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


def special_hours(site_context: SiteContext) -> list[Node]:
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
        for special in site_context.schedule.specials
        if special.last_day >= today
    ]
