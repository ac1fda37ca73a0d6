"""A value computed once for many requests is recomputed after the content changes or its time is up."""

from itertools import count

import pytest

from content.caching.version import invalidate, per_version

pytestmark = pytest.mark.django_db


def test_a_value_is_kept_for_a_while_and_until_the_content_changes() -> None:
    numbers = count(1)
    got = [per_version("a number", lambda: next(numbers)) for _ in range(3)]
    invalidate()
    got.append(per_version("a number", lambda: next(numbers)))
    assert got == [1, 1, 1, 2]


def test_a_value_is_computed_again_when_its_time_is_over() -> None:
    numbers = count(1)
    assert [per_version("a number", lambda: next(numbers), seconds=-1) for _ in range(3)] == [1, 2, 3]
