"""The rules that turn a choice of places into an address and back."""

import pytest

from content.anatomy.places import Chosen, in_order, read_key, read_segment, toggled

SIDED = {"outer-hip": True, "low-back": True, "tailbone": False}
LEFT_HIP, RIGHT_HIP, HIP = Chosen("outer-hip", "left"), Chosen("outer-hip", "right"), Chosen("outer-hip")


@pytest.mark.parametrize("place", [HIP, LEFT_HIP, RIGHT_HIP, Chosen("tailbone")])
def test_a_place_is_read_back_from_its_address_and_its_key(place: Chosen) -> None:
    assert read_segment(place.segment, SIDED) == place
    assert read_key(place.key, SIDED) == place


@pytest.mark.parametrize(
    "text", ["", "left", "left-", "up-outer-hip", "left-left-outer-hip", "outer-hip:", "Outer-Hip"]
)
def test_what_names_no_place_is_none(text: str) -> None:
    assert read_segment(text, SIDED) is None


def test_a_side_that_the_middle_does_not_have_is_left_out() -> None:
    assert read_segment("left-tailbone", SIDED) == Chosen("tailbone")


def test_one_choice_has_one_order_and_each_region_once() -> None:
    assert in_order([RIGHT_HIP, Chosen("low-back"), RIGHT_HIP]) == [Chosen("low-back"), RIGHT_HIP]
    assert in_order([RIGHT_HIP, LEFT_HIP]) == [HIP]


def test_a_place_is_added_and_taken_away() -> None:
    assert toggled([LEFT_HIP], Chosen("low-back")) == [Chosen("low-back"), LEFT_HIP]
    assert toggled([LEFT_HIP], LEFT_HIP) == []
    assert toggled([LEFT_HIP], RIGHT_HIP) == [HIP]
    assert toggled([HIP], RIGHT_HIP) == [LEFT_HIP]
    assert toggled([HIP], HIP) == []
