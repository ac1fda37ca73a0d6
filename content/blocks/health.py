"""Blocks with medical weight: red flags, comparison, questions, sources."""

from itertools import chain
from typing import Any

from django.apps import apps
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock

from content.blocks.text import INLINE_FEATURES, SMALL_FEATURES, HeadedBlock, ProseBlock
from content.text.headings import Heading, titled

SOURCES = "sources"  # the id of the list, wherever it is on the page
LEVELS = [
    ("emergency", "Emergency: get help now"),
    ("urgent", "Urgent: see a doctor today or tomorrow"),
    ("soon", "Soon: see a doctor before a session"),
]


class RedFlagsBlock(HeadedBlock):
    """Signs that need a doctor; the emergency numbers come from the clinic's market setting."""

    level = blocks.ChoiceBlock(choices=LEVELS, default="urgent", search_index=False)
    heading = blocks.CharBlock(
        required=False, default="", max_length=120, help_text="Leave empty for the usual words for this level."
    )
    signs = blocks.ListBlock(blocks.CharBlock(max_length=250), min_num=1)
    action = ProseBlock(
        features=INLINE_FEATURES, required=False, help_text="Leave empty for the usual words for this level."
    )

    class Meta:
        icon = "warning"
        label = "Red flags"
        description = "“See a doctor if …”: every condition page needs one"
        template = "blocks/red_flags.html"
        preview_value = {
            "level": "urgent",
            "heading": "",
            "signs": ["Fever with back pain", "Weakness in a leg"],
            "action": "",
        }


class ComparisonTableBlock(blocks.StructBlock):
    table = TypedTableBlock(
        [
            ("text", ProseBlock(features=INLINE_FEATURES, label="Text")),
            ("heading", blocks.CharBlock(label="Row heading")),
        ],
        help_text="Make the first column a “Row heading” column. On a phone each row becomes a card.",
    )
    note = ProseBlock(
        features=INLINE_FEATURES, required=False, help_text="Where the cells come from: sources or practice."
    )

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        headings = [column["heading"] for column in value["table"].columns]
        context["rows"] = [list(zip(headings, row["values"], strict=False)) for row in value["table"].row_data]
        return context

    def get_preview_value(self) -> Any:
        return self.to_python(
            {
                "table": {
                    "columns": [
                        {"type": "heading", "heading": ""},
                        {"type": "text", "heading": "Trigger point therapy"},
                        {"type": "text", "heading": "Deep tissue massage"},
                    ],
                    "rows": [
                        {"values": ["Aim", "<p>Small spots that repeat your pain</p>", "<p>Deeper layers</p>"]},
                        {"values": ["Pressure", "<p>Held, precise</p>", "<p>Firm, slow strokes</p>"]},
                    ],
                    "caption": "Two methods side by side",
                },
                "note": "<p>As therapists describe their practice.</p>",
            }
        )

    class Meta:
        icon = "table"
        label = "Comparison table"
        description = "Methods side by side, with row headings and sources"
        template = "blocks/comparison_table.html"


class QuestionBlock(blocks.StructBlock):
    question = blocks.CharBlock(max_length=200)
    answer = ProseBlock(features=SMALL_FEATURES)


class FAQGroupBlock(HeadedBlock):
    heading = blocks.CharBlock(required=False, default="", max_length=120)
    questions = blocks.ListBlock(QuestionBlock(), min_num=1)

    def headings(self, value: Any) -> list[Heading]:
        """Return a heading for each question, so that each can be linked to, even without a heading above them."""
        questions = [titled(item["question"] or "?", listed=False) for item in value["questions"]]
        return [*super().headings(value), *chain(*questions)]

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        anchors = [heading.anchor for heading in context["headings"]]
        questions = value["questions"]
        context["anchor"] = anchors[0] if value["heading"] else ""
        context["items"] = list(zip(anchors[len(anchors) - len(questions) :], questions, strict=True))
        return context

    class Meta:
        icon = "help"
        label = "Questions and answers"
        description = "Questions that open when tapped; each has its own link"
        template = "blocks/faq_group.html"
        preview_value = {
            "heading": "Before your first session",
            "questions": [{"question": "Does it hurt?", "answer": "<p>Pressure is always yours to set.</p>"}],
        }


class SourcesListBlock(HeadedBlock):
    heading = blocks.CharBlock(default="Sources", max_length=120)
    is_folded = blocks.BooleanBlock(
        required=False, default=False, label="Folded", help_text="One line that opens on a tap. On paper it is open."
    )

    def headings(self, value: Any) -> list[Heading]:
        return [Heading(value["heading"], SOURCES, is_layout=True)]

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Add the page's own sources; the block picker has no page, so it shows some of the site's."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        if "sources" not in context:
            context["sources"] = list(apps.get_model("content", "Source").objects.all()[:3])
        if not context["headings"]:
            context["sources"] = []
        return context

    class Meta:
        icon = "list-ul"
        label = "Sources list"
        description = "Shows the page’s sources here instead of at the end"
        template = "blocks/sources_list.html"
        preview_value = {"heading": "Sources", "is_folded": False}
