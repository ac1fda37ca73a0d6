from django.apps import AppConfig
from django.db.models.signals import post_migrate


class InquiriesConfig(AppConfig):
    name = "inquiries"
    verbose_name = "Inquiries"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from inquiries.mail import webhooks  # noqa: PLC0415 (needs the models, as the next line does)
        from inquiries.privacy import groups, routing_changes  # noqa: PLC0415

        webhooks.connect()
        routing_changes.connect()
        post_migrate.connect(groups.ensure_groups, sender=self, dispatch_uid="ready-groups")
