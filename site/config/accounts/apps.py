from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "config.accounts"
    verbose_name = "Accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # All of these need the models, which are loaded by now.
        from config.accounts import events, password_reset  # noqa: PLC0415
        from inquiries.mail import contexts  # noqa: PLC0415
        from inquiries.models import Mail  # noqa: PLC0415
        from inquiries.schedule.jobs import JOBS, Job  # noqa: PLC0415

        events.connect()
        JOBS.append(Job("erase old sign-ins", events.erase_old_sign_ins))
        contexts.CONTEXT[Mail.Purpose.PASSWORD_RESET] = password_reset.mail_context
