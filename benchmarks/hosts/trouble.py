"""What happens to hosts and to what they share, while visitors come."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.hosts.cluster import Cluster

AWAY = 3.0  # seconds; the proxy leaves a host that failed alone for two


@dataclass(frozen=True)
class Trouble:
    name: str
    cause: Callable[[Cluster], None]
    kills: bool = False


def nothing(cluster: Cluster) -> None:
    time.sleep(AWAY)


def kill_a_host(cluster: Cluster) -> None:
    """Site and worker at once, and back again."""
    cluster.hosts[0].kill()
    time.sleep(AWAY)
    cluster.hosts[0].up()


def rolling_restart(cluster: Cluster) -> None:
    for host in cluster.hosts:
        host.down()
        host.up()
        time.sleep(AWAY)


def restart_database(cluster: Cluster) -> None:
    cluster.database.restart(away=0)


def restart_redis(cluster: Cluster) -> None:
    cluster.redis.restart(away=AWAY)


def bucket(mode: str) -> Callable[[Cluster], None]:
    def cause(cluster: Cluster) -> None:
        cluster.bucket_line.mode = mode
        time.sleep(2 * AWAY)
        cluster.bucket_line.mode = "open"

    return cause


def mail(mode: str) -> Callable[[Cluster], None]:
    def cause(cluster: Cluster) -> None:
        cluster.mail.mode = mode
        time.sleep(2 * AWAY)
        cluster.mail.mode = "ok"

    return cause


TROUBLES = [
    Trouble("nothing", nothing),
    Trouble("a host is killed, and comes back", kill_a_host, kills=True),
    Trouble("rolling restart", rolling_restart),
    Trouble("PostgreSQL restarts", restart_database),
    Trouble("Redis restarts", restart_redis),
    Trouble("the bucket refuses, and is back", bucket("refuse")),
    Trouble("the bucket hangs", bucket("hang")),
    Trouble("mail refuses", mail("refuse")),
    Trouble("mail hangs", mail("hang")),
]
