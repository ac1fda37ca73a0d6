"""A page's title, which its address follows until the page is published for the first time."""

from wagtail.admin.panels import TitleFieldPanel


class PageTitlePanel(TitleFieldPanel):
    """Wagtail's stops while a page is live; here an address that was public once stays after unpublishing too."""

    class BoundPanel(TitleFieldPanel.BoundPanel):
        def get_should_apply(self) -> bool:
            return self.instance.first_published_at is None and bool(super().get_should_apply())
