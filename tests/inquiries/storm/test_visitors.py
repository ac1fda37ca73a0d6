"""Visitors who post at once, while the database is locked, or while their web worker dies."""

import http.client
import os
import signal
import threading
import time
from pathlib import Path

import pytest

from benchmarks.site_process import SiteProcess, child_pids
from tests.inquiries.storm.site_help import (
    IS_SQLITE,
    at_once,
    filled_in,
    is_stuck,
    locked,
    request,
    rows,
    stuck_before_mails,
    until,
)

pytestmark = [pytest.mark.django_db, pytest.mark.e2e]


def test_twenty_at_once_are_one_inquiry_with_one_mail_for_each(site: SiteProcess) -> None:
    before = rows(site, "SELECT count(*) FROM inquiries_inquiry")[0][0]
    assert at_once(site, [filled_in(site, "twenty")] * 20) == [303] * 20
    assert rows(site, "SELECT count(*) FROM inquiries_inquiry")[0][0] == before + 1
    assert rows(site, "SELECT purpose, count(*) FROM inquiries_mail GROUP BY purpose ORDER BY purpose") == [
        ("confirmation", 1),
        ("staff_notice", 1),
    ]


def test_while_another_process_writes_a_visitor_waits_and_is_stored(site: SiteProcess) -> None:
    body = filled_in(site, "patient")
    answers: list[int] = []
    visitor = threading.Thread(target=lambda: answers.append(request(site, "POST", "/inquiries/send/", body)[0]))
    with locked(site):
        visitor.start()
        time.sleep(3)
    visitor.join(timeout=60)
    assert answers == [303]


@pytest.mark.parametrize("table", ["inquiries_inquiry", "wagtailcore_page", "inquiries_dailysalt"])
def test_a_database_locked_for_good_is_a_503_with_the_words_kept_and_then_works(site: SiteProcess, table: str) -> None:
    if IS_SQLITE and table != "inquiries_inquiry":
        pytest.skip("SQLite locks the file, whatever the table.")
    body = filled_in(site, f"locked-{table}") | {"message": f"zebra & <hip> {table}"}
    before = rows(site, "SELECT count(*) FROM inquiries_inquiry")[0][0]
    with locked(site, table):
        status, page = request(site, "POST", "/inquiries/send/", body)  # gives up after a minute by itself
    assert status == 503
    assert "zebra &amp; &lt;hip&gt;" in page
    assert "tel:" in page
    assert rows(site, "SELECT count(*) FROM inquiries_inquiry")[0][0] == before
    assert request(site, "POST", "/inquiries/send/", body)[0] == 303


def test_a_web_worker_killed_in_mid_request_stores_all_or_nothing_and_a_second_try_works(site: SiteProcess) -> None:
    body = filled_in(site, "midway")
    before = rows(site, "SELECT count(*) FROM inquiries_inquiry")[0][0]
    granian = site.started[0].pid
    with stuck_before_mails(site):
        ended = threading.Event()

        def post() -> None:
            try:
                request(site, "POST", "/inquiries/send/", body)
            except (OSError, http.client.HTTPException):
                ended.set()

        visitor = threading.Thread(target=post)
        visitor.start()
        until(lambda: is_stuck(site))  # the inquiry is written, but its mails aren't yet
        for pid in child_pids(granian):
            if b"config.serve.web" in Path(f"/proc/{pid}/cmdline").read_bytes():
                os.kill(pid, signal.SIGKILL)
        assert ended.wait(20)
    visitor.join(timeout=20)
    assert rows(site, "SELECT count(*) FROM inquiries_inquiry")[0][0] == before

    def is_back() -> bool:
        try:
            return request(site, "POST", "/inquiries/send/", body)[0] == 303
        except (OSError, http.client.HTTPException):
            return False

    until(is_back, 60)
    assert rows(site, "SELECT count(*) FROM inquiries_inquiry")[0][0] == before + 1


def test_eight_texts_at_once_by_one_address_get_one_confirmation(site: SiteProcess) -> None:
    body = filled_in(site, "eight")
    bodies = [body | {"message": f"Text {number}"} for number in range(8)]
    assert at_once(site, bodies) == [303] * 8
    sent = dict(rows(site, "SELECT purpose, count(*) FROM inquiries_mail GROUP BY purpose"))
    assert sent == {"confirmation": 1, "staff_notice": 8}
