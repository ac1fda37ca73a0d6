"""The editable list of advertising words, with a preview of what a change would have caught."""

from dataclasses import replace
from typing import Any, NamedTuple

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from wagtail.admin import messages
from wagtail.admin.auth import permission_required
from wagtail.log_actions import log

from content.models.stale_form import StaleCheck
from content.text.form_fields import TextField
from inquiries.inbox.base import InboxFormView
from inquiries.intake.spam import is_suspect, post_of, signs_in
from inquiries.intake.wording import built_in, phrases_in, split_phrases, word_line
from inquiries.models import Inquiry
from inquiries.privacy.audit import log_view_once
from inquiries.privacy.permissions import may
from inquiries.privacy.retention import inquiry_settings

WORDS_PERMISSION = "inquiries.change_inquirysettings"
MAX_SHOWN = 50


class Effect(NamedTuple):
    """What a changed list would have done to the stored inquiries."""

    counts: list[tuple[str, int]]  # for each new word: how many inquiries contain it
    caught: list[Inquiry]  # suspect with the new words, not with the old
    passed: list[Inquiry]  # the other way around
    looked_at: int


class WordsForm(StaleCheck, forms.Form):
    words = TextField(
        label="Words and phrases",
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 16, "spellcheck": "false"}),
        help_text="Separated by commas or line breaks. A * stands for any ending: loan* also matches loans. Lines "
        "that begin with # are notes. Leave empty to use the list that comes with the site.",
    )

    @property
    def logged(self) -> Any:
        return inquiry_settings()

    def clean_words(self) -> str:
        words: str = self.cleaned_data["words"]
        return "" if words == built_in("advertising").strip() else words


def advertising_words() -> str:
    """Return the list in use."""
    return inquiry_settings().advertising_words or built_in("advertising")


def listed_words_in(inquiry: Inquiry) -> list[str]:
    """Return the words of the list in use that an inquiry contains."""
    post = post_of(inquiry, advertising_words())
    return phrases_in(word_line(f"{post.name} {post.text}"), post.advertising)


def effect_of(words: str) -> Effect:
    """Return what a list would have done if it had been in use instead of the current one."""
    old, new = advertising_words(), words or built_in("advertising")
    added = [phrase for phrase in split_phrases(new) if phrase not in set(split_phrases(old))]
    changed = "\n".join(set(split_phrases(old)) ^ set(split_phrases(new)))
    counts = dict.fromkeys(added, 0)
    caught, passed, looked_at = [], [], 0
    for inquiry in Inquiry.objects.defer("consent_text").iterator(500):
        looked_at += 1
        before = post_of(inquiry, old)
        held = phrases_in(word_line(f"{before.name} {before.text}"), changed) if changed else []
        if not held:
            continue
        for phrase in held:
            if phrase in counts:
                counts[phrase] += 1
        after = replace(before, advertising=new)
        was, would_be = is_suspect(signs_in(before), before), is_suspect(signs_in(after), after)
        if would_be and not was:
            caught.append(inquiry)
        elif was and not would_be:
            passed.append(inquiry)
    return Effect(sorted(counts.items(), key=lambda pair: -pair[1]), caught, passed, looked_at)


@method_decorator(permission_required(WORDS_PERMISSION), name="dispatch")
class AdvertisingWordsView(InboxFormView):
    """Preview what a changed list would have caught, for users who may view inquiries, and save it."""

    permission_required = None  # it has its own permission, above
    template_name = "inquiries/inbox/advertising.html"
    page_title = "Advertising words"
    form_class = WordsForm

    def get_initial(self) -> dict[str, Any]:
        return {"words": advertising_words()}

    def form_valid(self, form: forms.BaseForm) -> HttpResponse:
        words, settings, user = form.cleaned_data["words"], inquiry_settings(), self.request.user
        if "save" not in self.request.POST:
            if not may(user, "view"):
                return self.show(form=form)
            log_view_once(settings, "list", user, narrowed_by=["advertising"])
            return self.show(form=form, effect=effect_of(words), max_shown=MAX_SHOWN)
        settings.advertising_words = words
        settings.save(update_fields=["advertising_words"])
        log(settings, "wagtail.edit", user=user)
        messages.success(self.request, "The words have been saved. They apply to inquiries from now on.")
        return redirect("inquiry:advertising")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"may_view": may(self.request.user, "view")}
