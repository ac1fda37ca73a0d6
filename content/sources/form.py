"""The form in the source chooser."""

from django.forms import Textarea
from wagtail.admin.forms.models import WagtailAdminModelForm

from content.models import Source
from content.panels.look_up import LookUpInput


class SourceForm(WagtailAdminModelForm):
    """A form for a new source, added where it is cited."""

    class Meta:
        model = Source
        fields = ["doi", "pmid", "citation", "url", "kind", "finding"]
        widgets = {
            "doi": LookUpInput,
            "pmid": LookUpInput,
            "citation": Textarea(attrs={"rows": 3}),
            "finding": Textarea(attrs={"rows": 3}),
        }
