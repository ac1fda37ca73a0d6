from django.apps import AppConfig


class ContentConfig(AppConfig):
    name = "content"
    verbose_name = "Content"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wagtail.contrib.redirects import forms as redirect_forms

        from content import signals  # noqa: F401
        from content.admin.redirect_form import RedirectForm
        from content.starter import system_checks as checks  # noqa: F401 (registers itself)
        from content.text.form_fields import use_in_admin
        from content.uploads import signals as upload_signals  # noqa: F401

        redirect_forms.RedirectForm = RedirectForm  # Wagtail's screens, import and API take it from there
        use_in_admin()
