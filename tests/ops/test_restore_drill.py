"""The drill proves that a backup can be restored and read, and leaves nothing behind."""

import os
import shutil
import socket
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from config.environment import BASE_DIR

pytestmark = pytest.mark.e2e
WRITE = "from inquiries.models import Inquiry; Inquiry.objects.create(name='Ada Example', message='my knee zebra')"

UPLOAD = """
from pathlib import Path
from django.core.files.storage import default_storage
from wagtail.images.models import Image
import os
default_storage.connection.create_bucket(Bucket="clinic")
for image in Image.objects.all():
    default_storage.save(image.file.name, (Path(os.environ["DATA_DIR"]) / "media" / image.file.name).open("rb"))
assert Image.objects.exists()
"""


def manage(data: Path, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=BASE_DIR,
        env=kept | {"DATA_DIR": str(data)} | variables,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="session")
def backups(first_start: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a backup of a site in use, and an older backup that is worthless."""
    folder = tmp_path_factory.mktemp("drill")
    shutil.copytree(first_start, folder / "data")
    assert manage(folder / "data", "shell", "-c", WRITE).returncode == 0
    made = manage(folder / "data", "backup", str(folder / "backups" / "monday"))
    assert made.returncode == 0, made.stderr
    (folder / "backups" / "older").mkdir()
    (folder / "backups" / "older" / "manifest.json").write_text('{"made_at": "2020-01-01T00:00:00+00:00"}')
    return folder / "backups"


def test_the_newest_backup_is_restored_read_and_cleaned_up(backups: Path) -> None:
    data = backups.parent / "data"
    before = (data / "db.sqlite3").read_bytes()
    with socket.create_server(("127.0.0.1", 0)) as cache:
        ran = manage(data, "restore_drill", str(backups), CACHE_URL=f"redis://127.0.0.1:{cache.getsockname()[1]}")
        cache.setblocking(False)
        with pytest.raises(BlockingIOError):  # nobody emptied the site's cache
            cache.accept()
    assert ran.returncode == 0, ran.stderr
    assert "1 inquiries" in ran.stdout
    assert f"{backups / 'monday'} can be restored" in ran.stdout
    assert "zebra" not in ran.stdout
    assert sorted(entry.name for entry in backups.iterdir()) == ["monday", "older"]
    assert (data / "db.sqlite3").read_bytes() == before


def test_pictures_in_a_bucket_are_looked_for_there(backups: Path, tmp_path: Path) -> None:
    server = pytest.importorskip("moto.server", reason="needs the extra prove, as make prove-hosts does")
    shutil.copytree(backups.parent / "data", tmp_path / "data")
    objects = server.ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    objects.start()
    host, port = objects.get_host_and_port()
    keys = {"AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b"}
    bucket = {"STORAGE_URL": f"s3://clinic/media?region=us-east-1&endpoint=http://{host}:{port}", **keys}
    try:
        assert manage(tmp_path / "data", "shell", "-c", UPLOAD, **bucket).returncode == 0
        shutil.rmtree(tmp_path / "data" / "media")
        assert manage(tmp_path / "data", "backup", str(tmp_path / "backups" / "monday"), **bucket).returncode == 0
        ran = manage(tmp_path / "data", "restore_drill", str(tmp_path / "backups"), **bucket)
    finally:
        objects.stop()
    assert "can be restored" in ran.stdout
    assert "without a file" not in ran.stdout


def test_a_backup_says_when_it_was_made_where_the_watch_looks(backups: Path) -> None:
    with closing(sqlite3.connect(backups.parent / "data" / "db.sqlite3")) as database:
        [[day]] = database.execute("SELECT day_done FROM inquiries_stamp WHERE name = 'backup'").fetchall()
    assert day  # without it, the watch would count from its own first look


def test_a_backup_whose_words_nobody_can_read_fails_the_drill(backups: Path) -> None:
    ran = manage(backups.parent / "data", "restore_drill", str(backups), FIELD_KEYS=Fernet.generate_key().decode())
    assert ran.returncode != 0
    assert "can't be read with these FIELD_KEYS" in ran.stderr
    assert sorted(entry.name for entry in backups.iterdir()) == ["monday", "older"]


def test_a_folder_without_backups_fails_the_drill(tmp_path: Path) -> None:
    ran = manage(tmp_path / "data", "restore_drill", str(tmp_path))
    assert ran.returncode != 0
    assert "There is no backup" in ran.stderr
