"""A storm of inquiries while everything fails: `python -m benchmarks.storm` (PostgreSQL: DATABASE_URL=postgres://…).

The site in its own folder, 16 clients, a mail server that misbehaves in every way it can, a delivery worker killed
every 2 s and a web worker every 20 s. Then the failures stop, and what visitors saw is compared with what is stored
and with what arrived. Ends with status 1 if an acknowledged inquiry is lost, stored twice, or never mailed, if more
than 0.5% of the mails have unexplained copies, or if a visitor saw an error. DATABASE_URL must name an empty database.
"""

import argparse
import itertools
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from contextlib import suppress
from pathlib import Path

from benchmarks.faulty_smtp import Arrival, FaultySmtp
from benchmarks.site_process import SiteProcess, child_pids
from benchmarks.visitors import Seen, visit

MODES = ["mixed", "refuse", "mixed", "hang", "cut", "busy", "mixed", "later", "greylist", "mute", "mixed", "break"]
MODES += ["no_recipient", "reject", "slow", "ok"]
MODE_SECONDS = 4.0
STORED = """
import json
from inquiries.models import Inquiry, Mail
mails = list(Mail.objects.values_list("inquiry_id", "purpose", "state", "message_id"))
rows = list(Inquiry.objects.all())
print(json.dumps({
    "inquiries": [[row.pk, row.email, row.reference, row.is_suspect] for row in rows],
    "mails": mails,
}))
"""


def say(text: str) -> None:
    print(text, flush=True)  # noqa: T201


def change_modes(server: FaultySmtp, over: threading.Event) -> None:
    """Switch to another kind of misbehavior every few seconds."""
    for mode in itertools.cycle(MODES):
        server.mode = mode
        if over.wait(MODE_SECONDS):
            return


def kill_web_workers(granian: int, every: float, over: threading.Event, killed: list[float]) -> None:
    """Kill one of granian's own workers in the middle of its work; granian starts another."""
    while every and not over.wait(every):
        workers = child_pids(granian)
        if len(workers) > 1:
            with suppress(ProcessLookupError):
                os.kill(random.choice(workers), signal.SIGKILL)  # noqa: S311 (no secret)
                killed.append(time.time())


def until_sent(site: SiteProcess, seconds: float) -> None:
    """Wait until the outbox is empty."""
    ends = time.monotonic() + seconds
    count = "from inquiries.models import Mail; print(Mail.objects.filter(state='queued').count())"
    while time.monotonic() < ends:
        left = int(site.run("shell", "--no-imports", "-v0", "-c", count).split()[-1])
        say(f"  {left} mails wait")
        if not left:
            return
        time.sleep(3)


def duplicates(arrivals: list[Arrival], kills: dict[str, float]) -> Counter[str]:
    """Count mails that arrived more than once, by reason. All copies of a mail have one Message-ID.

    A kill explains a copy only if the killed worker sent it, as its last mail: then the worker died before it could
    record that. `kills` says when each worker was killed.
    """
    found: Counter[str] = Counter()
    copies: dict[str, list[Arrival]] = defaultdict(list)
    last: dict[str, Arrival] = {}
    for arrival in sorted(arrivals, key=lambda arrival: arrival.at):
        copies[arrival.message_id].append(arrival)
        last[arrival.sender] = arrival
    for group in copies.values():
        for earlier in group[:-1]:
            if not earlier.said_so:
                why = "server never said that it took it"
            elif last[earlier.sender] is earlier and earlier.at <= kills.get(earlier.sender, 0):
                why = "its worker was killed"
            else:
                why = "unexplained"
            found[why] += 1
    return found


def reconcile(
    seen: Seen, stored: dict[str, list[list[object]]], arrivals: list[Arrival], kills: dict[str, float]
) -> dict:
    """Compare what visitors saw with what is stored and what arrived."""
    rows = Counter(str(email) for _, email, *_ in stored["inquiries"])
    known = {key: (str(email), str(reference)) for key, email, reference, _ in stored["inquiries"]}
    to_visitor = {a.recipient for a in arrivals if a.said_so}
    subjects = " ".join(a.subject for a in arrivals if a.said_so)
    by_mail = {(a.message_id) for a in arrivals}
    several = Counter((key, purpose) for key, purpose, *_ in stored["mails"])
    again = duplicates(arrivals, kills)
    return {
        "acknowledged": len(seen.acknowledged),
        "stored": sum(rows.values()),
        "suspect": sum(bool(suspect) for *_, suspect in stored["inquiries"]),
        "mails that arrived": len(by_mail),
        "LOST (acknowledged, not stored)": len(seen.acknowledged - set(rows)),
        "STORED TWICE": sum(count - 1 for count in rows.values()),
        "WITHOUT MAIL TO STAFF": sum(reference not in subjects for _, reference in known.values()),
        "WITHOUT MAIL TO THE VISITOR": sum(email not in to_visitor for email, _ in known.values()),
        "MAILED UNDER TWO IDS": sum(count > 1 for count in several.values()),
        "copies with the same id": dict(again),
        "UNEXPLAINED COPIES, PERCENT": round(100 * again["unexplained"] / max(1, len(by_mail)), 2),
        "answers": dict(seen.answers),
        "ERRORS (5xx, gave up)": sum(n for status, n in seen.answers.items() if status[0] in "05"),
    }


def failed(result: dict) -> list[str]:
    """The names of the figures that are over their limits."""
    limits = {"UNEXPLAINED COPIES, PERCENT": 0.5}
    return [name for name, value in result.items() if name[:4].isupper() and value > limits.get(name, 0)]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--inquiries", type=int, default=2000)
    parser.add_argument("--clients", type=int, default=16)
    parser.add_argument("--workers", type=int, default=3, help="delivery workers")
    parser.add_argument("--kill-every", type=float, default=2.0, help="seconds between kills of a delivery worker")
    parser.add_argument("--kill-web-every", type=float, default=20.0, help="0: never")
    parser.add_argument("--settle", type=float, default=400.0, help="seconds that mail may take once all is well")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="storm-"))
    with FaultySmtp() as server:
        site = SiteProcess(folder, EMAIL_URL=f"smtp://127.0.0.1:{server.port}", DEFAULT_FROM_EMAIL="c@clinic.example")
        try:
            result = storm(site, server, options)
        finally:
            site.end_all()
    shutil.rmtree(folder, ignore_errors=True)
    say(json.dumps(result, indent=2))
    misses = failed(result)
    say("missed: " + ", ".join(misses) if misses else "All that was acknowledged is stored and was mailed.")
    return bool(misses)


def storm(site: SiteProcess, server: FaultySmtp, options: argparse.Namespace) -> dict:
    """Prepare the site, send inquiries while everything fails, wait until all mail is sent, and compare."""
    database = "PostgreSQL" if "postgres" in site.environment.get("DATABASE_URL", "") else "SQLite"
    say(f"Preparing a site on {database}")
    site.prepare()
    granian = site.serve()
    workers = site.start(
        sys.executable,
        "-m",
        "benchmarks.workers",
        str(options.workers),
        str(options.kill_every),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    kills: dict[str, float] = {}

    def note_kills() -> None:
        for line in workers.stdout or []:
            at, name = line.decode().split()
            kills[name] = float(at)

    threading.Thread(target=note_kills, daemon=True).start()
    over, web_kills = threading.Event(), list[float]()
    threading.Thread(target=change_modes, args=(server, over), daemon=True).start()
    killer = (granian.pid, options.kill_web_every, over, web_kills)
    threading.Thread(target=kill_web_workers, args=killer, daemon=True).start()
    began = time.monotonic()
    seen, crowd = visit(site.port, options.clients, options.inquiries)
    for client in crowd:
        client.join()
    raged = time.monotonic() - began
    say(f"The storm took {raged:.0f} s; now all is well")
    over.set()
    time.sleep(0.2)
    server.mode = "ok"
    if workers.stdin:
        workers.stdin.write(b"calm\n")
        workers.stdin.flush()
    until_sent(site, options.settle)
    stored = json.loads(site.run("shell", "--no-imports", "-v0", "-c", STORED).splitlines()[-1])
    settled = time.monotonic() - began - raged
    if workers.stdin:
        workers.stdin.close()
    waits = sorted(seen.seconds)
    return reconcile(seen, stored, list(server.arrivals), kills) | {
        "delivery workers killed": len(kills),
        "web workers killed": len(web_kills),
        "connections to the mail server": server.connections,
        "seconds of storm": round(raged),
        "seconds until all was mailed": round(settled),
        "answer time p50, p95, max (ms)": [
            round(1000 * waits[min(len(waits) - 1, int(len(waits) * share))]) for share in (0.5, 0.95, 1.0)
        ],
    }


if __name__ == "__main__":
    sys.exit(main())
