"""A user's passkeys, app codes, and recovery codes: allauth's, encrypted at rest, with single-use codes."""

import json
from base64 import b64encode
from collections.abc import Iterator
from functools import partial
from types import ModuleType
from typing import Any

from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.http import HttpRequest

from inquiries.crypto.fields import UNREADABLE, StoredText, decrypt, encrypt

Type = Authenticator.Type
SECRETS = {Type.TOTP: "secret", Type.RECOVERY_CODES: "seed"}


def allauth_webauthn() -> ModuleType:
    # Imported lazily: only signing in needs it, not the mail worker, and it loads 4 MiB, such as a list of all domains.
    from allauth.mfa.webauthn.internal import auth  # noqa: PLC0415 (see above)

    return auth  # type: ignore[no-any-return]


def factors(user: Any) -> models.QuerySet[Authenticator]:
    """Return the user's second factors. Recovery codes don't count, since they only replace one of these."""
    found: models.QuerySet[Authenticator] = Authenticator.objects.filter(user=user).exclude(type=Type.RECOVERY_CODES)
    return found.order_by("created_at", "pk")


def passkeys(user: Any) -> models.QuerySet[Authenticator]:
    return factors(user).filter(type=Type.WEBAUTHN)


def is_readable(factor: Authenticator) -> bool:
    name = SECRETS.get(Type(factor.type))
    return name is None or decrypt(factor.data[name]) != UNREADABLE


@transaction.atomic
def use_code(user: Any, typed: str) -> Authenticator | None:
    """Use up a typed code; return the app or recovery codes that it belongs to, or None."""
    code = "".join(typed.split())
    for factor in Authenticator.objects.select_for_update().filter(user=user).exclude(type=Type.WEBAUTHN):
        if not is_readable(factor):
            continue
        if use_app_code(factor, code) if factor.type == Type.TOTP else RecoveryCodes(factor).validate_code(code):
            # Reload the row, which now has the used codes.
            Authenticator.objects.get(pk=factor.pk).record_usage()
            return factor
    return None


def matching_step(secret: str, code: str) -> Any:
    """Return the current 30-second step if the code belongs to it; None if not."""
    (step,) = totp.yield_hotp_counters_from_time()
    expected = totp.format_hotp_value(totp.hotp_value(secret, step))
    return step if totp.compare_user_code(actual=code, expected=expected) else None


def use_app_code(factor: Authenticator, code: str) -> bool:
    """Use up an app code. The row records it; allauth uses a cache, which may not be shared between processes."""
    step = matching_step(decrypt(factor.data["secret"]), code)
    if step is None or step <= factor.data.get("last_step", 0):
        return False
    factor.data["last_step"] = step
    factor.save(update_fields=["data"])
    return True


def app_to_add(request: HttpRequest, user: Any, anew: bool) -> dict[str, str]:
    """Return a secret for an app, kept in the session until a code proves that the app has it."""
    with context.request_context(request):
        secret = totp.get_totp_secret(regenerate=anew)
        svg = get_adapter().build_totp_svg(get_adapter().build_totp_url(user, secret))
    spaced = " ".join(secret[place : place + 4] for place in range(0, len(secret), 4))
    return {"secret": spaced, "picture": "data:image/svg+xml;base64," + b64encode(svg.encode()).decode()}


@transaction.atomic
def add_app(request: HttpRequest, user: Any, typed: str) -> bool:
    with context.request_context(request):
        secret = totp.get_totp_secret()
        step = matching_step(secret, "".join(typed.split()))
        if step is None or factors(user).filter(type=Type.TOTP).exists():
            return False
        data = {"secret": encrypt(secret), "last_step": step}
        Authenticator.objects.create(user=user, type=Type.TOTP, data=data)
        totp.clear_totp_secret(request)
    return True


def passkey_to_add(request: HttpRequest, user: Any) -> Any:
    """Return the browser's options to create a discoverable passkey with user verification (biometrics or PIN)."""
    with context.request_context(request):
        return allauth_webauthn().begin_registration(user, passwordless=True)


def add_passkey(request: HttpRequest, user: Any, proposed_name: str) -> bool:
    """Add the passkey that the form sent, and return whether it is valid."""
    webauthn = allauth_webauthn()
    name = request.POST.get("name", "").strip()[:60] or proposed_name
    with context.request_context(request):
        try:
            credential = json.loads(request.POST.get("credential", ""))
            webauthn.parse_registration_response(credential)
            webauthn.complete_registration(credential)
        except (ValueError, TypeError, KeyError, AttributeError, ValidationError):
            return False
        finally:
            webauthn.clear_state()
    webauthn.WebAuthn.add(user, name, credential)
    return True


def passkey_to_use(request: HttpRequest, user: Any = None) -> Any:
    """Return the browser's options to use a passkey: one of the user's, or any if the user isn't known yet."""
    with context.request_context(request):
        return allauth_webauthn().begin_authentication(user)


def use_passkey(request: HttpRequest, user: Any = None) -> Authenticator | None:
    """Return the passkey of the form, which signed this session's single-use challenge; None if it isn't valid."""
    webauthn = allauth_webauthn()
    with context.request_context(request):
        try:
            response = json.loads(request.POST.get("credential", ""))
            webauthn.parse_authentication_response(response)
            owner = user or webauthn.extract_user_from_response(response)
            factor = webauthn.complete_authentication(owner, response)
        except (ValueError, TypeError, KeyError, AttributeError, ValidationError):
            return None
        finally:
            webauthn.clear_state()
    factor.record_usage()
    return factor


@transaction.atomic
def new_recovery_codes(user: Any) -> list[str]:
    """Replace all earlier codes with ten new ones. Call it only to show them, since they can't be shown again."""
    Authenticator.objects.filter(user=user, type=Type.RECOVERY_CODES).delete()
    codes = RecoveryCodes.activate(user).generate_codes()
    return [f"{code[:4]} {code[4:]}" for code in codes]


def recovery_codes_left(user: Any) -> int:
    codes = Authenticator.objects.filter(user=user, type=Type.RECOVERY_CODES).first()
    return len(RecoveryCodes(codes).get_unused_codes()) if codes and is_readable(codes) else 0


def remove(factor: Authenticator) -> None:
    """Remove a factor, and the recovery codes if it was the last one."""
    user = factor.user
    factor.delete()
    if not factors(user).exists():
        Authenticator.objects.filter(user=user).delete()


def secret_texts() -> Iterator[StoredText]:
    """Yield the encrypted secrets, so that they are renewed when the key changes."""
    for factor in Authenticator.objects.filter(type__in=SECRETS):
        yield factor.data[SECRETS[Type(factor.type)]], partial(replace_secret, factor.pk)


@transaction.atomic
def replace_secret(pk: int, anew: str) -> int:
    fresh = Authenticator.objects.select_for_update().get(pk=pk)  # with the codes that were used meanwhile
    fresh.data[SECRETS[Type(fresh.type)]] = anew
    fresh.save(update_fields=["data"])
    return 1
