from django.apps import AppConfig


class ContentConfig(AppConfig):
    name = "content"

    def ready(self) -> None:
        # These imports need the models, which are loaded by now; some register themselves.
        from wagtail.admin import localization  # noqa: PLC0415
        from wagtail.contrib.redirects import forms as redirect_forms  # noqa: PLC0415

        from content import signals  # noqa: F401, PLC0415
        from content.admin.redirect_form import RedirectForm  # noqa: PLC0415
        from content.admin.redirect_import import read_what_is_saved  # noqa: PLC0415
        from content.admin.scheduled_publishing import forget_past_expiry  # noqa: PLC0415
        from content.site_context.zone import in_clinic_zone  # noqa: PLC0415
        from content.text.form_fields import use_in_admin  # noqa: PLC0415
        from content.uploads import sizes  # noqa: F401, PLC0415

        # Wagtail has no setting or hook for any of these; its views, import, and API use this form.
        redirect_forms.RedirectForm = RedirectForm
        read_what_is_saved()
        forget_past_expiry()
        localization.override_tz = in_clinic_zone
        use_in_admin()
