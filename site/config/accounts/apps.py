from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "config.accounts"
    verbose_name = "Accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from config.accounts import events, password_reset
        from inquiries.mail import contexts as purposes
        from inquiries.models import Mail
        from inquiries.schedule.jobs import JOBS, Job

        events.connect()
        JOBS.append(Job("erase old sign-ins", events.erase_old_sign_ins))
        purposes.CONTEXT[Mail.Purpose.PASSWORD_RESET] = password_reset.mail_context
