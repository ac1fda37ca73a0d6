"""Figure and regions can't drift apart unnoticed."""

import dataclasses
from typing import Any

import pytest

from content.anatomy.figure import load_figure
from content.models import RegionPage
from content.starter.files import FOLDER
from tests.starter.validate import path_problems

SLUGS = {file.stem for file in (FOLDER / "regions").glob("*.yaml")}


def test_the_starter_and_the_figure_fit() -> None:
    assert list(path_problems(SLUGS, load_figure())) == []


def test_a_region_without_a_path_is_a_problem() -> None:
    assert list(path_problems({*SLUGS, "little-toe"}, load_figure())) == ["region little-toe has no path in the figure"]


def test_a_path_without_a_region_is_a_problem() -> None:
    figure = load_figure()
    shapes: Any = {**figure.shapes, "front": {**figure.shapes["front"], "tail": figure.shapes["front"]["chest"]}}
    assert list(path_problems(SLUGS, dataclasses.replace(figure, shapes=shapes))) == [
        "the figure draws tail, which is no region"
    ]


@pytest.mark.django_db
def test_a_region_that_is_not_saved_yet_can_be_previewed() -> None:
    answer = RegionPage(title="Little toe", slug="little-toe").make_preview_request()
    assert answer.status_code == 200
    assert "Little toe" in answer.content.decode()
