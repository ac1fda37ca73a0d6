"""Where a user who is signing in goes next."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from config.accounts import notices, sign_in
from config.accounts.browsers import browser_name
from config.accounts.devices import known_device, remember_device
from config.accounts.sign_in import Step


def destination(request: HttpRequest) -> str:
    """Return the requested URL if it is on this site, or else the dashboard's."""
    asked: str = request.POST.get("next") or request.GET.get("next", "")
    is_here = url_has_allowed_host_and_scheme(asked, request.get_host(), require_https=request.is_secure())
    return asked if is_here else reverse("wagtailadmin_home")


def lead_to(name: str, then: str) -> HttpResponse:
    return redirect(reverse(name, query={"next": then}))


def go_on(request: HttpRequest, then: str) -> HttpResponse:
    """Redirect to the next missing step, or else complete the sign-in and redirect to `then`."""
    state = sign_in.sign_in_state(request)
    if state.step == Step.SECOND:
        return lead_to("second_factor", then)
    if state.step == Step.SET_UP:
        return lead_to("set_up_second_factor", then)
    response = redirect(then)
    welcome(request, response, state.account)
    return response


def welcome(request: HttpRequest, response: HttpResponse, user: Any) -> None:
    """Complete the sign-in: remember the device, and notify the user if it is new."""
    if not known_device(request, user.get_username()):
        notices.tell(user, notices.NEW_DEVICE, browser=browser_name(request.headers.get("User-Agent", "")))
    remember_device(request, response, user)
