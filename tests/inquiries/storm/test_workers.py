"""Mail workers that are killed, that run at the same time, or that lose their database connection."""

import signal

import pytest

from benchmarks.faulty_smtp import FaultySmtp
from benchmarks.site_process import SiteProcess
from tests.inquiries.storm.site_help import IS_SQLITE, LEASES_RUN_OUT, arrived, filled_in, line_to, request, rows, until

pytestmark = [pytest.mark.django_db, pytest.mark.e2e]


def test_a_worker_killed_while_it_sends_loses_nothing(site: SiteProcess, server: FaultySmtp) -> None:
    server.mode = "hang"
    assert request(site, "POST", "/inquiries/send/", filled_in(site, "killed"))[0] == 303
    connections = server.connections
    worker = site.deliver()
    until(lambda: server.connections > connections)  # it is in the middle of sending
    worker.send_signal(signal.SIGKILL)
    worker.wait(timeout=10)
    assert rows(site, "SELECT count(*) FROM inquiries_mail WHERE lease_until IS NOT NULL")[0][0] == 2
    server.mode = "ok"
    # Make the lease expire in the database, because the test can't wait out a minute.
    rows(site, LEASES_RUN_OUT)
    other = site.deliver()
    until(lambda: arrived(server, "killed"))
    until(lambda: not rows(site, "SELECT 1 FROM inquiries_mail WHERE state = 'queued'"))
    site.end(other)
    assert arrived(server, "killed") == 1
    assert len(server.arrivals) == 2


def test_three_workers_at_once_send_each_mail_once(site: SiteProcess, server: FaultySmtp) -> None:
    server.mode = "slow"
    first = filled_in(site, "many0")
    for number in range(5):
        body = first | {"email": f"many{number}@example.com", "message": f"Text {number}"}
        assert request(site, "POST", "/inquiries/send/", body)[0] == 303
    workers = [site.deliver() for _ in range(3)]
    until(lambda: not rows(site, "SELECT 1 FROM inquiries_mail WHERE state = 'queued'"), 90)
    for worker in workers:
        site.end(worker)
    assert [arrived(server, f"many{n}") for n in range(5)] == [1] * 5
    assert len({a.message_id for a in server.arrivals}) == len(server.arrivals) == 10


def test_a_worker_passes_by_what_another_holds_and_does_not_wait(site: SiteProcess, server: FaultySmtp) -> None:
    if IS_SQLITE:
        pytest.skip("SQLite has one writer at a time: there is nothing to pass by.")
    first = filled_in(site, "held0")
    for number in range(2):
        body = first | {"email": f"held{number}@example.com", "message": f"Text {number}"}
        assert request(site, "POST", "/inquiries/send/", body)[0] == 303
    with line_to(site) as line:
        line.execute("BEGIN")
        held = line.execute("SELECT id FROM inquiries_mail ORDER BY id LIMIT 2 FOR UPDATE").fetchall()
        worker = site.deliver()
        until(lambda: len(server.arrivals) >= 2, 30)
        assert rows(site, "SELECT id FROM inquiries_mail WHERE state = 'queued' ORDER BY id") == held
        line.execute("ROLLBACK")
    until(lambda: not rows(site, "SELECT 1 FROM inquiries_mail WHERE state = 'queued'"))
    site.end(worker)
    assert len(server.arrivals) == 4


def test_a_worker_whose_line_to_the_database_breaks_while_it_sends_remembers_what_it_sent(
    site: SiteProcess, server: FaultySmtp
) -> None:
    if IS_SQLITE:
        pytest.skip("SQLite is a file: there is no line to break.")
    server.mode = "slow"
    assert request(site, "POST", "/inquiries/send/", filled_in(site, "cut-off"))[0] == 303
    connections = server.connections
    worker = site.deliver()
    until(lambda: server.connections > connections)  # it is in the middle of sending
    rows(
        site,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()",
    )
    until(lambda: not rows(site, "SELECT 1 FROM inquiries_mail WHERE state = 'queued'"))
    rows(site, LEASES_RUN_OUT)
    site.end(worker)
    assert arrived(server, "cut-off") == 1
    assert len(server.arrivals) == 2
