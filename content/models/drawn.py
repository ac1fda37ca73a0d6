"""Pages with drawings of their own: a small one for cards, and large ones at the top."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from content.anatomy.plate import Drawing
from content.text.cards import Picture, stamp_of


class DrawnPage:
    """A mixin for page types with drawings; `drawn_as` is the kind of the small one."""

    objects: Any
    slug: str
    title: str
    drawn_as: str
    drawings: ClassVar[Mapping[str, Callable[..., Drawing]]]  # kind → what draws `subject`

    def subject(self) -> tuple[Any, ...]:
        """What the drawings show, as the arguments of `drawings`."""
        raise TypeError(f"{type(self).__name__} says what it shows by overriding subject().")

    def drawing(self, kind: str) -> Drawing:
        return type(self).drawings[kind](*self.subject())

    def picture(self, kind: str) -> Picture:
        """Return the drawing as a file, with a stamp of all that a large one shows."""
        if kind == self.drawn_as:
            return Picture(kind, self.slug, self.title, stamp_of(self))
        drawing = self.drawing(kind)
        return Picture(kind, self.slug, self.title, f"{stamp_of(self)}{self.subject()}", drawing.words, drawing.key)
