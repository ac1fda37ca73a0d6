from django.apps import AppConfig
from django.conf import settings
from django.db.models.signals import post_save, pre_save


class AccountsConfig(AppConfig):
    name = "config.accounts"
    verbose_name = "Accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # These imports need the models, which are loaded by now.
        from config.accounts import events, notices, password_reset, sessions  # noqa: PLC0415
        from config.accounts.people import invitations  # noqa: PLC0415
        from config.accounts.second_factor import factors  # noqa: PLC0415
        from config.accounts.session_store import SessionStore  # noqa: PLC0415
        from inquiries.mail import contexts  # noqa: PLC0415
        from inquiries.models import Mail  # noqa: PLC0415
        from inquiries.schedule.jobs import JOBS, Job  # noqa: PLC0415

        events.connect_signals()
        pre_save.connect(notices.on_account_changed, settings.AUTH_USER_MODEL, dispatch_uid="account-notices")
        post_save.connect(sessions.on_account_saved, settings.AUTH_USER_MODEL, dispatch_uid="closed-accounts")
        JOBS.append(Job("erase old sign-ins", events.erase_old_sign_ins))
        JOBS.append(Job("erase ended sessions", lambda now: SessionStore.clear_expired()))
        JOBS.append(Job("renew encryption of second factors", factors.renew_secrets))
        contexts.CONTEXT[Mail.Purpose.INVITATION] = invitations.invitation_context
        contexts.CONTEXT[Mail.Purpose.ACCOUNT_NOTICE] = notices.notice_context
        contexts.CONTEXT[Mail.Purpose.PASSWORD_RESET] = password_reset.reset_context
