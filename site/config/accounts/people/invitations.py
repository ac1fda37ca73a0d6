"""Inviting a colleague: the account exists, and an emailed link lets them in, once, within seven days."""

import secrets
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.utils import get_user_display_name
from wagtail.log_actions import log

from config.accounts.models import Invitation
from content.site_context.context import moment_in_words
from inquiries.mail.contexts import NothingToSendError
from inquiries.mail.outbox import enqueue
from inquiries.models import Mail

SALT = "accounts.invitation"
INVITED, RENEWED, TAKEN_BACK, ACCEPTED = (f"accounts.{step}" for step in ("invite", "renew", "take_back", "accept"))


@transaction.atomic
def invite(user: Any, by: Any, action: str = INVITED) -> None:
    """Email a new link; an earlier one stops working."""
    given = {"invited_by": by, "nonce": secrets.token_urlsafe(16), "sent_at": timezone.now()}
    Invitation.objects.update_or_create(user=user, defaults=given)
    enqueue(Mail.Purpose.INVITATION, [user.email], None, user=user.pk, nonce=given["nonce"])
    log(user, action, user=by)


@transaction.atomic
def take_back(invitation: Invitation, by: Any) -> None:
    """Withdraw the invitation, and delete its unused account."""
    log(invitation.user, TAKEN_BACK, user=by)
    invitation.user.delete()


def invitation_link(invitation: Invitation) -> str:
    token = signing.dumps([invitation.pk, invitation.nonce], salt=SALT)
    return settings.WAGTAILADMIN_BASE_URL + reverse("invitation", args=[token])


def find_invitation(token: str) -> Invitation | None:
    """Return a link's invitation, even an expired one; None if it was used, renewed, or withdrawn, or never existed."""
    try:
        user, nonce = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Invitation.objects.filter(pk=user, nonce=nonce, user__is_active=True).select_related("user").first()


def invitation_context(mail: Mail) -> dict[str, Any]:
    """Return the email's context. The link is created at send time, so it is never stored."""
    given = {"pk": mail.details["user"], "nonce": mail.details["nonce"]}
    invitation = Invitation.objects.filter(**given).select_related("user", "invited_by").first()
    if invitation is None or invitation.has_ended:
        raise NothingToSendError
    by = invitation.invited_by
    return {
        "first_name": invitation.user.first_name,
        "account": invitation.user.get_username(),
        "inviter": get_user_display_name(by) if by else "The clinic",
        "link": invitation_link(invitation),
        "until": moment_in_words(invitation.ends_at),
    }


def username_for(email: str) -> str:
    """Return the address itself if it is a valid username, else a generated one."""
    try:
        get_user_model()._meta.get_field("username").run_validators(email)
    except ValidationError:
        return f"person-{secrets.token_hex(4)}"
    return email
