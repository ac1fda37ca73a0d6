"""The launch list's actions."""

from typing import Any

from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages
from wagtail.log_actions import log
from wagtail.models import Page

from config.launch.facts import CLINIC_RIGHT, leftovers_of
from config.launch.starter_pages import READ, by_kind, next_open, starter_pages_of
from content.caching.version import bump_version
from inquiries.mail.trial import send_test_inquiry, send_test_mails
from inquiries.models.routing import ROUTING_PERMISSION

CAME_FROM = "from_launch_list"  # the session key that makes screens link back until the user has returned


def back_to(key: str = "") -> HttpResponse:
    return redirect(f"{reverse('wagtailadmin_home')}#launch{f'-{key}' if key else ''}")


@require_safe
def go(request: HttpRequest) -> HttpResponse:
    """Redirect to where an item is done, with a link back from there."""
    url = request.GET.get("to", "")
    if not url_has_allowed_host_and_scheme(url, allowed_hosts=None) or not url.startswith(reverse("wagtailadmin_home")):
        raise Http404
    request.session[CAME_FROM] = True
    return redirect(url)


@require_POST
@permission_required(ROUTING_PERMISSION, raise_exception=True)
def test_mail(request: HttpRequest) -> HttpResponse:
    count = len(send_test_mails())
    messages.success(
        request,
        f"{count} test email{'s are' if count > 1 else ' is'} on the way. The list says what becomes of it.",
    )
    return back_to("mail")


@require_POST
@permission_required(ROUTING_PERMISSION, raise_exception=True)
def test_inquiry(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    if not user.email:
        messages.error(request, "Enter your own email address in your account first: the receipt goes there.")
        return redirect("wagtailadmin_account")
    inquiry = send_test_inquiry(user)
    messages.success(request, f"The test inquiry {inquiry.reference} is in the inbox, and its emails are on the way.")
    return back_to("inquiry")


@require_safe
def pages(request: HttpRequest) -> HttpResponse:
    mine = starter_pages_of(request.user)
    if not mine:
        raise PermissionDenied
    groups = [(kind, found, sum(page.is_done for page in found)) for kind, found in by_kind(mine).items()]
    done = sum(page.is_done for page in mine)
    context = {"groups": groups, "done": done, "count": len(mine), "next": next_open(request.user)}
    return TemplateResponse(request, "launch/pages.html", context)


def read_starter_page(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show a starter page to read, mark it as correct, and go on to the next one."""
    page = get_object_or_404(Page.objects.filter(live=True, starter_records__isnull=False), pk=page_id).specific
    rights = page.permissions_for_user(request.user)
    if not (rights.can_edit() or rights.can_publish()):
        raise PermissionDenied
    following = next_open(request.user, after=page.pk)
    next_url = reverse("launch_read", args=[following.pk]) if following else reverse("launch_pages")
    if request.method == "POST":
        with transaction.atomic():
            log(instance=page, action=READ, user=request.user, revision=page.live_revision)
            bump_version()
        messages.success(request, f"Noted: you have read “{page.title}”, and it is right for you.")
        return redirect(next_url)
    state = next((one for one in starter_pages_of(request.user) if one.pk == page.pk), None)
    context = {"page": page, "state": state, "next": next_url, "has_next": bool(following)}
    return TemplateResponse(request, "launch/read.html", context)


@require_safe
def show_leftovers(request: HttpRequest) -> HttpResponse:
    """List the leftovers, each with a link to where it can be edited."""
    user: Any = request.user
    if not (starter_pages_of(user) or user.has_perm(CLINIC_RIGHT)):
        raise PermissionDenied
    return TemplateResponse(request, "launch/leftovers.html", {"leftovers": leftovers_of(user)})
