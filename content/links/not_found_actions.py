"""What staff can do about a 404: redirect the path, or ignore it."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib.auth.decorators import permission_required
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.views.generic import CreateView
from wagtail.contrib.redirects import forms as wagtail_forms
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page
from wagtail.signals import page_published, page_slug_changed, post_page_move

from content.admin.redirect_form import RedirectForm
from content.caching.routing import home_path
from content.counting.not_found import countable_path
from content.models import IgnoredAddress, NotFoundDay
from content.seo.suggest import suggestions
from content.text.directory import address_of

REDIRECT_ACTION = "add"  # the permission on redirects


def meant_by(paths: Iterable[str]) -> dict[str, Page]:
    """Map each path that resembles a page's URL to the most similar page."""
    alike = {path: found[0].pk for path in paths if path and (found := suggestions(path))}
    pages = Page.objects.live().public().in_bulk(alike.values())
    return {path: pages[pk] for path, pk in alike.items() if pk in pages}


class RedirectNotFoundForm(RedirectForm):
    """A redirect with a known old path; the user chooses the page."""

    field_order = ["old_path", "redirect_page", "redirect_link"]

    class Meta(wagtail_forms.RedirectForm.Meta):
        widgets = {"is_permanent": forms.HiddenInput}
        labels = {"old_path": "The old address", "redirect_page": "Redirect to this page"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["site"].widget = forms.HiddenInput()
        self.fields["redirect_link"].label = "or to any address"


class RedirectNotFoundView(CreateView):
    """Redirect a path; the most similar page is prefilled. A row's button sends the form as it is prefilled."""

    model = Redirect
    form_class = RedirectNotFoundForm
    page_title = "Redirect an address"
    header_icon = "redirect"
    index_url_name = "not_found_report"
    add_url_name = "redirect_not_found"
    edit_url_name = "wagtailredirects:edit"
    submit_button_label = "Redirect it"
    submit_button_active_label = "Saving…"

    def get_initial(self) -> dict[str, Any]:
        path = self.request.GET.get("old_path", "")
        page = meant_by([path]).get(path)
        return {"old_path": path, "redirect_page": page, "is_permanent": True}

    def get_add_url(self) -> str:
        return str(self.request.get_full_path())

    def get_success_message(self, instance: Redirect) -> str:
        page = instance.redirect_page
        target = f"“{page.get_admin_display_title()}”" if page else instance.redirect_link
        return f"Visitors who come to {instance.old_path} are now led to {target}."


@require_POST
@permission_required(f"wagtailredirects.{REDIRECT_ACTION}_redirect", raise_exception=True)
def ignore_not_found(request: HttpRequest) -> HttpResponse:
    """Hide a path from the report, or list it again."""
    path = request.POST.get("path", "")[: NotFoundDay.LONGEST]
    if "again" in request.POST:
        IgnoredAddress.objects.filter(path=path).delete()
        messages.success(request, f"{path} is listed again.")
    elif path:
        IgnoredAddress.objects.get_or_create(path=path)
        messages.success(request, f"{path} is no longer listed. The filter “Only ignored” shows it.")
    return redirect("not_found_report")


# Paths that exist again ----------------------------------------------------------------------------


def forget(*addresses: str) -> None:
    """Delete the counts of paths that exist now."""
    NotFoundDay.objects.filter(path__in=filter(None, map(countable_path, addresses))).delete()


@receiver(post_save, sender=Redirect)
def forget_redirected(instance: Redirect, **_: Any) -> None:
    forget(instance.old_path)


@receiver([page_published, page_slug_changed, post_page_move])
def forget_pages(instance: Page, **_: Any) -> None:
    """Delete the counts of the paths of a page and its descendants, which move with it."""
    paths = instance.get_descendants(inclusive=True).live().values_list("url_path", flat=True)
    forget(*(address_of(path, home_path()) for path in paths))
