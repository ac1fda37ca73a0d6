"""The clinic's settings, as prefetched with the site."""

from content.caching.routing import the_site
from content.models import ClinicSettings


def first_clinic() -> ClinicSettings | None:
    """Return the settings, if there are some already."""
    found: ClinicSettings | None = getattr(the_site(), "clinicsettings", None)
    return found
