"""Body text and related blocks."""

from collections.abc import Iterable
from itertools import zip_longest
from typing import Any

from django.db.models import prefetch_related_objects
from wagtail import blocks
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageBlock

from content.anatomy.doing import PORTRAIT, load_doing
from content.anatomy.pictures import doing_picture
from content.text.headings import Heading, headings_for, headings_in, titled, with_anchors
from content.text.minutes import parts_of_the_whole
from content.text.plain import lines_of

TEXT_FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "superscript"]
INLINE_FEATURES = ["bold", "italic", "link", "superscript"]
DRAWINGS = [(name, one.title) for name, one in load_doing().items() if name != PORTRAIT]
SMALL_FEATURES = [*INLINE_FEATURES, "ul", "ol"]


class HeadedBlock(blocks.StructBlock):
    """A block with its own heading, which the contents list links to."""

    in_contents = True

    def headings(self, value: Any) -> list[Heading]:
        """Return the targets of fragment links, in the order in which the block shows them."""
        return titled(value["heading"], self.in_contents)

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        context["headings"] = headings = headings_for(self, value, parent_context)
        context["anchor"] = headings[0].anchor if headings else ""
        return context


class ProseBlock(blocks.RichTextBlock):
    """Rich text that is searched, and quoted in results, paragraph by paragraph."""

    def get_searchable_content(self, value: Any) -> list[str]:
        return list(lines_of(value))


class TextBlock(ProseBlock):
    """Headings, paragraphs, and lists; each heading gets an anchor that the contents list links to."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(features=TEXT_FEATURES, **kwargs)

    def headings(self, value: Any) -> list[Heading]:
        return list(headings_in(str(value)))

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        anchors = (heading.anchor for heading in headings_for(self, value, parent_context))
        context["html"] = with_anchors(str(value), anchors)
        return context

    class Meta:
        icon = "pilcrow"
        label = "Text"
        description = "Headings, paragraphs, lists and links"
        template = "blocks/rich_text.html"
        preview_value = "<h2>Where the pain may start</h2><p>The sore place is often <b>not</b> the place to press.</p>"


class PictureBlock(ImageBlock):
    """An image; the renditions of all images in a page's figures are fetched together."""

    def bulk_to_python(self, values: Iterable[Any]) -> list[Any]:
        pictures: list[Any] = super().bulk_to_python(values)
        prefetch_related_objects([picture for picture in pictures if picture], "renditions")
        return pictures


class FigureBlock(blocks.StructBlock):
    image = PictureBlock(
        search_index=False,
        help_text="Say what the picture shows for people who can't see it, or mark it as decorative.",
    )
    caption = blocks.CharBlock(required=False, default="", max_length=250)
    credit = blocks.CharBlock(
        required=False, default="", max_length=120, help_text="Who made the picture, and its license."
    )
    width = blocks.ChoiceBlock(
        choices=[("text", "As wide as the text"), ("wide", "Wider than the text")],
        default="text",
        search_index=False,
    )

    def get_preview_value(self) -> Any:
        image = get_image_model().objects.first()
        return self.normalize({"image": image, "caption": "What the picture shows", "credit": "", "width": "text"})

    class Meta:
        icon = "image"
        label = "Picture"
        description = "A picture with a caption; smaller versions for phones are made automatically"
        template = "blocks/figure.html"


class DrawingBlock(blocks.StructBlock):
    drawings = blocks.ListBlock(
        blocks.ChoiceBlock(choices=DRAWINGS, label="Drawing"),
        min_num=1,
        max_num=3,
        search_index=False,
    )
    caption = blocks.CharBlock(required=False, default="", max_length=250)

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        context["pictures"] = [doing_picture(name) for name in value["drawings"] if name in load_doing()]
        return context

    class Meta:
        icon = "pick"
        label = "Drawing"
        description = "One to three of the site’s own drawings side by side, such as a ball and a wall"
        template = "blocks/drawing.html"
        preview_value = {"drawings": ["precise-pressure", "broad-pressure"], "caption": "Two kinds of pressure"}


class CalloutBlock(HeadedBlock):
    kind = blocks.ChoiceBlock(
        choices=[
            ("note", "Note"),
            ("tip", "Tip"),
            ("evidence", "What the evidence says"),
            ("sample", "Sample: to be replaced"),
        ],
        default="note",
        search_index=False,
    )
    heading = blocks.CharBlock(required=False, default="", max_length=120)
    text = ProseBlock(features=SMALL_FEATURES)

    class Meta:
        icon = "info-circle"
        label = "Callout"
        description = "A short note set apart from the text: a remark, a tip, or how strong the evidence is"
        template = "blocks/callout.html"
        preview_value = {
            "kind": "evidence",
            "heading": "What the evidence says",
            "text": "<p>Pressing raised the pressure people could bear; self-rated pain changed little.</p>",
        }


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock()
    attribution = blocks.CharBlock(max_length=160, help_text="Who said it, and where.")
    url = blocks.URLBlock(required=False, label="Source address")

    class Meta:
        icon = "openquote"
        label = "Quote"
        description = "A quotation, with its source"
        template = "blocks/quote.html"
        preview_value = {"text": "Accuracy before intensity.", "attribution": "House rule", "url": ""}


class StepBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=120)
    timing = blocks.CharBlock(required=False, default="", max_length=40, help_text="For example: 0–10 min")
    text = ProseBlock(features=SMALL_FEATURES, required=False)


class StepsBlock(HeadedBlock):
    heading = blocks.CharBlock(required=False, default="", max_length=120)
    steps = blocks.ListBlock(StepBlock(), min_num=1)

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Add each step's share of the total time, shown on a dial if all steps state their minutes."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        steps = list(value["steps"])
        parts = parts_of_the_whole([step["timing"] for step in steps])
        context["is_drawn"] = bool(parts)
        context["steps"] = list(zip_longest(steps, parts))
        return context

    class Meta:
        icon = "list-ol"
        label = "Steps"
        description = "What happens step by step, such as a session minute by minute"
        template = "blocks/steps.html"
        preview_value = {
            "heading": "A session",
            "steps": [
                {
                    "title": "We talk",
                    "timing": "0–10 min",
                    "text": "<p>Where, when and what makes it worse.</p>",
                },
                {"title": "We look for the spot", "timing": "10–20 min", "text": "<p>Gently, by hand.</p>"},
            ],
        }
