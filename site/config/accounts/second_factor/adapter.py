"""How allauth stores and names second factors here."""

from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from wagtail.admin.utils import get_user_display_name

from content.models import ClinicSettings
from inquiries.crypto.fields import decrypt, encrypt


class Adapter(DefaultMFAAdapter):
    def encrypt(self, text: str) -> str:
        return encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return decrypt(encrypted_text)

    def _get_site_name(self) -> str:
        return str(ClinicSettings.default().name)

    def get_public_key_credential_user_entity(self, user: Any) -> dict[str, Any]:
        named: dict[str, Any] = super().get_public_key_credential_user_entity(user)
        return named | {"name": user.get_username(), "display_name": get_user_display_name(user)}

    def get_totp_label(self, user: Any) -> str:
        return str(user.get_username())
