"""The first-run wizard: turns the sample into the clinic's own site in one step and one transaction."""

from typing import Any

from django.contrib.auth.decorators import permission_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.admin import messages
from wagtail.images import get_image_model
from wagtail.models import Page

from config.launch.facts import CLINIC_RIGHT
from config.launch.sample import is_sample_value
from config.launch.views import back_to
from config.launch.wizard_form import OTHER_SAMPLE_FACTS, WizardForm
from content.models import ClinicSettings, OpeningHours, PractitionerIndexPage, PractitionerPage, SessionType
from content.text.money import own_currency
from inquiries.models import InquiryRouting
from inquiries.privacy.permissions import may_route


@permission_required(CLINIC_RIGHT, raise_exception=True)
def make_it_mine(request: HttpRequest) -> HttpResponse:
    """Show the form, or save it and redirect to the launch list. Later changes are made in the settings."""
    clinic = ClinicSettings.default()
    if not clinic.is_sample:
        return back_to()
    routes = may_route(request.user)
    routing = InquiryRouting.objects.first() if routes else None
    form = WizardForm(
        request.POST or None,
        request.FILES or None,
        instance=clinic,
        may_route=routes,
        initial={"recipients": routing.recipients if routing else ""},
    )
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            gone, drafts = save(form, request.user)
        messages.success(request, success_message(gone, drafts))
        return back_to()
    status = 422 if form.errors else 200
    return TemplateResponse(request, "launch/wizard.html", {"form": form}, status=status)


def success_message(gone: list[Page], drafts: int) -> str:
    parts = ["The site is yours now."]
    if drafts:
        parts.append("Each of your people has a page as a draft: fill it in, then publish it.")
    if gone:
        parts.append(f"{len(gone)} page{'s are' if len(gone) > 1 else ' is'} unpublished, and can be published again.")
    return " ".join(parts)


def save(form: WizardForm, user: Any) -> tuple[list[Page], int]:
    """Save the form in the caller's transaction. Returns the pages taken down, and how many were created."""
    clinic: ClinicSettings = form.instance
    for name in OTHER_SAMPLE_FACTS:
        if is_sample_value(name, getattr(clinic, name)):
            setattr(clinic, name, "")
    clinic.is_sample = False
    SessionType.objects.filter(is_sample=True).update(currency=own_currency(clinic.country))
    for name in ("logo", "icon"):
        if file := form.cleaned_data[f"{name}_file"]:
            title = f"{clinic.name}, {name}"
            setattr(clinic, name, get_image_model().objects.create(title=title, file=file, uploaded_by_user=user))
    clinic.opening_hours = [
        OpeningHours(weekday=day, opens=opens, closes=closes) for day, opens, closes in form.openings()
    ]
    clinic.save()
    if "recipients" in form.fields:
        routing = InquiryRouting.load()
        routing.recipients = form.cleaned_data["recipients"]
        routing.save()
    drafts = make_people(form.people(), user)
    gone = [page.specific for page in form.not_kept()]
    if drafts:
        gone += PractitionerPage.objects.live().filter(is_sample=True)
    for page in gone:
        UnpublishPageAction(page, user=user).execute()  # raises PermissionDenied if the user may not
    return gone, drafts


def make_people(people: list[tuple[str, str]], user: Any) -> int:
    """Create a draft page for each person, to be published once someone has filled it in."""
    index: Page | None = PractitionerIndexPage.objects.order_by("path").first()
    if index is None:
        return 0
    for name, role in people:
        page = PractitionerPage(title=name, role=role, live=False, owner=user)
        index.add_child(instance=page)
        page.save_revision(user=user, log_action=True)
    return len(people)
