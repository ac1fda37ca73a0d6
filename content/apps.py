from django.apps import AppConfig


class ContentConfig(AppConfig):
    name = "content"
    verbose_name = "Content"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from content import signals  # noqa: F401
        from content.starter import system_checks as checks  # noqa: F401 (registers itself)
        from content.text.form_fields import use_in_admin
        from content.uploads import signals as upload_signals  # noqa: F401

        use_in_admin()
