"""The views that receive the inquiry form."""

from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from content.caching.broken_connection import retry_once
from content.caching.routing import readable
from inquiries.form.attribution import attribution_of, referring_page
from inquiries.form.choices import CHOSEN_BEFORE
from inquiries.form.fallback import not_stored
from inquiries.form.forms import InquiryForm, form_for
from inquiries.form.proof_of_work import make_challenge
from inquiries.form.tokens import FormToken, is_from_another_site, make_token, read_token, same_origin
from inquiries.intake.store import store_inquiry
from inquiries.mail.alerts import alarm, log_error
from inquiries.models import InquiryPage, ThankYouPage
from inquiries.models.page import thanked_reference, thanks_url

EXPIRED = "The form was open for too long, or could not be checked. Please send it again: nothing you typed is lost."
FOREIGN = "This wasn’t sent from our own page. Please check what you typed and send it again."
ELSEWHERE = "This was sent from another website, so it isn’t filled in here. Please write to us in this form or call."
NOT_STORED = "We couldn’t save your inquiry right now. Please try again in a minute, or call us."
# A body that is too large, in an unknown charset, truncated, or not a form at all.
UNREADABLE = (SuspiciousOperation, BadRequest, MultiPartParserError, LookupError, OSError, ValueError)


# No CSRF cookie: Origin and Sec-Fetch-Site protect the POST (docs/operations.md).
# Not atomic as a whole: the redirect must come after the inquiry's own transaction is committed.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@transaction.non_atomic_requests
def submit_inquiry(request: HttpRequest) -> HttpResponse:
    """Store the inquiry and redirect to the thank-you page, or show the form again with its errors."""
    try:
        _ = request.POST
    except UNREADABLE as error:
        status = 413 if isinstance(error, RequestDataTooBig) else 503 if isinstance(error, UnreadablePostError) else 400
        return not_stored(request, status)
    try:
        return retry_once(lambda: respond(request))
    except Http404:
        raise
    except Exception as error:  # whatever happens, no one who typed an inquiry sees an error page
        log_error("The inquiry form failed", error)
        alarm("form_failed", f"The inquiry form failed: {type(error).__name__}. The visitor was told to call.")
        return not_stored(request)


def respond(request: HttpRequest) -> HttpResponse:
    page = InquiryPage.current()
    if page is None and request.method == "POST":  # unpublished while the visitor was typing
        return not_stored(request)
    if page is None:
        return HttpResponse("There is no inquiry form on this site.", status=404, content_type="text/plain")
    if request.method != "POST":
        return HttpResponseRedirect(page.get_url(request) or "/")
    if is_from_another_site(request):
        return empty_form(page, request)
    form = InquiryForm(page, data=request.POST)
    token = read_token(request.POST.get("token", ""))
    is_valid = form.is_valid()
    if not same_origin(request):
        form.add_error(None, FOREIGN)
        return redisplay(page, form, request, token, 403)
    if token is None or token.is_expired:
        form.add_error(None, EXPIRED)
        return redisplay(page, form, request, token, 422)
    if not is_valid:
        return redisplay(page, form, request, token, 422)
    try:
        inquiry = retry_once(lambda: store_inquiry(form, token, request))  # idempotent: the same content is stored once
    except Exception as error:
        log_error("An inquiry could not be stored", error)
        alarm("not_stored", f"An inquiry could not be stored: {type(error).__name__}. The visitor was told to call.")
        form.add_error(None, NOT_STORED)
        return redisplay(page, form, request, token, 503)
    written = readable(ThankYouPage.objects.child_of(page)).first()
    address = written.get_url(request) if written else None
    return HttpResponseRedirect(thanks_url(address or reverse("inquiry_thanks"), inquiry), status=303)


@require_safe
@never_cache
def thanks(request: HttpRequest) -> HttpResponse:
    """The thank-you page for clinics without one of their own."""
    return TemplateResponse(request, "inquiries/thanks.html", {"reference": thanked_reference(request)}).render()


# It changes nothing, so it needs no token. By POST, because a URL would reveal where the visitor's pain is.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def inquire_about(request: HttpRequest) -> HttpResponse:
    """The inquiry page with preselected choices: places on the pain map, a practitioner, or a session."""
    page = InquiryPage.current()
    if page is None:
        raise Http404
    if request.method != "POST":
        return HttpResponseRedirect(page.get_url(request) or "/")
    source = referring_page(request) or page.pk
    if is_from_another_site(request):  # another site must not fill in the form for the visitor
        form = form_for(page, request, page.pk)
    else:
        chosen = {name: request.POST.get(name, "")[:400].split() for name in CHOSEN_BEFORE}
        form = form_for(page, request, source, chosen, **attribution_of(request).hidden_fields)
    return show_form(page, form, request)


# It changes nothing. By POST, so that no cache in between stores it.
@csrf_exempt
@require_POST
@never_cache
def proof(request: HttpRequest) -> HttpResponse:
    """Return a proof-of-work challenge, if the clinic asks for one."""
    page = InquiryPage.current()
    if page is None or not page.asks_proof_of_work:
        raise Http404
    return JsonResponse(make_challenge()) if same_origin(request) else HttpResponse(status=400)


def empty_form(page: InquiryPage, request: HttpRequest) -> HttpResponse:
    """Show the form without the POST data: another site's words must not be sent as the visitor's."""
    form = InquiryForm(page, data={"token": make_token(page.pk)})
    form.errors.clear()  # the visitor hasn't left anything empty yet
    form.add_error(None, ELSEWHERE)
    return show_form(page, form, request, 403)


def redisplay(
    page: InquiryPage, form: InquiryForm, request: HttpRequest, token: FormToken | None, status: int
) -> HttpResponse:
    """Show the page again with everything typed, the errors, the attribution, and a fresh token if needed."""
    typed = request.POST.copy()
    if token is None or token.is_expired:
        typed["token"] = make_token(token.source_page_id if token else page.pk)
    for name, value in attribution_of(request).hidden_fields.items():
        typed[name] = value
    form.data = typed
    return show_form(page, form, request, status)


def show_form(page: InquiryPage, form: InquiryForm, request: HttpRequest, status: int = 200) -> HttpResponse:
    context = page.get_context(request, form=form)
    return TemplateResponse(request, page.get_template(request), context, status=status).render()
