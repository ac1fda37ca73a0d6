"""The clinic's settings, as prefetched with the site."""

from content.caching.routing import the_site
from content.models import ClinicSettings


def the_clinic() -> ClinicSettings:
    """Return the settings, which every reader shares; a form needs a copy of its own, `ClinicSettings.default()`."""
    found: ClinicSettings | None = getattr(the_site(), "clinicsettings", None)
    return found or ClinicSettings.default()
