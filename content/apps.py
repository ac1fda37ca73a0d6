from django.apps import AppConfig


class ContentConfig(AppConfig):
    name = "content"
    verbose_name = "Content"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # They register themselves, and need the models, which are loaded by now.
        from content import signals  # noqa: F401, PLC0415
        from content.starter import system_checks  # noqa: F401, PLC0415
        from content.uploads import signals as upload_signals  # noqa: F401, PLC0415
