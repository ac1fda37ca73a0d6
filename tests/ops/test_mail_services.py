"""EMAIL_URL supports every mail service that the library ships, and each of them accepts the site's mails."""

import importlib
import pkgutil
import sys
from contextlib import nullcontext
from types import ModuleType
from typing import Any
from unittest import mock
from urllib.parse import quote

import anymail.backends
import pytest
from anymail.exceptions import AnymailConfigurationError
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMultiAlternatives, get_connection
from django.test import override_settings

from config.settings.mail import mail_settings, missing_keys
from config.settings.production_checks import refuse_unsafe
from tests.ops.test_production import SAFE

SERVICES = [
    *["amazon_ses", "brevo", "mailersend", "mailgun", "mailjet", "mailtrap", "mandrill", "postal"],
    *["postmark", "resend", "scaleway", "sendgrid", "sendinblue", "sparkpost", "unisender_go"],
]
KEYS = {
    f"ANYMAIL_{service}_{kind}".upper(): f"{service}-{kind}"
    for service in SERVICES
    for kind in ("api_key", "api_token", "secret_key", "server_token", "project_id")
} | {"ANYMAIL_POSTAL_API_URL": "https://postal.example", "ANYMAIL_UNISENDER_GO_API_URL": "https://go.example"}


def test_the_table_names_every_service_that_the_library_ships() -> None:
    shipped = {module.name for module in pkgutil.iter_modules(anymail.backends.__path__)}
    assert shipped - {"base", "base_requests", "console", "test"} == set(SERVICES)  # these send nothing


@pytest.mark.parametrize("service", SERVICES)
def test_each_service_is_chosen_by_its_name(service: str) -> None:
    for url in (f"anymail+{service}://", f"anymail+{service.replace('_', '-')}://", f"anymail+{service.upper()}:///"):
        made = mail_settings(url, "clinic@example.com")
        assert made["EMAIL_BACKEND"] == f"anymail.backends.{service}.EmailBackend"


def boto3_stub() -> dict[str, ModuleType]:
    """Just enough of Amazon's package to import it and create a client."""
    parts = {name: ModuleType(name) for name in ("boto3", "botocore", "botocore.client", "botocore.exceptions")}
    for name in ("BotoCoreError", "ClientError", "ConnectionError"):
        setattr(parts["botocore.exceptions"], name, type(name, (Exception,), {}))
    parts["botocore.client"].Config = mock.MagicMock()  # type: ignore[attr-defined]
    parts["boto3"].session = mock.MagicMock()  # type: ignore[attr-defined]
    return parts


@pytest.mark.parametrize("service", SERVICES)
def test_each_service_takes_a_mail_as_the_site_writes_it(service: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in KEYS.items():
        monkeypatch.setenv(name, value)
    if service == "amazon_ses":
        for name, module in boto3_stub().items():
            monkeypatch.setitem(sys.modules, name, module)
        monkeypatch.delitem(sys.modules, "anymail.backends.amazon_ses", raising=False)
    made = mail_settings(f"anymail+{service}://", "clinic@example.com")
    with override_settings(**made):
        backend: Any = get_connection()
        message = EmailMultiAlternatives(
            "An appointment",
            "At ten.",
            "Clinic <clinic@example.com>",
            ["ada@example.com"],
            reply_to=["answers+K7QF-3M9P@in.example.com"],
            headers={
                "Message-ID": "<1@example.com>",
                "In-Reply-To": "<2@example.com>",
                "Auto-Submitted": "auto-replied",
            },
        )
        message.attach_alternative("<p>At ten.</p>", "text/html")
        message.attach_alternative("BEGIN:VCALENDAR", "text/calendar; method=REQUEST")
        message.attach("appointment.ics", "BEGIN:VCALENDAR", "text/calendar; method=REQUEST")
        message.metadata = {"mail": "<1@example.com>"}  # type: ignore[attr-defined]
        payload = backend.build_message_payload(message, backend.send_defaults)
        if hasattr(payload, "get_request_params"):
            request = str(payload.get_request_params("https://api.example/"))
            assert "At ten." in request
            assert "ada@example.com" in request


@pytest.mark.parametrize("service", [service for service in SERVICES if service != "amazon_ses"])
def test_a_key_that_a_service_needs_is_missed_at_the_start(service: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The library itself checks: without one of these keys no mail could be sent, and with them alone it can."""
    names = missing_keys(mail_settings(f"anymail+{service}://", "clinic@example.com"))
    for given in [names, *([name for name in names if name != left_out] for left_out in names)]:
        with monkeypatch.context() as patch:
            for name in given:
                patch.setenv(name, "https://api.example")
            made = mail_settings(f"anymail+{service}://", "clinic@example.com")
            assert missing_keys(made) == [name for name in names if name not in given]
            refused = nullcontext() if given == names else pytest.raises(AnymailConfigurationError)
            with override_settings(**made), refused:
                get_connection()


def test_the_package_that_a_service_lacks_is_named(tmp_path: Any, monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    for name, value in (SAFE | {"DATA_DIR": str(tmp_path), "EMAIL_URL": "anymail+amazon_ses://"}).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setitem(sys.modules, "boto3", None)
    monkeypatch.delitem(sys.modules, "anymail.backends.amazon_ses", raising=False)
    with pytest.raises(SystemExit):
        refuse_unsafe()
    assert "django-anymail[amazon-ses]" in capsys.readouterr().err
    for name, module in boto3_stub().items():
        monkeypatch.setitem(sys.modules, name, module)
    refuse_unsafe()
    importlib.import_module("anymail.backends.amazon_ses")


@pytest.mark.parametrize(
    "url", [*(f"anymail+{name}://" for name in ("nosuch", "base", "console", "test", "", "../x")), "a_b://x"]
)
def test_what_is_no_service_is_refused(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL"):
        mail_settings(url, "clinic@example.com")


def test_options_and_regions_are_passed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANYMAIL_MAILJET_SECRET_KEY", "0123456789")
    monkeypatch.setenv("ANYMAIL_MAILGUN_API_KEY", "k#y/with?signs@and:more")
    monkeypatch.setenv("ANYMAIL_AMAZON_SES_SESSION_PARAMS", '{"profile_name": "clinic"}')
    monkeypatch.setenv("ANYMAIL_IGNORE_UNSUPPORTED_FEATURES", "False")
    given = mail_settings("anymail+amazon_ses://?region=eu-central-1", "")["ANYMAIL"]
    assert given["AMAZON_SES_CLIENT_PARAMS"] == {"region_name": "eu-central-1"}
    assert given["AMAZON_SES_SESSION_PARAMS"] == {"profile_name": "clinic"}
    assert given["MAILJET_SECRET_KEY"] == "0123456789"
    assert given["MAILGUN_API_KEY"] == "k#y/with?signs@and:more"
    assert given["IGNORE_UNSUPPORTED_FEATURES"] is False
    eu = mail_settings("anymail+mailgun://?sender_domain=mg.example.com&api_url=https://api.eu.example/v3", "")
    assert eu["ANYMAIL"]["MAILGUN_SENDER_DOMAIN"] == "mg.example.com"
    assert eu["ANYMAIL"]["MAILGUN_API_URL"] == "https://api.eu.example/v3"


def test_a_key_inside_the_address_is_refused_without_showing_it() -> None:
    with pytest.raises(ImproperlyConfigured, match="ANYMAIL_POSTMARK") as refused:
        mail_settings("anymail+postmark://hunter2@", "")
    assert "hunter2" not in str(refused.value)


@pytest.mark.parametrize("password", ["p#ss", "p/s?s@w:rd", "a b%c+d", "pä$$‘"])
def test_a_password_with_signs_arrives_as_it_is(password: str) -> None:
    made = mail_settings(f"smtp://user%40clinic.example:{quote(password, safe='')}@mail.example.com", "")
    assert (made["EMAIL_HOST_USER"], made["EMAIL_HOST_PASSWORD"]) == ("user@clinic.example", password)
    assert made["EMAIL_HOST"] == "mail.example.com"
