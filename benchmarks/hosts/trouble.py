"""Failures of hosts and of the services they share, while visitors use the site."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.hosts.cluster import Cluster
from benchmarks.hosts.crowd import PICTURE, send_to_host
from benchmarks.site_process import ROOT

Cause = Callable[[Cluster, float], None]


@dataclass(frozen=True)
class Trouble:
    name: str
    cause: Cause
    kills: bool = False


def nothing(cluster: Cluster, seconds: float) -> None:
    time.sleep(seconds)


def kill_a_host(cluster: Cluster, seconds: float) -> None:
    """Kill the site and the worker at the same time, and start them again."""
    cluster.hosts[0].kill()
    time.sleep(seconds)
    cluster.hosts[0].up()


def rolling_restart(cluster: Cluster, seconds: float) -> None:
    for host in cluster.hosts:
        host.down()
        host.up()


def upgrade(cluster: Cluster, seconds: float) -> None:
    """Migrate while the old release answers, then host by host, as docs/operations.md says."""
    first = cluster.hosts[0].site
    first.code = ROOT
    first.run("migrate", "--no-input", "-v0")
    change_code(cluster, ROOT)


def roll_back(cluster: Cluster, seconds: float) -> None:
    """The old release on the migrated database."""
    change_code(cluster, cluster.old_code)


def change_code(cluster: Cluster, code: Path) -> None:
    for host in cluster.hosts:
        host.site.code = code
        host.site.run("collectstatic", "--no-input", "-v0")
        host.down()
        host.up()


def restart_database(cluster: Cluster, seconds: float) -> None:
    cluster.database.restart(away=0)


def restart_redis(cluster: Cluster, seconds: float) -> None:
    cluster.redis.restart(away=seconds)


def bucket_storage(mode: str) -> Cause:
    """Break the image storage, while twelve clients ask both hosts for an image that the proxy would have cached."""

    def cause(cluster: Cluster, seconds: float) -> None:
        over = threading.Event()
        paths = PICTURE.findall(send_to_host(cluster.hosts[0].port, "/trigger-points/", address="127.4.0.1").text)

        def look_past_the_proxy(number: int) -> None:
            while not over.wait(0.1):
                send_to_host(cluster.hosts[number % 2].port, paths[0], address="127.4.0.1")

        lookers = [threading.Thread(target=look_past_the_proxy, args=(number,)) for number in range(12)]
        cluster.bucket_line.mode = mode
        for looker in lookers:
            looker.start()
        time.sleep(2 * seconds)
        cluster.bucket_line.mode = "open"
        over.set()
        for looker in lookers:
            looker.join()

    return cause


def mail_server(mode: str) -> Cause:
    def cause(cluster: Cluster, seconds: float) -> None:
        cluster.mail.mode = mode
        time.sleep(2 * seconds)
        cluster.mail.mode = "ok"

    return cause


def every_kind_of_failure(cluster: Cluster, seconds: float) -> None:
    """The mail server fails in another way at each connection, and delivery workers are killed in turn."""
    cluster.mail.mode = "mixed"
    for host in cluster.hosts * 3:
        time.sleep(max(3, seconds / 3))  # a new worker needs two seconds before it sends
        host.kill_worker()
    cluster.mail.mode = "ok"


RELEASES = [
    Trouble("upgrade, host by host", upgrade),
    Trouble("roll back, host by host", roll_back),
    Trouble("upgrade again", upgrade),
]
TROUBLES = [
    Trouble("nothing", nothing),
    Trouble("a host is killed, and comes back", kill_a_host, kills=True),
    Trouble("rolling restart", rolling_restart),
    Trouble("PostgreSQL restarts", restart_database),
    Trouble("Redis restarts", restart_redis),
    Trouble("the bucket refuses", bucket_storage("refuse")),
    Trouble("the bucket hangs", bucket_storage("hang")),
    Trouble("mail refuses", mail_server("refuse")),
    Trouble("mail hangs", mail_server("hang")),
    Trouble("mail fails in every way, and workers are killed", every_kind_of_failure),
]
