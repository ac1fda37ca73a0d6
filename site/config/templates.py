"""How the project's own templates are read."""

import re

from django.conf import settings
from django.template.base import Origin
from django.template.loaders import filesystem

INDENTATION = re.compile(r"^[ \t]+", re.M)
LINE_OF_A_TAG = re.compile(r"^(\{%[^%\n]*%\})\n", re.M)


class Loader(filesystem.Loader):
    """Leaves out indentation and the lines that tags leave empty: a twentieth of a page as it is sent.

    What people wrote comes in later and is left as it is. While debugging, so are the templates' lines.
    """

    def get_contents(self, origin: Origin) -> str:
        text: str = super().get_contents(origin)
        if settings.DEBUG or not origin.name.endswith(".html"):
            return text
        return LINE_OF_A_TAG.sub(r"\1", INDENTATION.sub("", text))
