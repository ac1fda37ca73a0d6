"""Two hosts with shared PostgreSQL, Redis, and bucket behind the reference proxy, while everything fails.

`make prove-hosts`; ARGS=--short for a run of less than a minute after startup; ARGS="--release REV" to start with an
older release, upgrade from it, roll back to it, and upgrade again. Prints a table; ends with status 1 if a check
failed, and with 0 and a message if the machine lacks a requirement, or time.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from benchmarks.faulty_smtp import duplicates
from benchmarks.hosts.agreement import CHECKS, fresh
from benchmarks.hosts.cluster import Cluster
from benchmarks.hosts.crowd import Answer, Crowd
from benchmarks.hosts.services import missing
from benchmarks.hosts.trouble import RELEASES, TROUBLES, Trouble

ADDRESSES = "from inquiries.models import Inquiry; print(*[one.email for one in Inquiry.objects.all()])"


def say(text: str) -> None:
    print(text, flush=True)  # noqa: T201


@dataclass
class TroubleResult:
    """What visitors saw during one trouble."""

    trouble: Trouble
    answers: list[Answer]
    torn: int
    acknowledged: set[str]
    began: float
    ended: float

    @property
    def errors(self) -> list[Answer]:
        return [answer for answer in self.answers if not answer.status or answer.status >= 500]

    @property
    def unexcused(self) -> list[Answer]:
        """Errors, except for requests that a killed host was working on."""
        return [one for one in self.errors if not (self.trouble.kills and one.began <= self.began <= one.ended)]

    def figures(self) -> str:
        waits = sorted(answer.seconds for answer in self.answers)
        p95 = waits[int(len(waits) * 0.95)] if waits else 0
        return (
            f"| {self.trouble.name} | {len(self.answers)} | {len(self.errors)} | {len(self.unexcused)} | {self.torn} "
            f"| {1000 * p95:.0f} | {max(waits, default=0):.1f} | {len(self.acknowledged)} |"
        )


HEAD = "| trouble | requests | errors | not excused | torn | p95 ms | longest s | acknowledged | lost | unmailed |"


def go_through(cluster: Cluster, crowd: Crowd, trouble: Trouble, seconds: float) -> TroubleResult:
    before = set(crowd.acknowledged)
    crowd.start()
    time.sleep(seconds / 3)
    began = time.monotonic()
    trouble.cause(cluster, seconds)
    ended = time.monotonic()
    time.sleep(seconds / 3)
    crowd.stop()
    result = TroubleResult(trouble, crowd.answers, len(crowd.torn), crowd.acknowledged - before, began, ended)
    say(result.figures())
    for (path, status, title), times in Counter((one.path, one.status, one.title) for one in result.errors).items():
        say(f"    {times} × {status or 'no answer'} for {path}: {title}")
    return result


def prove(cluster: Cluster, options: argparse.Namespace) -> bool:
    crowd = Crowd(cluster.port, options.clients)
    say(HEAD)
    troubles = [*TROUBLES[:1], *RELEASES, *TROUBLES[1:]] if options.release else TROUBLES
    chosen = [trouble for trouble in troubles if options.only in trouble.name]
    results = [go_through(cluster, crowd, trouble, options.seconds) for trouble in chosen]
    is_empty = cluster.until_mailed(options.settle, hurry=options.short)
    kept = Counter(cluster.hosts[0].site.run("shell", "--no-imports", "-v0", "-c", ADDRESSES).split())
    arrivals = list(cluster.mail.arrivals)
    mailed = {arrival.recipient for arrival in arrivals if arrival.said_so}
    holds = is_empty
    say("\n" + HEAD + "\n|" + "---|" * HEAD.count(" | ") + "---|")
    for result in results:
        lost, unmailed = result.acknowledged - set(kept), result.acknowledged - mailed
        say(f"{result.figures()} {len(lost)} | {len(unmailed)} |")
        holds &= not (result.unexcused or result.torn or lost or unmailed)
    copies = duplicates(arrivals, cluster.kills)
    twice = sum(count - 1 for count in kept.values())
    holds &= not (twice or copies["unexplained"])
    say(
        f"\n{sum(kept.values())} inquiries stored, {twice} of them twice; {len(arrivals)} mails arrived; "
        f"copies: {dict(copies) or 'none'}; outbox {'empty' if is_empty else 'NOT EMPTY'}"
    )
    say("\n| across hosts | holds | measured |\n|---|---|---|")
    for name, check in [("publications", lambda it: fresh(it, 3 if options.short else 10)), *CHECKS]:
        is_good, figures = check(cluster)
        holds &= is_good
        say(f"| {name} | {'yes' if is_good else 'NO'} | {figures} |")
    return holds


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--short", action="store_true", help="less of everything; pauses of mail are cut short")
    parser.add_argument("--only", default="", metavar="WORDS", help="troubles whose names hold these words")
    parser.add_argument("--release", default="", metavar="REV", help="a release to upgrade from and to roll back to")
    options = parser.parse_args()
    options.clients, options.seconds, options.settle = (6, 2.0, 60) if options.short else (16, 10.0, 300)
    if lacks := missing():
        say(f"Not proved here: this needs {'; '.join(lacks)}.")
        return 0
    folder = Path(tempfile.mkdtemp(prefix="pinpoint-hosts-"))
    folder.chmod(0o755)  # PostgreSQL and nginx run as their own users
    began = time.monotonic()
    try:
        with Cluster(folder, options.release) as cluster:
            say(f"Two hosts are up after {time.monotonic() - began:.0f} s.")
            began = time.monotonic()
            holds = prove(cluster, options)
            say(f"\n{'Everything holds' if holds else 'NOT EVERYTHING HOLDS'}; {time.monotonic() - began:.0f} s.")
    except (TimeoutError, subprocess.TimeoutExpired) as error:
        say(f"Not proved here, for want of time: {error}")
        return 0
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return not holds


if __name__ == "__main__":
    sys.exit(main())
