"""Environment variables mean what they say: a value nobody understands is never silently taken for something else."""

import json
from pathlib import Path

import pytest

from config.environment import BASE_DIR, env, switch
from config.settings.production_checks import refuse_unsafe
from tests.ops.test_production import SAFE, manage, run

SWITCHES = [name for name, (read, _) in env.scheme.items() if read is switch]
SHOW = "import json; from django.conf import settings as s; print(json.dumps([str(getattr(s, n)) for n in {names}]))"


def settings_of(folder: Path, *names: str, **variables: str | None) -> list[str]:
    """These settings, as a new production process sees them."""
    ran = manage(folder, "shell", "--no-imports", "-c", SHOW.format(names=names), **variables)
    assert ran.returncode == 0, ran.stderr
    said: list[str] = json.loads(ran.stdout)
    return said


def test_the_important_switches_are_known() -> None:
    assert {"DEBUG", "SECOND_FACTOR_REQUIRED", "SEO_INDEX"} <= set(SWITCHES)


@pytest.mark.parametrize("word", ["required", "enabled", "maybe", "2", "nein", "1\n0"])
def test_a_switch_that_is_neither_on_nor_off_is_refused(tmp_path: Path, monkeypatch, capsys, word: str) -> None:
    for name, value in (SAFE | {"DATA_DIR": str(tmp_path)} | dict.fromkeys(SWITCHES, word)).items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit):
        refuse_unsafe()
    said = capsys.readouterr().err
    for name in SWITCHES:
        assert f"  - {name} is neither on nor off: write 1 or 0.\n" in said


@pytest.mark.parametrize(("environment", "status"), [("production", 78), ("development", 1)])
def test_an_unclear_switch_stops_the_start_in_every_environment(tmp_path: Path, environment: str, status: int) -> None:
    settings = {"DJANGO_SETTINGS_MODULE": f"config.settings.{environment}", "SECOND_FACTOR_REQUIRED": "required"}
    ran = manage(tmp_path, "migrate", "--plan", **settings)
    assert ran.returncode == status
    assert "SECOND_FACTOR_REQUIRED is neither on nor off" in ran.stderr
    assert "Traceback" not in ran.stderr


@pytest.mark.parametrize(
    ("words", "found"),
    [(["1", "true", "True", "YES", "on", "y", " 1 ", "on\r"], True), (["0", "false", "No", "OFF", "n", " 0\n"], False)],
)
def test_a_switch_takes_the_usual_words(monkeypatch: pytest.MonkeyPatch, words: list[str], found: bool) -> None:
    for name in SWITCHES:
        for word in words:
            monkeypatch.setenv(name, word)
            assert env(name) is found, (name, word)


@pytest.mark.parametrize("blank", ["", " "])
def test_an_empty_data_folder_is_not_the_folder_of_the_code(tmp_path: Path, blank: str) -> None:
    show = "from config.environment import DATA_DIR, PUBLIC_DIR; print(DATA_DIR, PUBLIC_DIR)"
    ran = run(tmp_path, "-c", show, PYTHONPATH="site", DATA_DIR=blank, PUBLIC_DIR=blank)
    assert ran.stdout.split() == [str(BASE_DIR / "var")] * 2


def test_an_empty_variable_is_an_unset_one_and_spaces_around_a_value_mean_nothing(tmp_path: Path) -> None:
    given = {
        **dict.fromkeys(env.scheme.keys() - SAFE.keys(), ""),
        "PORT": " ",
        "ALLOWED_HOSTS": " example.com , www.example.com,",
        "SITE_URL": " https://www.example.com/ ",
        "DATA_DIR": f" {tmp_path} ",
        "STORAGE_URL": f"file://{tmp_path}/pictures\r",
        "READINESS_TOKEN": " , a-token-that-nobody-can-guess ",
        "OWNER_PASSWORD": " two spaces ",
    }
    wanted = {
        "SECOND_FACTOR_REQUIRED": "True",
        "BACKUP_ALERT_HOURS": "26",
        "SESSION_IDLE": "0:30:00",
        "TIME_ZONE": "America/New_York",
        "SEO_INDEX": "False",
        "ALLOWED_HOSTS": "['example.com', 'www.example.com']",
        "SITE_URL": "https://www.example.com",
        "DATA_DIR": str(tmp_path),
        "MEDIA_ROOT": str(tmp_path / "pictures"),
        "READINESS_TOKEN": "['a-token-that-nobody-can-guess']",
        "OWNER_PASSWORD": " two spaces ",  # in a password, spaces count
    }
    assert settings_of(tmp_path, *wanted, **given) == list(wanted.values())


def test_a_password_may_begin_with_any_sign(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OWNER_PASSWORD", "$ecret: no other variable's name")
    assert env("OWNER_PASSWORD") == "$ecret: no other variable's name"
