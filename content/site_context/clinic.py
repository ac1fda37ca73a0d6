"""The clinic's settings, as prefetched with the sites."""

from wagtail.models import Site

from content.caching.routing import all_sites
from content.models import ClinicSettings


def clinic_of(site: Site) -> ClinicSettings:
    """Return the site's settings, created if there are none yet."""
    found: ClinicSettings = getattr(site, "clinicsettings", None) or ClinicSettings.for_site(site)
    return found


def first_clinic() -> ClinicSettings | None:
    """Return the settings of the default site, or of the first site that has some."""
    return next((found for site in all_sites() if (found := getattr(site, "clinicsettings", None))), None)
