"""A page's title, from which the slug is derived until the page is first published."""

from wagtail.admin.panels import TitleFieldPanel


class PageTitlePanel(TitleFieldPanel):
    """Keeps the slug after unpublishing too, since it was public once; Wagtail's only keeps it while a page is live."""

    class BoundPanel(TitleFieldPanel.BoundPanel):
        def get_should_apply(self) -> bool:
            return self.instance.first_published_at is None and bool(super().get_should_apply())
