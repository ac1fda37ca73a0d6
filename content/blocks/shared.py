"""Blocks that show content that is edited elsewhere, once: reusable texts and testimonials."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.apps import apps
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from content.blocks.text import HeadedBlock
from content.text.headings import Heading, headings_for, headings_in, with_anchors
from content.text.plain import lines_of

RESULTS_VARY = "Each of these is one person’s own experience. Results vary from person to person."


class ReusableTextBlock(blocks.StructBlock):
    text = SnippetChooserBlock("content.ReusableText", help_text="Edited once, it changes on every page that shows it.")

    def html_of(self, value: Any) -> str:
        """Return the text's HTML; empty if it is deleted or unpublished."""
        chosen = value["text"]
        return str(chosen.text) if chosen and chosen.live else ""

    def headings(self, value: Any) -> list[Heading]:
        return list(headings_in(self.html_of(value)))

    def passages(self, value: Any) -> Iterator[str]:
        """What it says, for the checks."""
        yield self.html_of(value)

    def get_searchable_content(self, value: Any) -> list[str]:
        html = self.html_of(value)
        return list(lines_of(html)) if html else []

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        anchors = (heading.anchor for heading in headings_for(self, value, parent_context))
        context["html"] = with_anchors(self.html_of(value), anchors)
        return context

    def get_preview_value(self) -> Any:
        example = apps.get_model("content", "ReusableText")(name="Example", text="<p>Text shared by several pages.</p>")
        return self.normalize({"text": example})

    class Meta:
        icon = "copy"
        label = "Reusable text"
        description = "Text kept under Snippets and shared by several pages"
        template = "blocks/reusable_text.html"


class TestimonialsBlock(HeadedBlock):
    heading = blocks.CharBlock(default="In their own words", max_length=120)
    testimonials = blocks.ListBlock(SnippetChooserBlock("content.Testimonial"), min_num=1)

    def shown(self, value: Any) -> list[Any]:
        """Return those that may be shown, which requires valid consent."""
        return [one for one in value["testimonials"] if one and one.is_shown]

    def headings(self, value: Any) -> list[Heading]:
        return super().headings(value) if self.shown(value) else []

    def passages(self, value: Any) -> Iterator[str]:
        """What it says, for the checks."""
        yield from (str(one.words) for one in self.shown(value))

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        return context | {"testimonials": self.shown(value), "note": RESULTS_VARY}

    def get_preview_value(self) -> Any:
        day = date(2026, 1, 1)
        example = apps.get_model("content", "Testimonial")(
            words="A client’s own words go here.", name="First name", given_on=day, consent_on=day, source="a card"
        )
        return self.normalize({"heading": "In their own words", "testimonials": [example]})

    class Meta:
        icon = "openquote"
        label = "Testimonials"
        description = "Clients’ own words, with their consent on record"
        template = "blocks/testimonials.html"
