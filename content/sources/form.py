"""The form in the source chooser."""

from django.forms import Textarea
from wagtail.admin.forms.models import WagtailAdminModelForm, formfield_for_dbfield

from content.models import Source
from content.panels.look_up import LookUpInput


class SourceForm(WagtailAdminModelForm):
    """A form for a new source, added where it is cited."""

    class Meta:
        model = Source
        formfield_callback = formfield_for_dbfield
        fields = ["doi", "pmid", "citation", "url", "kind", "finding"]
        widgets = {
            "doi": LookUpInput,
            "pmid": LookUpInput,
            "citation": Textarea(attrs={"rows": 3}),
            "finding": Textarea(attrs={"rows": 3}),
        }
