"""Where somebody who signs in is led next."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from config.accounts import notices, sign_in
from config.accounts.devices import known_device, remember_device
from config.accounts.sign_in import Step


def asked_destination(request: HttpRequest) -> str:
    """The address on this site where the person wanted to go; empty if they said none."""
    asked: str = request.POST.get("next") or request.GET.get("next", "")
    is_here = url_has_allowed_host_and_scheme(asked, request.get_host(), require_https=request.is_secure())
    return asked if is_here else ""


def destination(request: HttpRequest) -> str:
    """The same, or the dashboard."""
    return asked_destination(request) or reverse("wagtailadmin_home")


def lead_to(name: str, then: str) -> HttpResponse:
    return redirect(f"{reverse(name)}?{urlencode({'next': then})}")


def go_on(request: HttpRequest, then: str) -> HttpResponse:
    """To the step that is still missing, or to where the person wanted to go."""
    state = sign_in.sign_in_state(request)
    if state.step == Step.SECOND:
        return lead_to("second_factor", then)
    if state.step == Step.SET_UP:
        return lead_to("set_up_second_factor", then)
    response = redirect(then)
    welcome(request, response, state.account)
    return response


def welcome(request: HttpRequest, response: HttpResponse, user: Any) -> None:
    """Signing in is complete: the device is known from now on, and if it was not, the person is told."""
    if not known_device(request, user.get_username()):
        notices.tell(user, notices.NEW_DEVICE)
    remember_device(request, response, user)
