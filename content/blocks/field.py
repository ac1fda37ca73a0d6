"""A StreamField whose blocks stay out of migrations."""

from typing import Any

from wagtail.blocks import StreamBlock, StreamValue
from wagtail.fields import StreamField


class RawStreamBlock(StreamBlock):
    """Stands in for the vocabulary where the real blocks are unknown: in migrations."""


class VocabularyField(StreamField):
    """StreamField without its blocks in `deconstruct`, so that editing a block makes no migration.

    Inside a migration the field knows no block at all; there it hands the stored value through
    untouched, so that a data migration's `.save()` does not empty the field.
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
        """Without what is empty: results quote these words, one after the other."""
        return [text for text in super().get_searchable_content(value) if text]
