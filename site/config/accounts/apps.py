from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "config.accounts"

    def ready(self) -> None:
        # These imports need the models, which are loaded by now.
        from config.accounts import events, notices, password_reset, sessions  # noqa: F401, PLC0415
        from config.accounts.people import invitations  # noqa: PLC0415
        from config.accounts.second_factor import factors  # noqa: PLC0415
        from config.accounts.session_store import SessionStore  # noqa: PLC0415
        from inquiries.crypto.fields import SOURCES  # noqa: PLC0415
        from inquiries.mail import contexts  # noqa: PLC0415
        from inquiries.models import Mail  # noqa: PLC0415
        from inquiries.schedule.jobs import JOBS, Job  # noqa: PLC0415

        JOBS.append(Job("erase old sign-ins", events.erase_old_sign_ins))
        JOBS.append(Job("erase ended sessions", lambda now: SessionStore.clear_expired()))
        SOURCES.append(factors.secret_texts)
        contexts.CONTEXT[Mail.Purpose.INVITATION] = invitations.invitation_context
        contexts.CONTEXT[Mail.Purpose.ACCOUNT_NOTICE] = notices.notice_context
        contexts.CONTEXT[Mail.Purpose.PASSWORD_RESET] = password_reset.reset_context
