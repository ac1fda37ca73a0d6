"""What staff can do about a search, directly from the report: promote a page, or add a synonym."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from wagtail.admin.forms.models import WagtailAdminModelForm, formfield_for_dbfield
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic import CreateView, EditView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets import AdminPageChooser
from wagtail.contrib.search_promotions.models import Query, SearchPromotion

from content.text.form_fields import TextField
from search.models import Synonym


class ReturnsToReport:
    """A mixin for forms that the report opens with `?next=`, which return to it."""

    request: HttpRequest

    def get_edit_url(self) -> str:
        return f"{super().get_edit_url()}?{self.request.GET.urlencode()}"  # type: ignore[misc]

    def get_success_url(self) -> str:
        url: str = get_valid_next_url_from_request(self.request) or super().get_success_url()  # type: ignore[misc]
        return url


class FilledIn(ReturnsToReport):
    """A mixin for new entries that the report opens with `?words=`, which are prefilled."""

    def get_initial(self) -> dict[str, Any]:
        initial: dict[str, Any] = super().get_initial()  # type: ignore[misc]
        return initial | {"words": self.request.GET.get("words", "")}

    def get_add_url(self) -> str:
        return self.request.get_full_path()


class PromotionForm(WagtailAdminModelForm):
    """One page for some words. For more pages, or outside URLs, use Settings › Promoted search results."""

    words = TextField(label="Visitors search for", max_length=255)

    class Meta:
        model = SearchPromotion
        fields = ["page", "description"]
        formfield_callback = formfield_for_dbfield
        widgets = {"page": AdminPageChooser(), "description": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "description": "Shown with the page. Leave empty to use the sentence on the page that answers best."
        }

    field_order = ["words", "page", "description"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["page"].required = True

    def clean(self) -> dict[str, Any]:
        """Require a public page that isn't already promoted for the same words."""
        data: dict[str, Any] = super().clean()
        page, words = data.get("page"), data.get("words")
        if page and not page.live:
            raise ValidationError({"page": "This page is not published, so visitors won’t see it."})
        if page and page.get_view_restrictions().exists():
            raise ValidationError({"page": "This page is private, so not every visitor may see it."})
        if page and words and SearchPromotion.objects.filter(query=Query.get(words), page=page).exists():
            raise ValidationError({"page": "This page already comes first for these words."})
        return data

    def save(self, commit: bool = True) -> SearchPromotion:
        """Save it after earlier promotions for the same words."""
        self.instance.query = Query.get(self.cleaned_data["words"])
        self.instance.sort_order = self.instance.query.editors_picks.count()
        promotion: SearchPromotion = super().save(commit)
        return promotion


class PromoteView(FilledIn, CreateView):
    """Promote a page for some words."""

    model = SearchPromotion
    form_class = PromotionForm
    page_title = "Put a page first"
    header_icon = "pick"
    index_url_name = "searches_report"
    add_url_name = "search_promote"
    submit_button_label = "Put it first"
    submit_button_active_label = "Saving…"

    def get_success_message(self, instance: SearchPromotion) -> str:
        return f"“{instance.page.title}” now comes first for “{instance.query}”."

    def get_success_buttons(self) -> list[Any]:
        return []


class AddSynonymView(FilledIn, CreateView):
    """Add a synonym; words that already have one redirect to it."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        known = Synonym.objects.filter(words=request.GET.get("words", "")).first()
        if known and request.method == "GET":
            return redirect(reverse(self.edit_url_name, args=[known.pk], query=request.GET))
        answer: HttpResponse = super().dispatch(request, *args, **kwargs)
        return answer


class EditSynonymView(ReturnsToReport, EditView):
    """Edit an existing synonym."""


class SynonymViewSet(ModelViewSet):
    """Settings › Search synonyms."""

    model = Synonym
    icon = "search"
    menu_label = "Search synonyms"
    menu_order = 910  # after the promoted search results
    add_to_settings_menu = True
    list_display = ["words", "meaning"]
    search_fields = ["words", "meaning"]
    copy_view_enabled = False
    add_view_class = AddSynonymView
    edit_view_class = EditSynonymView


def choices_for(words: str, user: Any, back: str) -> list[dict[str, str]]:
    """Return the labels and URLs of what the user may do about a search."""
    query = {"words": words, "next": back}
    possible = [
        ("wagtailsearchpromotions.add_searchpromotion", "Put a page first", "search_promote"),
        ("site_search.add_synonym", "Add a synonym", "search_synonym:add"),
    ]
    allowed = [(label, name) for right, label, name in possible if user.has_perm(right)]
    return [{"label": label, "url": reverse(name, query=query)} for label, name in allowed]
