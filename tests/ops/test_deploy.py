"""The files in deploy/ refer only to things that exist, and set up a server as the guide promises."""

import re
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from django.core.management import call_command, get_commands

from config.accounts import urls as accounts
from config.environment import env
from config.settings.production_checks import BAD_CONFIGURATION
from content.caching.version import invalidate
from content.models import ClinicSettings

ROOT = Path(__file__).resolve().parents[2]
UNITS = ROOT / "deploy" / "systemd"
SHARED = UNITS / "pinpoint-.service.d" / "sandbox.conf"


def test_the_environment_example_sets_only_variables_that_are_read() -> None:
    text = (ROOT / "deploy" / "pinpoint.env.example").read_text()
    named = set(re.findall(r"^#?\s?([A-Z_]+)=", text, re.MULTILINE))
    composed = set(re.findall(r"\${([A-Z_]+):\?}", (ROOT / "deploy" / "compose.yaml").read_text()))
    assert composed <= named  # the container refuses to start without these
    assert named - set(env.scheme) - composed == set()
    assert {"SECRET_KEY", "FIELD_KEYS", "ALLOWED_HOSTS", "SITE_URL", "EMAIL_URL", "DEFAULT_FROM_EMAIL"} <= named


def test_the_units_call_commands_and_targets_that_exist() -> None:
    units = "".join(file.read_text() for file in UNITS.glob("*.*") if file.is_file())
    assert set(re.findall(r"manage\.py (\w+)", units)) <= set(get_commands())
    assert not re.search(r"\bmake\b", units)  # make may write to the virtual environment, which no service may


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="There is no systemd-analyze here.")
def test_every_service_is_shut_off_from_what_it_does_not_need(tmp_path: Path) -> None:
    shutil.copytree(UNITS, tmp_path / "etc/systemd/system")
    for unit in UNITS.glob("*.service"):
        name = unit.name.replace("@", "@x")
        most = ["--offline=yes", f"--root={tmp_path}", "--threshold=20", "--no-pager", name]  # 2.0 of 10
        done = subprocess.run(["systemd-analyze", "security", *most], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout[-300:] + done.stderr


def test_each_job_that_runs_unseen_tells_when_it_fails() -> None:
    for timer in UNITS.glob("*.timer"):
        unit = timer.with_suffix(".service").read_text()
        # The watch sends its own alerts.
        assert "OnFailure=pinpoint-alert@%n.service" in unit or "manage.py watch" in unit, timer.name
    assert "manage.py alert" in (UNITS / "pinpoint-alert@.service").read_text()


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
    text = re.sub(r"listen (\[::\]:)?(80|443)", r"listen \g<1>1\2", text)  # reading it needs no privileged port
    for included in (ROOT / "deploy").glob("pinpoint_*.conf"):
        shutil.copy(included, tmp_path)
    (tmp_path / "nginx.conf").write_text(f"pid {tmp_path}/pid; events {{}} http {{ {text} }}")
    line = ["nginx", "-t", "-p", str(tmp_path), "-c", str(tmp_path / "nginx.conf")]
    ran = subprocess.run(line, capture_output=True, text=True, timeout=30, check=False)
    assert ran.returncode == 0, ran.stderr


def location(text: str, path: str) -> str:
    """The block for this address in the proxy's configuration."""
    found = re.search(rf"location =? ?{re.escape(path)}\s*{{([^}}]*)}}", text)
    assert found
    return found[1]


def test_the_proxy_refuses_no_inquiry_and_has_pages_for_while_the_site_is_away() -> None:
    text = (ROOT / "deploy" / "nginx.conf").read_text()
    form = location(text, "/inquiries/send/")
    assert "limit_req" not in form
    page = re.search(r"error_page 502 504 =503 (\S+);", form)
    assert page
    served = re.search(r"location ~ (\^\S+) {\s+internal;\s+root (\S+);", text)
    assert served
    assert re.match(served[1], page[1])
    written = re.search(r"manage\.py unavailable_page (\S+)", (UNITS / "pinpoint-prepare.service").read_text())
    assert written
    assert served[2] + page[1] == written[1]


def test_every_header_that_the_proxy_adds_stands_on_errors_too() -> None:
    lines = "".join(
        (ROOT / "deploy" / name).read_text() for name in ("nginx.conf", "pinpoint_headers.conf")
    ).splitlines()
    added = [line.strip() for line in lines if "add_header" in line and "immutable" not in line]
    assert len(added) > 6
    assert [line for line in added if not line.endswith(" always;")] == []


def test_the_proxy_speaks_with_forward_secrecy_or_not_at_all() -> None:
    text = (ROOT / "deploy" / "nginx.conf").read_text()
    assert "ssl_protocols TLSv1.2 TLSv1.3;" in text
    suites = re.search(r"ssl_ciphers (\S+);", text)
    assert suites
    assert all(re.match(r"ECDHE-\w+-(AES\d+-GCM|CHACHA20-POLY1305)", suite) for suite in suites[1].split(":"))


def test_what_machines_call_is_not_led_from_plain_http_to_https() -> None:
    plain = re.search(r"server \{\s+listen 80;(.*?)\n\}", (ROOT / "deploy" / "nginx.conf").read_text(), re.DOTALL)
    assert plain
    refused = re.search(r"location ~ (\S+) \{[^}]*return 403;", plain[1])
    assert refused
    for path in ("/anymail/postmark/tracking/", "/inquiries/calendar/secret.ics", "/metrics"):
        assert re.match(refused[1], path)
    assert not re.match(refused[1], "/contact/")


def test_the_guide_leaves_nginx_its_own_main_file() -> None:
    guide = (ROOT / "docs" / "operations.md").read_text()
    assert "/etc/nginx/conf.d/pinpoint.conf" in guide


def test_nothing_is_prepared_while_the_site_is_away() -> None:
    """An upgrade migrates while the old site still answers; visitors wait in the socket while it restarts."""
    web = (UNITS / "pinpoint-web.service").read_text()
    assert "ExecStartPre" not in web
    assert "Requires=pinpoint-web.socket" in web
    assert "manage.py migrate" in (UNITS / "pinpoint-prepare.service").read_text()
    assert "server 127.0.0.1:8000" in (ROOT / "deploy" / "nginx.conf").read_text()
    assert "ListenStream=127.0.0.1:8000" in (UNITS / "pinpoint-web.socket").read_text()


@pytest.mark.parametrize("unit", ["pinpoint-web.service", "pinpoint-deliver.service"])
def test_services_come_back_unless_their_settings_are_unsafe(unit: str) -> None:
    text = (UNITS / unit).read_text()
    for line in ("Restart=always", "StartLimitIntervalSec=0", f"RestartPreventExitStatus={BAD_CONFIGURATION}"):
        assert line in text


def test_no_unit_writes_what_others_may_read() -> None:
    assert "UMask=0077" in SHARED.read_text()
    assert all(unit.name.startswith("pinpoint-") for unit in UNITS.glob("*.service"))  # so the drop-in applies to all
    assert not [unit.name for unit in UNITS.glob("*.service") if "UMask" in unit.read_text()]


def test_the_proxy_limits_posts_at_every_door() -> None:
    text = (ROOT / "deploy" / "nginx.conf").read_text()
    doors = re.search(r"location ~ (\^/\S*_util\S*) {([^}]*)}", text)
    assert doors
    assert "limit_req zone=pinpoint_login" in doors[2]
    assert len(accounts.urlpatterns) == 15
    for door in accounts.urlpatterns:
        # An open page asks here how long its session lasts; there is nothing to guess.
        assert re.match(doors[1], f"/{door.pattern}") or str(door.pattern).startswith("admin/session/"), door
    assert re.search(r'map \$request_method \$pinpoint_guess { default ""; POST \$binary_remote_addr; }', text)
    assert "limit_req_zone $pinpoint_guess zone=pinpoint_login" in text


def test_the_proxy_writes_down_neither_addresses_nor_what_was_searched_for() -> None:
    text = (ROOT / "deploy" / "nginx.conf").read_text()
    servers = text.split("\nserver {")[1:]
    assert [re.findall(r"^    error_log \S+ (\w+);", server, re.MULTILINE) for server in servers] == [["crit"]] * 3
    logs = [re.findall(r"^    access_log (.+?);", server, re.MULTILINE) for server in servers]
    kept = "/var/log/nginx/pinpoint.log pinpoint buffer=32k flush=5s if=$pinpoint_logged"
    assert logs == [["off"], [kept], ["off"]]
    assert re.search(r"limit_req_log_level (notice|info);", text)
    for private in ("$remote_addr", "$request_uri", "$request ", "$args", "$http_referer"):
        assert private not in re.search(r"log_format pinpoint (.*);", text)[1]


@pytest.mark.django_db
def test_the_pages_for_while_the_site_is_away_need_only_what_the_proxy_has(tmp_path: Path) -> None:
    clinic = ClinicSettings.default()
    clinic.phone = "+1 555 010 0199"
    clinic.save()
    invalidate()  # as on commit
    call_command("unavailable_page", str(tmp_path / "unavailable.html"))
    page = BeautifulSoup((tmp_path / "unavailable.html").read_text(), "html.parser")
    assert page.find("a", href="tel:+15550100199")
    assert "Back button" in page.text
    assert not page.select("script, style, img")
    away = BeautifulSoup((tmp_path / "away.html").read_text(), "html.parser")
    assert away.find("a", href="tel:+15550100199")
    assert "typed" not in away.text
    assert not away.select("script, style, img")
    # From the proxy's disk, whose file names have a digest.
    assert {link["href"] for link in page.select("link") + away.select("link")} == {
        f"/static/css/{name}.css" for name in ("500", "not_stored")
    }


def test_the_timer_that_looks_each_minute_also_looks_after_the_worker() -> None:
    unit = (UNITS / "pinpoint-watch.service").read_text()
    commands = re.findall(r"^ExecStart=(\S+)", unit, re.MULTILINE)
    assert len(commands) == 2
    assert commands[0].startswith("-")  # a site that is down must not keep anybody from hearing about it
    assert "manage.py watch" in unit
    assert "User=" not in unit  # it runs as the same user as the other units
    assert "User=pinpoint\n" in SHARED.read_text()


@pytest.mark.parametrize(
    ("is_active", "answers", "restarts"), [(True, False, True), (True, True, False), (False, False, False)]
)
def test_the_watch_restarts_what_runs_without_answering_and_starts_nothing_that_was_stopped(
    tmp_path: Path, is_active: bool, answers: bool, restarts: bool
) -> None:
    """A site stopped for a restore must not come back in the middle of it."""
    systemctl = f'echo "$@" >>{tmp_path}/calls; case "$*" in *is-active*) exit {0 if is_active else 3};; esac'
    for name, script in {"systemctl": systemctl, "curl": f"exit {0 if answers else 28}"}.items():
        (tmp_path / name).write_text(f"#!/bin/sh\n{script}\n")
        (tmp_path / name).chmod(0o755)
    line = re.search(r"/bin/sh -c '([^']+)'", (UNITS / "pinpoint-watch.service").read_text())
    assert line
    subprocess.run(["/bin/sh", "-c", line[1]], env={"PATH": str(tmp_path)}, check=False)
    assert ("restart pinpoint-web" in (tmp_path / "calls").read_text()) == restarts


def test_the_guide_says_how_to_run_a_command_as_the_services_do() -> None:
    guide, script = (ROOT / "docs" / "operations.md").read_text(), (ROOT / "deploy" / "pinpoint-manage").read_text()
    assert "pinpoint-manage ensure_owner" in guide
    shared = SHARED.read_text()
    for name in ("EnvironmentFile", "UMask"):
        setting = re.search(rf"^{name}=(\S+)$", shared, re.MULTILINE)
        assert setting
        assert f"{name}={setting[1]}" in script
    assert "--uid=pinpoint --gid=pinpoint" in script
    assert "--working-directory=/opt/pinpoint" in script
