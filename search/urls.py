"""URLs of this app."""

from django.urls import URLPattern, URLResolver, path

from search.views import search

urlpatterns: list[URLPattern | URLResolver] = [path("search/", search, name="search")]
