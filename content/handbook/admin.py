"""Where the handbook hooks into Wagtail's admin."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.sidebar import LinkMenuItem

from content.handbook.places import section_for
from content.handbook.views import TITLE, DocView, HandbookView, serve_picture


def handbook_urls() -> list[URLPattern]:
    return [
        path("how-this-works/", HandbookView.as_view(), name="handbook"),
        path("how-this-works/pictures/<str:name>", serve_picture, name="handbook_picture"),
        path("how-this-works/<slug:name>/", DocView.as_view(), name="handbook_doc"),
    ]


class HandbookMenuItem(MenuItem):
    """A menu item that links from each screen to its section."""

    def render_component(self, request: HttpRequest) -> LinkMenuItem:
        section = section_for(request)
        url = f"{reverse('handbook_doc', args=[section[0]])}#{section[1]}" if section else self.url
        return LinkMenuItem(self.name, self.label, url, icon_name=self.icon_name)


def handbook_menu_item() -> HandbookMenuItem:
    return HandbookMenuItem(TITLE, reverse("handbook"), name="how-this-works", icon_name="help", order=10900)


hooks.register("register_admin_urls", handbook_urls)
hooks.register("register_admin_menu_item", handbook_menu_item)
