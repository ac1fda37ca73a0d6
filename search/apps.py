"""The search app."""

from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save


class SearchConfig(AppConfig):
    name = "search"
    label = "site_search"
    verbose_name = "Search"

    def ready(self) -> None:
        from wagtail.contrib.search_promotions.forms import QueryForm  # noqa: PLC0415 (models load before)
        from wagtail.contrib.search_promotions.models import SearchPromotion  # noqa: PLC0415 (models load before)

        from content.caching.version import bump_version  # noqa: PLC0415 (it is a model's module)
        from search.models import Synonym  # noqa: PLC0415 (models load before)

        query = QueryForm.base_fields["query_string"]
        query.label, query.help_text = "What people type", "A word or a few. Capitals and endings don’t matter."
        # Promotions and synonyms are cached per content version.
        for model in (SearchPromotion, Synonym):
            for signal in (post_save, post_delete):
                signal.connect(bump_version, sender=model, dispatch_uid=f"search-{model.__name__}-{id(signal)}")
