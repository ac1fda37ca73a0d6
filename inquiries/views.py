"""Where the form is posted to."""

import logging
from collections.abc import Callable
from functools import wraps

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from inquiries.forms import InquiryForm
from inquiries.models import InquiryPage, ThankYouPage
from inquiries.receive import receive
from inquiries.tokens import make_token, read_token, same_origin

logger = logging.getLogger("pinpoint.inquiries")

EXPIRED = "The form was open for too long, or could not be checked. Please send it again: nothing you typed is lost."
FOREIGN = "This did not come from our own page. Please check what you typed and send it again."
NOT_STORED = "We could not store your inquiry just now. Please try again in a minute, or call us."


def private_answer(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Nothing between us and the visitor may keep the answer."""

    @wraps(view)
    def wrapped(request: HttpRequest) -> HttpResponse:
        response = view(request)
        patch_cache_control(response, private=True, no_store=True)
        return response

    return wrapped


# No CSRF cookie: the signed token and the browser's own word on where the post comes from protect it.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@private_answer
def send(request: HttpRequest) -> HttpResponse:
    """Store the inquiry and lead on to the thank-you page; or show the form again with what is wrong."""
    page = InquiryPage.objects.live().first()
    if page is None:
        return HttpResponse("There is no inquiry form on this site.", status=404, content_type="text/plain")
    if request.method != "POST":
        return HttpResponseRedirect(page.get_url(request) or "/")
    form = InquiryForm(page, data=request.POST)
    token = read_token(request.POST.get("token", ""))
    is_valid = form.is_valid()
    if token is None or not same_origin(request):
        form.add_error(None, EXPIRED if token is None else FOREIGN)
        return show_again(page, form, request, 422)
    if not is_valid:
        return show_again(page, form, request, 422)
    try:
        receive(form, token, request)
    except (DatabaseError, OSError) as error:
        logger.error("An inquiry could not be stored: %s", type(error).__name__)
        form.add_error(None, NOT_STORED)
        return show_again(page, form, request, 503)
    thanks = ThankYouPage.objects.child_of(page).live().first()
    return HttpResponseRedirect((thanks or page).get_url(request) or "/", status=303)


def show_again(page: InquiryPage, form: InquiryForm, request: HttpRequest, status: int) -> HttpResponse:
    """The inquiry page with everything typed, what is wrong, and a fresh token."""
    given = read_token(request.POST.get("token", ""))
    form.data = form.data.copy()  # type: ignore[attr-defined]
    form.data["token"] = make_token(None, given.source_page_id if given else page.pk)
    form.describe()
    context = page.get_context(request, form=form)
    return TemplateResponse(request, page.get_template(request), context, status=status).render()
