"""Figure and regions can't drift apart unnoticed."""

import dataclasses
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from content.anatomy.figure import load_figure
from content.models import RegionPage
from content.starter import system_checks as checks


def check() -> None:
    call_command("check")


def test_the_starter_and_the_figure_fit() -> None:
    check()


def test_a_region_without_a_path_fails_the_check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "regions"
    folder.mkdir()
    for slug in [*load_figure().slugs(), "little-toe"]:
        (folder / f"{slug}.yaml").touch()
    monkeypatch.setattr(checks, "FOLDER", tmp_path)
    with pytest.raises(SystemCheckError, match="little-toe has no path"):
        check()


def test_a_path_without_a_region_fails_the_check(monkeypatch: pytest.MonkeyPatch) -> None:
    figure = load_figure()
    shapes: Any = {**figure.shapes, "front": {**figure.shapes["front"], "tail": figure.shapes["front"]["chest"]}}
    monkeypatch.setattr(checks, "load_figure", lambda: dataclasses.replace(figure, shapes=shapes))
    with pytest.raises(SystemCheckError, match="draws tail"):
        check()


@pytest.mark.django_db
def test_a_region_that_is_not_saved_yet_can_be_previewed() -> None:
    answer = RegionPage(title="Little toe", slug="little-toe").make_preview_request()
    assert answer.status_code == 200
    assert "Little toe" in answer.content.decode()
