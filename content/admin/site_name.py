"""The clinic's name as the site's name, even in Wagtail's own screens."""

from typing import Any

from django.db.models.signals import post_save
from wagtail.models import Site
from wagtail.sites.forms import SiteForm

from content.models import ClinicSettings


def name_site(sender: type[ClinicSettings], instance: ClinicSettings, **_: Any) -> None:
    Site.objects.filter(pk=instance.site_id).exclude(site_name=instance.name).update(site_name=instance.name)


def use_clinic_name() -> None:
    """Name each site after its clinic, and remove the field under Settings › Sites."""
    field = SiteForm.base_fields["site_name"]
    field.disabled = True
    field.help_text = "The clinic’s name: change it under Settings › Clinic."
    post_save.connect(name_site, sender=ClinicSettings, dispatch_uid="site-named-after-clinic")
