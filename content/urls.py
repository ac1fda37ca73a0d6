"""URLs of this app."""

from django.urls import URLPattern, URLResolver, path

from content.drawings.views import regions, serve_drawing
from content.seo import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("social-card/<int:pk>/<slug:version>.png", views.social_card, name="social_card"),
    path("drawings/<slug:color>/<slug:kind>/<slug:slug>.<slug:version>.svg", serve_drawing, name="drawing"),
    path("drawings/regions.<slug:version>.svg", regions, name="drawn_regions"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("llms.txt", views.llms, name="llms"),
    path("favicon.svg", views.favicon, {"kind": "svg"}),
    path("favicon.ico", views.favicon, {"kind": "ico"}),
    path("apple-touch-icon.png", views.icon, {"size": 180}),
    *(path(f"icon-{size}.png", views.icon, {"size": size}) for size in views.ICON_SIZES),
]
