"""The form in the chooser of sources."""

from django.forms import Textarea
from wagtail.admin.forms.models import WagtailAdminModelForm

from content.models import Source
from content.panels.look_up import LookUpInput


class SourceForm(WagtailAdminModelForm):
    """A new source, where it is cited."""

    class Meta:
        model = Source
        fields = ["doi", "pmid", "citation", "url", "kind", "finding"]
        widgets = {
            "doi": LookUpInput,
            "pmid": LookUpInput,
            "citation": Textarea(attrs={"rows": 3}),
            "finding": Textarea(attrs={"rows": 3}),
        }
