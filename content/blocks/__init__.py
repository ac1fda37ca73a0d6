"""The StreamField vocabulary: what staff build pages from."""

from wagtail.blocks import Block

from content.blocks.clinic import (
    ArticlesBlock,
    CallToActionBlock,
    ConditionsBlock,
    InquirySlotBlock,
    MusclesBlock,
    PractitionerBlock,
    PrivacyDetailsBlock,
    RelatedPagesBlock,
    SessionsBlock,
)
from content.blocks.health import ComparisonTableBlock, FAQGroupBlock, RedFlagsBlock, SourcesListBlock
from content.blocks.shared import ReusableTextBlock, TestimonialsBlock
from content.blocks.text import CalloutBlock, DrawingBlock, FigureBlock, QuoteBlock, StepsBlock, TextBlock

TEXT_BLOCKS: list[tuple[str, Block]] = [
    ("rich_text", TextBlock(group="Text")),
    ("figure", FigureBlock(group="Text")),
    ("drawing", DrawingBlock(group="Text")),
    ("callout", CalloutBlock(group="Text")),
    ("quote", QuoteBlock(group="Text")),
    ("steps", StepsBlock(group="Text")),
    ("reusable_text", ReusableTextBlock(group="Text")),
]
HEALTH_BLOCKS: list[tuple[str, Block]] = [
    ("red_flags", RedFlagsBlock(group="Health")),
    ("comparison_table", ComparisonTableBlock(group="Health")),
    ("faq_group", FAQGroupBlock(group="Health")),
    ("muscles", MusclesBlock(group="Health")),
    ("sources_list", SourcesListBlock(group="Health")),
]
CLINIC_BLOCKS: list[tuple[str, Block]] = [
    ("conditions", ConditionsBlock(group="Clinic")),
    ("articles", ArticlesBlock(group="Clinic")),
    ("related_pages", RelatedPagesBlock(group="Clinic")),
    ("sessions", SessionsBlock(group="Clinic")),
    ("practitioner", PractitionerBlock(group="Clinic")),
    ("privacy_details", PrivacyDetailsBlock(group="Clinic")),
    ("testimonials", TestimonialsBlock(group="Clinic")),
    ("inquiry_slot", InquirySlotBlock(group="Clinic")),
    ("call_to_action", CallToActionBlock(group="Clinic")),
]
VOCABULARY = TEXT_BLOCKS + HEALTH_BLOCKS + CLINIC_BLOCKS
