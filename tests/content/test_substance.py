"""What counts as a change to what a page says."""

import json
from typing import Any

import pytest

from content.text.substance import says_the_same


def stream(*blocks: dict[str, Any]) -> str:
    return json.dumps(list(blocks))


TEXT = {"type": "rich_text", "value": '<p>It may &amp; can help. <a linktype="page" id="3">More</a></p>', "id": "a"}
EDITED = '<p data-block-key="k3f">It may & can  help. <a id="3" linktype="page">More</a></p>'
ROW = {"pk": 1, "sort_order": 0, "region": 4, "strength": "primary"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"body": stream(TEXT)}, {"body": stream(TEXT | {"id": "b", "value": EDITED})}),
        ({"rows": [ROW]}, {"rows": [ROW | {"pk": 9, "sort_order": 2}]}),
        ({"summary": "Two  plain.\r\nSentences."}, {"summary": "Two plain. Sentences. "}),
        ({"signs": "<p>One<br/>two</p>"}, {"signs": '<p data-block-key="x">One<br>two</p>'}),
        ({"signs": "<p><strong>A</strong> <em>b</em></p>"}, {"signs": "<p><b>A</b> <i>b</i></p>"}),
        ({"slug": "old", "title": "Hip"}, {"slug": "new", "title": "Hip"}),
        ({"title": "Hip"}, {"title": "Hip", "a_field_that_came_later": "x"}),
        ({"title": "{Hip"}, {"title": "{Hip "}),
        ({"body": stream({"type": "a", "value": {}})}, {"body": stream({"type": "a", "value": {"level": "x"}})}),
        ({"signs": ["A", "B"]}, {"signs": [{"type": "item", "value": c, "id": c} for c in "AB"]}),
        ({"note": None, "rows": []}, {"note": "", "rows": None}),
    ],
)
def test_changes_of_form_alone_do_not_count(before: dict[str, Any], after: dict[str, Any]) -> None:
    assert says_the_same(before, after, {"slug"})


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"body": stream(TEXT)}, {"body": stream(TEXT | {"value": "<p>It helps.</p>"})}),
        ({"body": stream(TEXT)}, {"body": stream(TEXT, TEXT)}),
        ({"body": stream(TEXT)}, {"body": stream(TEXT | {"value": TEXT["value"].replace('"3"', '"4"')})}),
        ({"body": stream(TEXT)}, {"body": stream(TEXT | {"value": TEXT["value"].replace("<p>", "<h2>")})}),
        ({"rows": [ROW]}, {"rows": [ROW | {"strength": "spillover"}]}),
        ({"rows": [ROW, ROW | {"region": 5}]}, {"rows": [ROW | {"region": 5}, ROW]}),
        ({"title": "Hip"}, {"title": "Knee"}),
        ({"sources": [{"pk": 1, "source": 2}]}, {"sources": []}),
    ],
)
def test_changes_of_content_count(before: dict[str, Any], after: dict[str, Any]) -> None:
    assert not says_the_same(before, after, {"slug"})
