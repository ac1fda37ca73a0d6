"""A staff member's follow-ups and appointments as a calendar feed at a secret URL."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import cache_control
from django.views.generic import TemplateView
from icalendar import CLASS, STATUS, Calendar, Event
from wagtail.admin import messages

from content.models import ClinicSettings
from inquiries.inbox.appointments import SESSION
from inquiries.inbox.base import InboxPageMixin
from inquiries.mail.invitation import last_invitation
from inquiries.models import CalendarFeed, Inquiry, Message
from inquiries.models.inquiry import InquiryQuerySet
from inquiries.privacy.audit import log_access
from inquiries.privacy.permissions import may
from inquiries.privacy.retention import inquiry_settings

LOOKBACK = timedelta(days=30)
WITHOUT_KEY = "/inquiries/calendar/"


def initials_of(inquiry: Inquiry) -> str:
    """Return initials: enough to recognize the person without a name on a phone's lock screen."""
    if not inquiry.is_readable:
        return ""
    return " ".join(f"{word[0]}." for word in inquiry.greeting_name.split() if word[0].isalpha())


def for_user(user: Any) -> InquiryQuerySet:
    """Return open inquiries that are assigned to the user or to no one."""
    theirs = Inquiry.objects.genuine().exclude(state=Inquiry.State.CLOSED)
    return theirs.filter(assignee=user) | theirs.filter(assignee=None)


def event(inquiry: Inquiry, what: str, start: Any, end: Any, **more: Any) -> Event:
    kind = what.lower().replace(" ", "-")
    host = settings.WAGTAILADMIN_BASE_URL.partition("//")[2].partition("/")[0]
    summary = ", ".join(filter(None, [f"{what}: {initials_of(inquiry)}".rstrip(": "), inquiry.reference]))
    return Event.new(
        uid=f"{kind}-{inquiry.reference}@{host}",
        stamp=timezone.now(),
        start=start,
        end=end,
        summary=summary,
        description=inquiry.admin_url,
        url=inquiry.admin_url,
        classification=CLASS.PRIVATE,
        **more,
    )


def events(user: Any) -> Iterator[Event]:
    """Yield follow-ups, bookings, and proposals that are neither booked nor canceled; nothing that visitors wrote."""
    since = timezone.now() - LOOKBACK
    theirs = for_user(user)
    for inquiry in theirs.filter(follow_up_on__gte=timezone.localdate(since)):
        day = inquiry.follow_up_on
        if day:
            yield event(inquiry, "Follow up", day, day + timedelta(days=1))
    booked = theirs.filter(state=Inquiry.State.BOOKED, booked_for__gte=since)
    for inquiry in booked:
        if at := inquiry.booked_for:
            yield event(inquiry, "Booked", at, at + SESSION, status=STATUS.CONFIRMED)
    invited = Message.objects.filter(kind=Message.Kind.PROPOSAL).values("inquiry_id")
    proposed = theirs.filter(Q(pk__in=invited) | Q(merged__in=invited)).exclude(pk__in=booked.values("pk"))
    for inquiry in proposed.exclude(state=Inquiry.State.NOT_BOOKED).distinct():
        last = last_invitation(inquiry)
        if last.starts and last.ends and last.starts >= since and not last.is_canceled:
            yield event(inquiry, "Proposed", last.starts, last.ends, status=STATUS.TENTATIVE)


def may_fetch(user: Any) -> bool:
    """Check the user on every fetch, so that a feed stops for anyone who left or lost the permission."""
    return bool(user.has_perm("wagtailadmin.access_admin") and may(user, "view"))


def feed(request: HttpRequest, key: str) -> HttpResponse:
    """Serve the calendar to clients that aren't signed in; 404 for a wrong key or a user without the permission."""
    headers = {"Cache-Control": "private, no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"}
    request.path = request.path_info = WITHOUT_KEY  # keeps the key out of logs and middleware
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET", "HEAD"])
    found = CalendarFeed.of_key(key)
    if found is None or not may_fetch(found.user):
        return HttpResponse("There is no such calendar.", status=404, content_type="text/plain", headers=headers)
    CalendarFeed.objects.filter(pk=found.pk).update(fetched_at=timezone.now())
    name = f"Inquiries, {ClinicSettings.default().name}"
    calendar = Calendar.new(
        prodid="-//Pinpoint//Inbox//EN",
        name=name,
        refresh_interval=timedelta(hours=1),
        subcomponents=list(events(found.user)),
    )
    return HttpResponse(calendar.to_ical(), content_type="text/calendar; charset=utf-8", headers=headers)


@method_decorator(cache_control(private=True, no_store=True), name="dispatch")
class CalendarFeedView(InboxPageMixin, TemplateView):
    """Turn the user's own feed on or off, or give it a new URL."""

    template_name = "inquiries/inbox/calendar_feed.html"
    page_title = "Your calendar"
    header_icon = "calendar"
    http_method_names = ["get", "post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        user: Any = request.user
        if "off" in request.POST:
            CalendarFeed.objects.filter(user=user).delete()
            log_access(inquiry_settings(), "feed_off", request.user)
            messages.success(request, "Your calendar is turned off. Its address no longer works.")
            return redirect("inquiry:calendar")
        key = CalendarFeed.renew(request.user)
        log_access(inquiry_settings(), "feed_on", request.user)
        return self.show(address=settings.WAGTAILADMIN_BASE_URL + reverse("inquiry_calendar", args=[key]))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user: Any = self.request.user
        return super().get_context_data(**kwargs) | {"current": CalendarFeed.objects.filter(user=user).first()}
