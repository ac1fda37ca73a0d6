"""Addresses of this room."""

from django.urls import URLPattern, URLResolver, include, path

from inquiries import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("inquiries/send/", views.send, name="inquiry_send"),
    path("anymail/", include("anymail.urls")),
]
