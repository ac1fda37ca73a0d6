"""What must agree across hosts: freshness, limits, sessions, statistics, schedules."""

import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from benchmarks.hosts.cluster import OWNER, PASSWORD, Cluster
from benchmarks.hosts.crowd import TOKEN, Answer, inquiry_of, send_request, send_to_host
from benchmarks.site_process import until

Verdict = tuple[bool, str]
GUIDE, CALM_PAGE = "/trigger-points/", "/pain-map/groin/"
CSRF = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
PUBLISH = """
import time
from content.models import GuidePage
page = GuidePage.objects.get(slug="trigger-points")
for number in range({times}):
    page.title = f"Fresh {{number}}"
    page.save_revision().publish()
    print(number, time.monotonic(), flush=True)
    time.sleep({pause})
"""
PLAN = """
from datetime import timedelta
from django.utils import timezone
from content.models import RegionPage
for page in RegionPage.objects.order_by("pk")[:3]:
    page.go_live_at = timezone.now() + timedelta(seconds=1)
    page.save_revision().publish()
    print(page.pk, flush=True)
"""
RACE = """
import threading, time
from django.db import connection
from inquiries.schedule.jobs import run_due_jobs
def race():
    time.sleep(max(0, {at} - time.time()))
    run_due_jobs()
    connection.close()
racers = [threading.Thread(target=race) for _ in range(8)]
for racer in racers: racer.start()
for racer in racers: racer.join()
"""


def shell(cluster: Cluster, code: str, host: int = 0) -> "subprocess.Popen[str]":
    site = cluster.hosts[host].site
    command = (sys.executable, "manage.py", "shell", "--no-imports", "-v0", "-c", code)
    return site.start(*command, stdout=subprocess.PIPE, text=True)  # type: ignore[return-value]


def fresh(cluster: Cluster, times: int) -> Verdict:
    """Publish next to host A and measure on A, on B, and through the proxy how long the old page is still served."""
    seen: dict[str, list[tuple[float, set[str]]]] = {"A": [], "B": [], "the proxy": []}
    over = threading.Event()
    ways: dict[str, Callable[[], Answer]] = {
        "A": lambda: send_to_host(cluster.hosts[0].port, GUIDE, address="127.2.0.1"),
        "B": lambda: send_to_host(cluster.hosts[1].port, GUIDE, address="127.2.0.1"),
        "the proxy": lambda: send_request(cluster.port, GUIDE, address="127.2.0.1"),
    }

    def watch(way: str) -> None:
        while not over.wait(0.02):
            answer = ways[way]()
            seen[way].append((answer.began, set(re.findall(r"Fresh (\d+)", answer.text))))

    watchers = [threading.Thread(target=watch, args=(way,)) for way in ways]
    for watcher in watchers:
        watcher.start()
    editor = shell(cluster, PUBLISH.format(times=times, pause=1.5))
    published = {int(number): float(at) for number, at in (line.split() for line in editor.stdout or [])}
    over.set()
    for watcher in watchers:
        watcher.join()
    torn = sum(len(numbers) > 1 for answers in seen.values() for _, numbers in answers)
    worst = {way: longest_stale(answers, published) for way, answers in seen.items()}
    figures = ", ".join(f"{seconds:.2f} s on {way}" for way, seconds in worst.items())
    is_good = len(published) == times and max(worst["A"], worst["B"]) < 1 and not torn
    looks = sum(map(len, seen.values()))
    return is_good, f"{times} publications, {looks} looks: an old page was last asked for after {figures}; {torn} torn"


def longest_stale(answers: list[tuple[float, set[str]]], published: dict[int, float]) -> float:
    """How long after a publication the last request started that still got the old page; 0 if none did."""
    stale = [0.0]
    for began, numbers in answers:
        shown = max(map(int, numbers), default=-1)
        newer = [at for number, at in published.items() if number > shown and at < began]
        stale += [began - min(newer)] if newer else []
    return max(stale)


def inquiry_limit(cluster: Cluster) -> Verdict:
    """Eight inquiries from one address, alternating between hosts: six count as real."""
    before = cluster.database.rows("SELECT count(*) FROM inquiries_inquiry WHERE is_suspect")[0][0]
    address = "198.51.100.7"
    statuses = []
    for turn in range(8):
        port = cluster.hosts[turn % 2].port
        token = TOKEN.search(send_to_host(port, "/contact/", address=address).text)
        form = inquiry_of(token[1] if token else "", f"many-{turn}")
        statuses.append(send_to_host(port, "/inquiries/send/", form, address=address).status)
    after = cluster.database.rows("SELECT count(*) FROM inquiries_inquiry WHERE is_suspect")[0][0]
    return (statuses == [303] * 8 and after - before == 2), f"8 sent by turns, {after - before} kept as suspects"


class Staff:
    """A browser that signs in on either host."""

    def __init__(self, cluster: Cluster, address: str) -> None:
        self.cluster, self.address, self.cookies = cluster, address, dict[str, str]()

    def ask(self, host: int, path: str, form: dict[str, str] | None = None) -> Answer:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        port = self.cluster.hosts[host].port
        answer = send_to_host(port, path, form, address=self.address, **({"Cookie": cookies} if cookies else {}))
        self.cookies |= answer.cookies
        return answer

    def post(self, host: int, path: str, shown_on: str, **form: str) -> Answer:
        token = CSRF.search(self.ask(host, shown_on).text)
        return self.ask(host, path, form | {"csrfmiddlewaretoken": token[1] if token else ""})

    def sign_in(self, host: int, password: str = PASSWORD) -> Answer:
        return self.post(host, "/admin/login/", "/admin/login/", username=OWNER, password=password)


def sessions(cluster: Cluster) -> Verdict:
    """Signed in on A is signed in on B, and signed out on A is signed out on B."""
    staff = Staff(cluster, "203.0.113.5")
    came_in = staff.sign_in(0).status
    on_b = staff.ask(1, "/admin/").status
    staff.post(0, "/admin/logout/", "/admin/")
    after = staff.ask(1, "/admin/").status
    return [came_in, on_b, after] == [302, 200, 302], f"sign-in on A {came_in}, B {on_b}, signed out on A: B {after}"


def sign_in_limit(cluster: Cluster) -> Verdict:
    """Wrong passwords alternating between hosts: five are tried, and the sixth is throttled, on either."""
    staff = Staff(cluster, "203.0.113.99")
    statuses = [staff.sign_in(turn % 2, "wrong-password").status for turn in range(7)]
    return statuses == [200] * 5 + [429] * 2, f"wrong passwords by turns: {' '.join(map(str, statuses))}"


def statistics(cluster: Cluster) -> Verdict:
    """Views on both hosts add up."""
    shown = {0: 30, 1: 20}
    count = "SELECT coalesce(sum(views), 0) FROM inquiries_pageday d JOIN wagtailcore_page p ON p.id = d.page_id "
    count += "WHERE p.slug = 'groin'"
    for host, views in shown.items():
        for _ in range(views):
            send_to_host(cluster.hosts[host].port, CALM_PAGE, address="127.3.0.1")

    def stored() -> int:
        for host in cluster.hosts:  # counts are stored after a request answered by Django
            send_to_host(host.port, "/search/?q=shoulder", address="127.3.0.1")
        return int(cluster.database.rows(count)[0][0])

    until(lambda: stored() >= sum(shown.values()), 15, 0.2)
    return stored() == sum(shown.values()), f"30 views on A and 20 on B are counted as {stored()}"


def schedule(cluster: Cluster) -> Verdict:
    """Three scheduled pages that are due, sixteen threads that try to publish them at once, and the hosts' workers."""
    planner = shell(cluster, PLAN)
    pages = [int(line) for line in planner.stdout or []]
    cluster.database.rows("DELETE FROM inquiries_stamp WHERE name = 'publish scheduled pages'")
    at = time.time() + 12
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda host: shell(cluster, RACE.format(at=at), host).wait(60), (0, 1)))
    done = "SELECT count(*) FROM wagtailcore_pagelogentry WHERE action = 'wagtail.publish.scheduled' "
    done += "AND page_id = ANY(%s) AND timestamp > now() - interval '1 minute'"
    until(lambda: cluster.database.rows(done, pages)[0][0] >= len(pages), 30)
    times = cluster.database.rows(done, pages)[0][0]
    return times == len(pages) == 3, f"{len(pages)} planned pages, 16 + 2 workers at once: published {times} times"


CHECKS: list[tuple[str, Callable[[Cluster], Verdict]]] = [
    ("inquiries from one address", inquiry_limit),
    ("wrong passwords", sign_in_limit),
    ("sessions", sessions),
    ("statistics", statistics),
    ("schedules", schedule),
]
