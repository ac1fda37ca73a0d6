"""How the project's own templates are read."""

import re

from django.template.base import Origin
from django.template.loaders import filesystem

INDENTATION = re.compile(r"(?<=\n)[ \t]+")


class Loader(filesystem.Loader):
    """Leaves out the indentation, which browsers don't need and which is a thirtieth of a page as it is sent.

    What people wrote comes in later and is left as it is.
    """

    def get_contents(self, origin: Origin) -> str:
        text: str = super().get_contents(origin)
        return INDENTATION.sub("", text) if origin.name.endswith(".html") else text
