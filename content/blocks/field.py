"""A StreamField whose blocks stay out of migrations."""

from typing import Any

from wagtail.blocks import StreamBlock, StreamValue
from wagtail.fields import StreamField


class RawStreamBlock(StreamBlock):
    """A stand-in for the vocabulary in migrations, where the real blocks are unknown."""


class VocabularyField(StreamField):
    """A StreamField without its blocks in `deconstruct`, so that editing a block needs no migration.

    Inside a migration, the field doesn't know any blocks; it passes the stored value through
    unchanged, so that a data migration's `.save()` doesn't empty the field.
    """

    def __init__(self, block_types: Any = (), **kwargs: Any) -> None:
        super().__init__(block_types or RawStreamBlock(), **kwargs)

    @property
    def knows_blocks(self) -> bool:
        return bool(self.stream_block.child_blocks)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, _, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [], kwargs

    def to_python(self, value: Any) -> Any:
        if not self.knows_blocks and not isinstance(value, StreamValue):
            return value
        return super().to_python(value)

    def get_prep_value(self, value: Any) -> Any:
        if not self.knows_blocks and not isinstance(value, StreamValue):
            return value
        return super().get_prep_value(value)

    def get_searchable_content(self, value: Any) -> list[str]:
        """Leave out empty strings, since search results quote these texts in sequence."""
        return [text for text in super().get_searchable_content(value) if text]
