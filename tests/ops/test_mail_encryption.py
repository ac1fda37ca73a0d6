"""Mail leaves the machine encrypted or not at all."""

import socketserver
import threading
from pathlib import Path
from smtplib import SMTPException
from typing import ClassVar

import pytest
from django.core.mail import EmailMessage, get_connection
from django.test import override_settings

from config.settings.mail import mail_settings
from config.settings.production_checks import refuse_unsafe
from tests.ops.test_production import SAFE


@pytest.mark.parametrize(
    ("url", "port", "encrypted"),
    [
        ("smtp://user:pass@mail.example.com:587", 587, "STARTTLS"),
        ("smtp://user:pass@mail.example.com", 587, "STARTTLS"),
        ("smtp://user:pass@mail.example.com:2525", 2525, "STARTTLS"),
        ("smtp://mail.example.com:587", 587, "STARTTLS"),
        ("smtp+tls://mail.example.com:25", 25, "STARTTLS"),
        ("smtp+tls://mail.example.com", 587, "STARTTLS"),
        ("smtps://user:pass@mail.example.com", 465, "TLS"),
        ("smtps://user:pass@mail.example.com:4650", 4650, "TLS"),
        ("smtp://127.0.0.1", 25, ""),
        ("smtp://[::1]:1025", 1025, ""),
        ("smtp://localhost:1025", 1025, ""),
        ("smtp+plain://localhost:587", 587, ""),
    ],
)
def test_mail_leaves_the_machine_encrypted(tmp_path: Path, monkeypatch, url, port, encrypted) -> None:
    for name, value in (SAFE | {"DATA_DIR": str(tmp_path), "EMAIL_URL": url}).items():
        monkeypatch.setenv(name, value)
    refuse_unsafe()
    settings = mail_settings(url, "clinic@example.com")
    assert settings["EMAIL_PORT"] == port
    assert settings["EMAIL_USE_TLS"] is (encrypted == "STARTTLS")
    assert settings["EMAIL_USE_SSL"] is (encrypted == "TLS")


class PlainServer(socketserver.StreamRequestHandler):
    """A mail server that offers a login but no encryption, and records what it is told."""

    heard: ClassVar[list[bytes]] = []

    def handle(self) -> None:
        self.wfile.write(b"220 ready\r\n")
        for line in self.rfile:
            self.heard.append(line)
            said = line[:4].upper()
            self.wfile.write({b"EHLO": b"250-here\r\n250 AUTH PLAIN LOGIN\r\n"}.get(said, b"250 fine\r\n"))


def test_a_server_without_encryption_never_hears_the_password() -> None:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), PlainServer) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        made = mail_settings(f"smtp://user:hunter2@127.0.0.1:{server.server_address[1]}", "clinic@example.com")
        with override_settings(**made), pytest.raises(SMTPException, match="STARTTLS"):
            EmailMessage("s", "b", to=["a@example.com"], connection=get_connection(made["EMAIL_BACKEND"])).send()
        server.shutdown()
    assert [line[:4] for line in PlainServer.heard][:1] == [b"ehlo"]
    assert not [line for line in PlainServer.heard if line.upper().startswith((b"AUTH", b"MAIL"))]
