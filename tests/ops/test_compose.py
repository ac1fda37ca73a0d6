"""deploy/compose.yaml and the contents of its image, as far as they can be checked without running a container."""

import re
import shutil
import subprocess
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import get_commands

ROOT = Path(__file__).resolve().parents[2]
COMPOSE = yaml.safe_load((ROOT / "deploy" / "compose.yaml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
SITES = [name for name, service in SERVICES.items() if "build" in service]
GUIDE = (ROOT / "docs" / "operations.md").read_text().split("## In containers\n")[1].split("\n## ")[0]


def words(value: str | list[str] | None) -> str:
    return " ".join(value) if isinstance(value, list) else value or ""


def test_web_processes_do_not_share_a_data_folder() -> None:
    """Each web process counts into its DATA_DIR and clears leftover counts at startup, so sharing one loses counts."""
    for name in SITES:
        service = SERVICES[name]
        kept = [volume for volume in service["volumes"] if volume.endswith(":/data")]
        in_memory = [entry for entry in service["tmpfs"] if entry.startswith("/data")]
        assert (len(kept), len(in_memory)) == ((1, 0) if name == "manage" else (0, 1)), name


@pytest.mark.parametrize("name", SITES)
def test_sites_have_no_rights_and_write_to_few_places(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    # podman rejects tmpfs options that set an owner, and refuses the container.
    assert not [entry for entry in service["tmpfs"] if re.search(r"[ug]id=", entry)]


def test_all_that_serves_comes_back_when_the_machine_starts() -> None:
    """podman-restart.service starts containers marked `always` and ignores `unless-stopped`."""
    once = {name for name, service in SERVICES.items() if service["restart"] != "always"}
    assert once == {"prepare", "manage"}
    assert {SERVICES[name]["restart"] for name in once} == {"no"}


def test_services_wait_only_for_services_with_a_health_check() -> None:
    for name, service in SERVICES.items():
        waits = service.get("depends_on", {})
        for other, how in waits.items() if isinstance(waits, dict) else ():
            if how["condition"] == "service_healthy":
                # The image's own check doesn't count: an image in OCI format has none.
                assert "healthcheck" in SERVICES[other], f"{name} waits for {other}"


def test_no_health_check_has_a_space_in_a_word() -> None:
    """podman, called through Docker's API, splits a word that contains spaces."""
    for name, service in SERVICES.items():
        for word in service.get("healthcheck", {}).get("test", []):
            assert " " not in word, name


def test_the_database_is_healthy_once_others_can_reach_it() -> None:
    """The server that sets up the database on first start can't be reached by others, and stops afterward."""
    check = SERVICES["database"]["healthcheck"]["test"]
    assert check[check.index("-h") + 1] == "127.0.0.1"


def test_images_of_others_are_named_with_a_version() -> None:
    for name, service in SERVICES.items():
        if "build" in service:
            assert service["image"].startswith("localhost/"), name  # never pulled from a registry
        else:
            assert re.search(r":v?\d[\d.]*$", service["image"]), name


def test_named_volumes_exist_and_are_used() -> None:
    used = {volume.split(":")[0] for service in SERVICES.values() for volume in service.get("volumes", [])}
    assert {name for name in used if not name.startswith((".", "/"))} == set(COMPOSE["volumes"])


def test_the_commands_of_containers_exist() -> None:
    text = " ".join(words(service.get("command")) for service in SERVICES.values())
    assert set(re.findall(r"manage\.py (\w+)", text)) <= set(get_commands())
    assert set(re.findall(r"--rm (?:-T )?manage (\w+)", GUIDE)) <= set(get_commands())
    for service in re.findall(r"(?:exec -T|logs -f|--rm|--entrypoint tar) (\w+)", GUIDE):
        assert service in SERVICES


def ignored(path: str) -> bool:
    """Match as docker and podman do, as far as needed here: a folder's pattern covers everything below it."""
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    patterns = [line for line in lines if line and not line.startswith("#")]
    parts = Path(path).parts
    return any(
        fnmatch(part, pattern[3:]) if pattern.startswith("**/") else place == 0 and fnmatch(part, pattern)
        for pattern in patterns
        for place, part in enumerate(parts)
    )


@pytest.mark.parametrize(
    "path", [".git/config", ".venv/bin/python", "var/db.sqlite3", "deploy/.env", "deploy/pinpoint.env", "content/.env"]
)
def test_no_secret_gets_into_the_image(path: str) -> None:
    assert ignored(path)


def test_what_the_site_is_made_of_gets_into_the_image() -> None:
    for path in ("manage.py", "requirements.txt", "requirements-s3.txt", "site/config/wsgi.py", "static/css/500.css"):
        assert not ignored(path), path


@pytest.mark.skipif(not shutil.which("git") or not (ROOT / ".git").exists(), reason="This is no clone.")
def test_the_settings_get_into_no_commit() -> None:
    assert [service["env_file"] for service in SERVICES.values() if "env_file" in service] == [".env"] * len(SITES)
    done = subprocess.run(["git", "check-ignore", "--quiet", "deploy/.env"], cwd=ROOT, check=False)
    assert done.returncode == 0
