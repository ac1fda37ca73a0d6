"""Blocks that show what the clinic offers and link to it."""

from typing import Any

from django.apps import apps
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from content.blocks.text import SMALL_FEATURES, HeadedBlock, ProseBlock
from content.caching.routing import readable
from content.caching.version import per_version
from content.text.directory import CONDITIONS_SHOWN, Entry, all_conditions, detailed, directory, listed, of_type
from content.text.headings import Heading


class CardsBlock(HeadedBlock):
    """Heading, text, and the cards of `cards_for`. Without cards, the block is empty and has no heading."""

    heading = blocks.CharBlock(required=False, default="", max_length=120)
    text = blocks.TextBlock(required=False, default="")

    def cards_for(self, value: Any) -> list[Any]:
        """Return the pages or snippets to show, in order."""
        raise TypeError(f"{type(self).__name__} says what it shows by overriding cards_for().")

    def headings(self, value: Any) -> list[Heading]:
        return super().headings(value) if self.cards_for(value) else []

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        context["cards"] = self.cards_for(value)
        return context


def model(name: str) -> Any:
    """Return one of this app's models by name: page types import blocks, so blocks can't import page types."""
    return apps.get_model("content", name)


def first_pages(model_name: str, count: int) -> list[Any]:
    """Return some live pages of a type, for the previews in the block picker."""
    return list(model(model_name).objects.live().order_by("path")[:count])


class RelatedPagesBlock(CardsBlock):
    pages = blocks.ListBlock(blocks.PageChooserBlock(), min_num=1)

    def get_preview_value(self) -> Any:
        return self.normalize({"heading": "Read more", "text": "", "pages": first_pages("GuidePage", 3)})

    def cards_for(self, value: Any) -> list[Any]:
        return listed(page.pk for page in value["pages"] if page)

    class Meta:
        icon = "link"
        label = "Related pages"
        description = "Pages you choose, as cards"
        template = "blocks/cards.html"


class ConditionsBlock(CardsBlock):
    conditions = blocks.ListBlock(
        blocks.PageChooserBlock(page_type="content.ConditionPage"),
        default=[],
        help_text="The ones people come in with most; the others follow in one line. "
        "Leave empty to show the first dozen.",
    )

    def cards_for(self, value: Any) -> list[Any]:
        chosen = listed(page.pk for page in value["conditions"] if page)
        return chosen or of_type("conditionpage")[:CONDITIONS_SHOWN]

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        shown = {card.url for card in context["cards"]}
        others = [card for card in of_type("conditionpage") if card.url not in shown][:CONDITIONS_SHOWN]
        return context | {"others": others, "all_conditions": all_conditions(len(shown) + len(others))}

    class Meta:
        icon = "help"
        label = "Conditions"
        description = "Cards of the conditions, all or chosen"
        template = "blocks/conditions.html"
        preview_value = {"heading": "What people come in for", "text": "", "conditions": []}


class MusclesBlock(CardsBlock):
    muscles = blocks.ListBlock(blocks.PageChooserBlock(page_type="content.MusclePage"), min_num=1)

    def get_preview_value(self) -> Any:
        muscles = first_pages("MusclePage", 3)
        return self.normalize({"heading": "Where it may start", "text": "", "muscles": muscles})

    def cards_for(self, value: Any) -> list[Any]:
        return listed(page.pk for page in value["muscles"] if page)

    class Meta:
        icon = "crosshairs"
        label = "Muscles"
        description = "Cards of muscles where a pain may start"
        template = "blocks/cards.html"


class ArticlesBlock(CardsBlock):
    count = blocks.IntegerBlock(default=3, min_value=1, max_value=12)

    def cards_for(self, value: Any) -> list[Any]:
        def newest() -> list[Entry]:
            articles = readable(model("ArticlePage").objects).order_by("-date", "-pk")
            return listed(articles.values_list("pk", flat=True)[: value["count"]])

        return per_version(f"newest-articles-{value['count']}", newest)

    class Meta:
        icon = "doc-full"
        label = "Latest articles"
        description = "The newest articles, as cards"
        template = "blocks/cards.html"
        preview_value = {"heading": "Read more", "text": "", "count": 3}


class SessionsBlock(CardsBlock):
    sessions = blocks.ListBlock(
        SnippetChooserBlock("content.SessionType"), default=[], help_text="Leave empty to show all."
    )

    def cards_for(self, value: Any) -> list[Any]:
        chosen = [session for session in value["sessions"] if session]
        return chosen or model("SessionType").every()

    class Meta:
        icon = "time"
        label = "Sessions and prices"
        description = "Kinds of session with length and price, all or chosen"
        template = "blocks/sessions.html"
        preview_value = {"heading": "Sessions", "text": "", "sessions": []}


class PractitionerBlock(blocks.StructBlock):
    practitioner = blocks.PageChooserBlock(page_type="content.PractitionerPage")
    text = ProseBlock(features=SMALL_FEATURES, required=False)

    def get_preview_value(self) -> Any:
        person = next(iter(first_pages("PractitionerPage", 1)), None)
        return self.normalize({"practitioner": person, "text": "<p>Answers your first questions.</p>"})

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Leave out a person whose page visitors can't read."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        person = value["practitioner"]
        context["person"] = detailed(person, person.role) if person and person.pk in directory() else None
        return context

    class Meta:
        icon = "user"
        label = "Practitioner"
        description = "One member of the team, with a link to their page"
        template = "blocks/practitioner.html"


class PrivacyDetailsBlock(HeadedBlock):
    """A paragraph of a legal page that follows the settings."""

    heading = blocks.CharBlock(required=False, default="", max_length=120)
    kind = blocks.ChoiceBlock(
        label="what it says",
        choices=[
            ("responsible", "Who is responsible, and the contact for privacy"),
            ("processors", "Companies that handle the data: hosting and mail"),
            ("retention", "How long inquiries are kept"),
            ("authority", "Where people can complain"),
        ],
        default="responsible",
        search_index=False,
    )

    class Meta:
        icon = "lock"
        label = "Privacy details"
        description = "What Settings › Clinic › Privacy says, always up to date"
        template = "blocks/privacy_details.html"
        preview_value = {"heading": "How long we keep it", "kind": "retention"}


class InquirySlotBlock(HeadedBlock):
    heading = blocks.CharBlock(default="Ask about a session", max_length=120)
    text = blocks.TextBlock(required=False, default="")

    class Meta:
        icon = "mail"
        label = "Inquiry form"
        description = "The inquiry form, right here; it records which page it was sent from"
        template = "blocks/inquiry_slot.html"
        preview_value = {"heading": "Ask about a session", "text": "We reply within one business day."}


class CallToActionBlock(HeadedBlock):
    in_contents = False  # a call to action, not part of the text
    heading = blocks.CharBlock(max_length=120)
    text = blocks.TextBlock(required=False, default="")
    button = blocks.CharBlock(max_length=60, default="Ask about a session")
    page = blocks.PageChooserBlock(required=False, help_text="Where the button leads …")
    url = blocks.URLBlock(required=False, label="or an address", help_text="Used when no page is chosen.")

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Add the button's URL: a page that visitors can read, the given URL, or the inquiry form; else no button."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        links = getattr(context.get("site_context"), "links", {})
        page = next(iter(listed([page.pk if (page := value.get("page")) else None])), None)
        context["target"] = (page.url if page else "") or value.get("url") or links.get("inquirypage", "")
        return context

    class Meta:
        icon = "arrow-right"
        label = "Call to action"
        description = "The one thing this page wants the reader to do"
        template = "blocks/call_to_action.html"
        preview_value = {
            "heading": "Not sure where it starts?",
            "text": "Tell us where you feel it.",
            "button": "Ask about a session",
            "page": None,
            "url": "",
        }
