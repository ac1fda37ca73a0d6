from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save


class SearchConfig(AppConfig):
    name = "search"
    label = "site_search"
    verbose_name = "Search"

    def ready(self) -> None:
        from wagtail.contrib.search_promotions.models import SearchPromotion  # noqa: PLC0415 (models load before)

        from content.caching.version import bump_version  # noqa: PLC0415 (it is a model's module)

        # What staff put first is kept per content version.
        for signal in (post_save, post_delete):
            signal.connect(bump_version, sender=SearchPromotion, dispatch_uid=f"search-picks-{id(signal)}")
