"""The clinic's settings, as they were read along with the sites."""

from wagtail.models import Site

from content.caching.routing import all_sites
from content.models import ClinicSettings


def clinic_of(site: Site) -> ClinicSettings:
    """The site's settings; they are made where there are none yet."""
    found: ClinicSettings = getattr(site, "clinicsettings", None) or ClinicSettings.for_site(site)
    return found


def first_clinic() -> ClinicSettings | None:
    """The settings of the default site, or of whichever has some."""
    return next((found for site in all_sites() if (found := getattr(site, "clinicsettings", None))), None)
