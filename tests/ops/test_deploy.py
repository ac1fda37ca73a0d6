"""The files in deploy/ name what exists."""

import re
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from django.core.management import get_commands

from config.environment import env

ROOT = Path(__file__).resolve().parents[2]


def test_the_environment_example_sets_only_variables_that_are_read() -> None:
    text = (ROOT / "deploy" / "pinpoint.env.example").read_text()
    named = set(re.findall(r"^#?\s?([A-Z_]+)=", text, re.MULTILINE))
    assert named - set(env.scheme) == {"DJANGO_SETTINGS_MODULE"}
    assert {"SECRET_KEY", "FIELD_KEYS", "ALLOWED_HOSTS", "SITE_URL", "EMAIL_URL", "DEFAULT_FROM_EMAIL"} <= named


def test_the_units_call_commands_and_targets_that_exist() -> None:
    units = "".join(file.read_text() for file in (ROOT / "deploy" / "systemd").iterdir())
    assert set(re.findall(r"manage\.py (\w+)", units)) <= set(get_commands())
    targets = set(re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"make (\w+)", units)) <= targets


def test_the_web_unit_serves_as_the_one_command_start_does() -> None:
    from config.supervisor import web_command

    unit = (ROOT / "deploy" / "systemd" / "pinpoint-web.service").read_text()
    for option in ("--blocking-threads", "--backpressure", "--interface"):
        words = web_command(8000, 2)
        assert f"{option} {words[words.index(option) + 1]}" in unit
    assert "-m config.web " in unit


def test_each_unit_is_named_where_operators_read_of_it() -> None:
    guide = (ROOT / "docs" / "operations.md").read_text()
    for timer in (ROOT / "deploy" / "systemd").glob("*.timer"):
        assert timer.name in guide
        assert timer.with_suffix(".service").exists()


@pytest.mark.skipif(not shutil.which("nginx"), reason="nginx is not installed")
def test_nginx_takes_the_reference_configuration(tmp_path: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "clinic.example")])
    now = datetime.now(UTC)
    certificate = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    certificate = certificate.serial_number(1).not_valid_before(now).not_valid_after(now + timedelta(days=1))
    (tmp_path / "fullchain.pem").write_bytes(certificate.sign(key, SHA256()).public_bytes(Encoding.PEM))
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (tmp_path / "privkey.pem").write_bytes(private)
    text = (ROOT / "deploy" / "nginx.conf").read_text()
    for place in ("/etc/letsencrypt/live/clinic.example", "/var/cache/nginx", "/var/log/nginx"):
        text = text.replace(place, str(tmp_path))
    text = re.sub(r"listen (\[::\]:)?(80|443)", r"listen \g<1>1\2", text)  # nobody's port is needed to read it
    (tmp_path / "pinpoint_proxy.conf").write_text((ROOT / "deploy" / "pinpoint_proxy.conf").read_text())
    (tmp_path / "nginx.conf").write_text(f"pid {tmp_path}/pid; events {{}} http {{ {text} }}")
    line = ["nginx", "-t", "-p", str(tmp_path), "-c", str(tmp_path / "nginx.conf")]
    ran = subprocess.run(line, capture_output=True, text=True, timeout=30, check=False)
    assert ran.returncode == 0, ran.stderr
