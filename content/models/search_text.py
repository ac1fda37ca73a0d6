"""A page's searched text, in the form that results quote."""

from typing import Any

from wagtail.fields import RichTextField
from wagtail.search import index

from content.text.plain import lines_of


class SearchText(index.SearchField):
    """A searched field as lines, so that quotes in results never run from one paragraph or field into the next."""

    def get_value(self, obj: Any) -> str:
        """Return each paragraph, item, or value of the field on its own line."""
        if isinstance(self.get_field(type(obj)), RichTextField):
            lines: Any = lines_of(getattr(obj, self.field_name))
        else:
            found = super().get_value(obj)
            lines = found if isinstance(found, list) else [found]
        return "".join(f"{line}\n" for line in lines if line)
