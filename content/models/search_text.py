"""What of a page is searched, in the shape in which results quote it."""

from typing import Any

from wagtail.fields import RichTextField
from wagtail.search import index

from content.text.plain import lines_of


class SearchText(index.SearchField):
    """A searched field, line by line: results quote sentences, and never run one paragraph or field into the next."""

    def get_value(self, obj: Any) -> str:
        """Each paragraph, item, or value of the field in a line of its own."""
        if isinstance(self.get_field(type(obj)), RichTextField):
            lines: Any = lines_of(getattr(obj, self.field_name))
        else:
            found = super().get_value(obj)
            lines = found if isinstance(found, list) else [found]
        return "".join(f"{line}\n" for line in lines if line)
