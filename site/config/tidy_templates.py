"""Templates are indented for people who read them; pages are not."""

import re

from django.template.base import Origin
from django.template.loaders.filesystem import Loader as FilesystemLoader

INDENTATION = re.compile(r"^[ \t]+|[ \t]+$", re.M)


class Loader(FilesystemLoader):
    """Leaves the indentation of our HTML templates out, which a browser takes for one space at most anyway.

    What visitors typed is never in a template's source, so it is not touched.
    """

    def get_contents(self, origin: Origin) -> str:
        source: str = super().get_contents(origin)
        return INDENTATION.sub("", source) if str(origin.name).endswith(".html") else source
