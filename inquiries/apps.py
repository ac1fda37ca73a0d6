from django.apps import AppConfig
from django.db.models.signals import post_save


class InquiriesConfig(AppConfig):
    name = "inquiries"
    verbose_name = "Inquiries"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # These imports need the models, which are loaded by now.
        from content.caching.version import bump_version  # noqa: PLC0415
        from inquiries.mail import tracking, webhooks  # noqa: F401, PLC0415 (connect their signals)
        from inquiries.mail.contexts import CONTEXT  # noqa: PLC0415
        from inquiries.models import Mail  # noqa: PLC0415
        from inquiries.privacy import former_staff, routing_changes  # noqa: F401, PLC0415 (likewise)
        from inquiries.weekly import mail as weekly  # noqa: PLC0415

        CONTEXT[Mail.Purpose.WEEKLY_REPORT] = weekly.mail_context
        # The privacy notice says how long inquiries are kept.
        post_save.connect(bump_version, sender="inquiries.InquirySettings", dispatch_uid="content-version-retention")
