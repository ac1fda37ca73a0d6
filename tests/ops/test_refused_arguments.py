"""Commands say in one line what is wrong with an argument."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command


@pytest.mark.parametrize(
    ("command", "wrong"),
    [
        (["serve", "--port", "99999"], "99999 is not a number from 1 to 65535"),
        (["serve", "--port=-1"], "-1 is not a number from 1 to 65535"),
        (["serve", "--workers", "0"], "0 is not a number from 1 to 64"),
        (["backup", "/srv/backups", "--keep-days=0"], "0 is not a number from 1 to 36500"),
    ],
)
def test_a_number_that_cannot_be_is_refused(command: list[str], wrong: str) -> None:
    with pytest.raises(CommandError, match=wrong):
        call_command(*command)


@pytest.mark.django_db
def test_a_folder_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"Can't write .*/no/such\.html: No such file or directory"):
        call_command("unavailable_page", str(tmp_path / "no" / "such.html"))
