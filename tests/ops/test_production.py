"""Production starts only with safe settings, and reports everything that is wrong at once."""

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.conf import global_settings
from django.utils.module_loading import import_string

from config.environment import BASE_DIR
from config.settings.production_checks import problems, refuse_unsafe

SECRET = "k3-Zr8_wQmTn5vYx1Lb7Hs0PdJc9RfGu2EaKi4No6WqXtBzMyVlDhSpCjUeFgAO"
SAFE = {
    "SECRET_KEY": SECRET,
    "ALLOWED_HOSTS": "www.example.com",
    "SITE_URL": "https://www.example.com",
    "EMAIL_URL": "smtp://user:pass@mail.example.com:587",
    "DEFAULT_FROM_EMAIL": "clinic@example.com",
    "FIELD_KEYS": "dGVzdHMtb25seS10ZXN0cy1vbmx5LXRlc3RzLW9ubHk=",
}


def run(data_dir: Path, *line: str, **changed: str | None) -> subprocess.CompletedProcess[str]:
    """Run a process with production settings: safe variables, except for the changed ones."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    wanted = {**kept, **SAFE, "DJANGO_SETTINGS_MODULE": "config.settings.production", "DATA_DIR": str(data_dir)}
    wanted |= changed
    environment = {name: value for name, value in wanted.items() if value is not None}
    return subprocess.run(
        [sys.executable, "-W", "error::DeprecationWarning:config", *line],
        cwd=BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def manage(data_dir: Path, *line: str, **changed: str | None) -> subprocess.CompletedProcess[str]:
    return run(data_dir, "manage.py", *line, **changed)


def test_the_deploy_check_has_nothing_to_say(tmp_path: Path) -> None:
    ran = run(tmp_path, "-X", "importtime", "manage.py", "check", "--deploy", "--fail-level", "INFO")
    assert ran.returncode == 0, ran.stderr
    assert "WARNING" not in ran.stdout + ran.stderr
    assert "no issues (0 silenced)" in ran.stdout
    loaded = {line.rpartition("|")[2].strip() for line in ran.stderr.splitlines()}
    assert "wagtail.models" in loaded
    # Wagtail's API v3, passkeys, error reports, Amazon's package: too heavy to load in every process (docs/scale.md).
    assert not loaded & {"ninja", "fido2", "sentry_sdk", "botocore"}


def test_an_empty_environment_is_told_everything_at_once(tmp_path: Path) -> None:
    ran = manage(tmp_path, "check", **dict.fromkeys(SAFE))
    assert ran.returncode == 78
    for name in SAFE:
        assert f"  - {name} is missing" in ran.stderr, name


@pytest.mark.parametrize(
    "line",
    [
        ("manage.py",),
        ("manage.py", "help", "check"),
        ("manage.py", "migrate"),
        ("manage.py", "deliver", "--once"),
        ("manage.py", "serve"),
        ("-m", "config.serve.web", "--interface", "wsgi", "--port", "0", "config.wsgi:application"),
        ("-c", "import config.wsgi"),
    ],
)
def test_every_way_to_start_ends_with_the_list_alone(tmp_path: Path, line: tuple[str, ...]) -> None:
    ran = run(tmp_path, *line, SECRET_KEY=None, DEBUG="1", PYTHONPATH="site")
    assert ran.returncode == 78
    assert ran.stdout == ""
    said, *problems = ran.stderr.splitlines()
    assert said == "The site does not start in production like this:"
    assert [problem[:14] for problem in problems] == ["  - SECRET_KEY", "  - DEBUG is o"]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"SECRET_KEY": "short"}, "SECRET_KEY is too easy"),
        ({"SESSION_IDLE_MINUTES": "0"}, "SESSION_IDLE_MINUTES is not a number from 1 to 240"),
        ({"SESSION_HOURS": "a day"}, "SESSION_HOURS is not a number"),
        ({"SECOND_FACTOR_GRACE_DAYS": "3650"}, "SECOND_FACTOR_GRACE_DAYS is not a number"),
        ({"BACKUP_ALERT_HOURS": "daily"}, "BACKUP_ALERT_HOURS is not a number from 0 to 10000"),
        ({"INQUIRIES_PER_SENDER_HOUR": "0"}, "INQUIRIES_PER_SENDER_HOUR is not a number from 1 to 1000000"),
        ({"INQUIRIES_PER_TEN_MINUTES": "1e9"}, "INQUIRIES_PER_TEN_MINUTES is not a number from 1 to 1000000"),
        ({"PORT": "abc"}, "PORT is not a number from 1 to 65535"),
        ({"PORT": "99999"}, "PORT is not a number from 1 to 65535"),
        ({"DEFAULT_FROM_EMAIL": "clinic@example.com\nBcc: x@example.com"}, "DEFAULT_FROM_EMAIL contains a line break"),
        ({"OWNER_PASSWORD": "hunter2\r"}, "OWNER_PASSWORD contains a line break"),
        ({"OWNER_PASSWORD": "hunter2"}, "OWNER_PASSWORD is too easy to guess: at least 12"),
        ({"METRICS_TOKEN": "ä" * 20}, "METRICS_TOKEN is too easy to guess: at least 16 random ASCII"),
        ({"OWNER_EMAIL": "ada"}, "OWNER_EMAIL is not an email address"),
        ({"SECRET_KEY": "ab" * 40}, "SECRET_KEY is too easy"),
        ({"SECRET_KEY": "development-only-" + SECRET}, "SECRET_KEY is one made for development"),
        ({"SECRET_KEY": "django-insecure-" + SECRET}, "SECRET_KEY is one made for development"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS contains *"),
        ({"ALLOWED_HOSTS": "https://www.example.com"}, "is not a host name"),
        ({"SITE_URL": "http://www.example.com"}, "SITE_URL does not begin with https://"),
        ({"SITE_URL": "https://elsewhere.example"}, "which ALLOWED_HOSTS does not list"),
        ({"SITE_URL": "https://www.example.com/clinic/"}, "SITE_URL is an address without a path"),
        ({"SITE_URL": "https://www.example.com/#top"}, "SITE_URL is an address without a path"),
        ({"SITE_URL": "https://www.example.com?"}, "SITE_URL is an address without a path"),
        ({"SITE_URL": "https://ada:hunter2@www.example.com"}, "SITE_URL holds a login"),
        ({"SITE_URL": "https://www.example.com:99999"}, "SITE_URL: it is not an address"),
        ({"SITE_URL": "https://[::1"}, "SITE_URL: it is not an address"),
        ({"SITE_URL": "https://the clinic.example.com", "ALLOWED_HOSTS": ".example.com"}, "SITE_URL has no host name"),
        ({"ALLOWED_HOSTS": "www.example.com, *.example.com"}, "ALLOWED_HOSTS: *.example.com is not a host name"),
        ({"ALLOWED_HOSTS": "a.example www.example.com"}, "ALLOWED_HOSTS: a.example www.example.com is not a host"),
        ({"EMAIL_URL": "pigeon://roof"}, "EMAIL_URL can't be used"),
        ({"EMAIL_URL": "smtp+plain://user:pass@mail.example.com"}, "EMAIL_URL sends login unencrypted"),
        ({"EMAIL_URL": "smtp+plain://user:pass@localhost"}, "EMAIL_URL sends login unencrypted"),
        ({"EMAIL_URL": "smtp+plain://mail.example.com"}, "EMAIL_URL sends mails unencrypted"),
        ({"EMAIL_URL": "smtp://mail.example.com"}, "EMAIL_URL sends mails unencrypted"),
        ({"EMAIL_URL": "smtp://user:hunter2\u2100@mail.example.com"}, "EMAIL_URL can't be used: it is not an address"),
        ({"EMAIL_URL": "user:hunter2@mail.example.com"}, "EMAIL_URL can't be used: it begins with none of smtp://"),
        ({"EMAIL_URL": "file://mail"}, "EMAIL_URL can't be used: write the whole path"),
        ({"EMAIL_URL": "file:///srv/mail", "SEO_INDEX": "1"}, "EMAIL_URL writes mail into files, which no one reads"),
        ({"EMAIL_URL": "anymail+postmark://"}, "EMAIL_URL can't be used: ANYMAIL_POSTMARK_SERVER_TOKEN is missing"),
        ({"DEFAULT_FROM_EMAIL": "@"}, "DEFAULT_FROM_EMAIL is not an email address"),
        ({"DEFAULT_FROM_EMAIL": "a@example.com, b@example.com"}, "DEFAULT_FROM_EMAIL is not an email address"),
        ({"DEFAULT_FROM_EMAIL": "The clinic <clinic>"}, "DEFAULT_FROM_EMAIL is not an email address"),
        ({"OWNER_EMAIL": "ada@"}, "OWNER_EMAIL is not an email address"),
        ({"DEFAULT_FROM_EMAIL": "nobody"}, "DEFAULT_FROM_EMAIL is not an email address"),
        ({"FIELD_KEYS": "abc"}, "FIELD_KEYS: key 1 is not 32 bytes"),
        ({"FIELD_KEYS": SAFE["FIELD_KEYS"] + ",abc"}, "FIELD_KEYS: key 2 is not 32 bytes"),
        ({"READINESS_TOKEN": "monitor"}, "READINESS_TOKEN is too easy to guess"),
        ({"METRICS_TOKEN": "monitor"}, "METRICS_TOKEN is too easy to guess"),
        ({"ANYMAIL_WEBHOOK_SECRET": f"postmark:hook,postmark:{SECRET}"}, "ANYMAIL_WEBHOOK_SECRET is too easy to guess"),
        ({"ANYMAIL_WEBHOOK_SECRET": "postmark:hook"}, "ANYMAIL_WEBHOOK_SECRET is too easy to guess"),
        ({"DEBUG": "1"}, "DEBUG is on"),
        ({"TRUSTED_PROXIES": "the-proxy"}, "TRUSTED_PROXIES: the-proxy is neither"),
        ({"TRUSTED_PROXIES": "the-proxy,0.0.0.0/0"}, "TRUSTED_PROXIES trusts a large part of the world"),
        ({"TRUSTED_PROXIES": "0.0.0.0/0"}, "TRUSTED_PROXIES trusts a large part of the world"),
        ({"TRUSTED_PROXIES": "0.0.0.0/1,128.0.0.0/1"}, "TRUSTED_PROXIES trusts a large part of the world"),
        ({"TRUSTED_PROXIES": ",".join(f"{n}.0.0.0/8" for n in range(30))}, "trusts a large part of the world"),
        ({"TRUSTED_PROXIES": "10.0.0.1, 2000::/3"}, "TRUSTED_PROXIES trusts a large part of the world"),
        ({"TRUSTED_PROXIES": "10.0.0.1/8"}, "TRUSTED_PROXIES: 10.0.0.1/8 is neither"),
        ({"DATABASE_URL": "sqlite:///:memory:"}, "DATABASE_URL can't be used: write the whole path"),
        ({"DATABASE_URL": "sqlite://"}, "DATABASE_URL can't be used: write the whole path"),
        ({"DATABASE_URL": "sqlite:///db.sqlite3"}, "DATABASE_URL can't be used: write the whole path"),
        ({"DATABASE_URL": "postgres://user:hunter2@[::1/db"}, "DATABASE_URL can't be used: it is not an address"),
        ({"DATABASE_URL": "postgres://user:hunter2@localhost"}, "DATABASE_URL can't be used: it names no database"),
        ({"DATABASE_URL": "sqlite:////srv/m/a.db", "STORAGE_URL": "file:///srv/m"}, "a.db lies in the media folder"),
        ({"STORAGE_URL": "file:///"}, "lies in the media folder, /, where /media/ would show it to everybody"),
        ({"STORAGE_URL": "file://"}, "STORAGE_URL can't be used: write the whole path"),
        ({"STORAGE_URL": "S3://bucket"}, "STORAGE_URL does not begin with one of file://"),
        ({"STORAGE_URL": "s3://bucket?endpoint=objects.example"}, "an endpoint begins with https://"),
        ({"STORAGE_URL": "s3://bucket?endpoint=https://objects.example:99999"}, "STORAGE_URL can't be used: it is not"),
        ({"CACHE_URL": "redis://"}, "CACHE_URL can't be used: it names no host"),
        ({"ALERT_WEBHOOK_URL": "https:///hook"}, "ALERT_WEBHOOK_URL can't be used: it names no host"),
        ({"SENTRY_DSN": "https://errors.example"}, "SENTRY_DSN can't be used: it is not of the kind"),
        ({"SENTRY_DSN": "https://hunter2@errors.example/number"}, "SENTRY_DSN can't be used: it is not of the kind"),
        ({"SENTRY_DSN": "https://hunter2@[errors.example/1"}, "SENTRY_DSN can't be used: it is not an address"),
        ({"DATABASE_URL": "mysql://localhost/db"}, "DATABASE_URL does not begin with one of sqlite://"),
        ({"DATABASE_URL": "postgres://user:hunter2/@localhost/db"}, "DATABASE_URL can't be used"),
        ({"STORAGE_URL": "ftp://files"}, "STORAGE_URL does not begin with one of file://"),
        ({"STORAGE_URL": "s3://bucket?regoin=eu"}, "regoin is neither region nor endpoint"),
        ({"CACHE_URL": "redis://:hunter2/@cache"}, "CACHE_URL can't be used"),
        ({"ALERT_WEBHOOK_URL": "https://chat.example:hook"}, "ALERT_WEBHOOK_URL can't be used"),
        ({"TIME_ZONE": "New York"}, "TIME_ZONE is not a time zone such as"),
        pytest.param(
            {"STORAGE_URL": "s3://bucket"},
            "STORAGE_URL: s3:// needs the Python package django-storages[s3]",
            marks=pytest.mark.skipif(find_spec("storages") is not None, reason="the extra s3 is installed"),
        ),
        ({"DATA_DIR": "/proc/nowhere"}, "DATA_DIR: /proc/nowhere can't be written to"),
        *(
            ({name: url}, f"{name} leads out of the private network unencrypted. {instead}")
            for name, url, instead in (
                ("DATABASE_URL", "postgres://me:hunter2@db.example.com/name", "Add ?sslmode=verify-full"),
                ("DATABASE_URL", "postgresql://me:hunter2@203.0.114.7/name?sslmode=prefer", "Add ?sslmode"),
                ("DATABASE_URL", "postgres://me:hunter2@[2600::7]/name?sslmode=disable", "Add ?sslmode"),
                ("CACHE_URL", "redis://:hunter2@cache.example.com/0", "Use rediss://"),
                ("CACHE_URL", "rediscache://203.0.114.7", "Use rediss://"),
                ("STORAGE_URL", "s3://bucket?endpoint=http://objects.example.com", "Use https://"),
                ("ALERT_WEBHOOK_URL", "http://chat.example.com/hunter2", "Use https://"),
            )
        ),
    ],
)
def test_each_unsafe_setting_is_refused_by_name(tmp_path: Path, monkeypatch, capsys, changed, said) -> None:
    for name, value in (SAFE | {"DATA_DIR": str(tmp_path)} | changed).items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit):
        refuse_unsafe()
    assert said in (told := capsys.readouterr().err)
    assert "hunter2" not in told


@pytest.mark.parametrize(
    "address",
    [
        {"DATABASE_URL": "postgres://me@db.example.com/name?sslmode=verify-full"},
        {"DATABASE_URL": "postgres://me@db.example.com/name?sslmode=require"},
        {"DATABASE_URL": "postgres://me@localhost/name"},
        {"DATABASE_URL": "postgres://me@%2Frun%2Fpostgresql.d/name"},
        {"DATABASE_URL": "postgres://me@10.0.0.3/name"},
        {"CACHE_URL": "rediss://cache.example.com"},
        {"CACHE_URL": "redis://cache:6379/0"},
        {"CACHE_URL": "redis://[fd00::3]/0"},
        {"ALERT_WEBHOOK_URL": "http://127.0.0.1:9000/alarm"},
        {"ALERT_WEBHOOK_URL": "https://chat.example.com/alarm"},
    ],
)
def test_what_is_encrypted_or_stays_in_a_private_network_is_taken(tmp_path: Path, monkeypatch, address) -> None:
    for name, value in (SAFE | {"DATA_DIR": str(tmp_path)} | address).items():
        monkeypatch.setenv(name, value)
    assert not [problem for problem in problems() if "unencrypted" in problem]


def test_a_data_folder_that_only_seems_to_lie_elsewhere_is_refused(tmp_path: Path, monkeypatch, capsys) -> None:
    (tmp_path / "media" / "data").mkdir(parents=True)
    (tmp_path / "elsewhere").symlink_to(tmp_path / "media" / "data")
    places = {"DATA_DIR": str(tmp_path / "elsewhere"), "STORAGE_URL": f"file://{tmp_path / 'media'}"}
    for name, value in (SAFE | places).items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit):
        refuse_unsafe()
    assert f"DATA_DIR: {tmp_path / 'elsewhere'} lies in the media folder" in capsys.readouterr().err


def test_all_names_of_a_domain_may_be_allowed_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (SAFE | {"DATA_DIR": str(tmp_path), "ALLOWED_HOSTS": ".example.com"}).items():
        monkeypatch.setenv(name, value)
    assert problems() == []


def test_variables_that_can_not_be_parsed_are_on_the_list_too(tmp_path: Path) -> None:
    wrong = {
        "PORT": "abc",
        "DEFAULT_FROM_EMAIL": "The clinic <clinic@example.com>\n",  # nothing is wrong with this address
        "ALLOWED_HOSTS": "a b",
        "SITE_URL": "https://[::1",
        "EMAIL_URL": "smtp://[::1",
        "DATABASE_URL": "postgres://[::1",
        "SENTRY_DSN": "https://key@errors.example/number",
    }
    ran = manage(tmp_path, "check", **wrong)
    assert ran.returncode == 78
    _, *problems = ran.stderr.splitlines()
    assert [problem.split()[1].rstrip(":") for problem in problems] == [
        *("PORT", "ALLOWED_HOSTS", "SITE_URL", "EMAIL_URL", "DATABASE_URL", "SENTRY_DSN")
    ]


@pytest.mark.parametrize("url", ["pigeon://user:hunter2@roof", "smtp://user:hunter2#z@mail.example.com"])
def test_what_is_refused_never_shows_a_secret(tmp_path: Path, url: str) -> None:
    ran = manage(tmp_path, "check", DEBUG="1", EMAIL_URL=url)
    assert "EMAIL_URL" in ran.stderr
    assert SECRET not in ran.stderr
    assert "hunter2" not in ran.stderr


def test_passwords_are_stored_by_a_slow_function() -> None:
    for name in ("base", "production"):  # neither overrides Django's default
        assert "PASSWORD_HASHERS" not in (BASE_DIR / "site/config/settings" / f"{name}.py").read_text()
    hasher = import_string(global_settings.PASSWORD_HASHERS[0])
    assert (hasher.algorithm, hasher.iterations >= 600_000) == ("pbkdf2_sha256", True)
