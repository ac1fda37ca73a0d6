"""A URLconf for a site that answers with what it believes about a request."""

from django.http import HttpRequest, JsonResponse
from django.urls import URLPattern, path


def echo(request: HttpRequest) -> JsonResponse:
    forwarded = sorted(name for name in request.META if name.startswith("HTTP_X_FORWARDED"))
    believed = {"visitor": request.META["REMOTE_ADDR"], "address": request.build_absolute_uri(), "left": forwarded}
    return JsonResponse(believed, headers={"Cache-Control": "no-store"})


urlpatterns: list[URLPattern] = [path("echo/", echo)]
