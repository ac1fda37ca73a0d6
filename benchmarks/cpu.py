"""CPU time of one request of each kind, for docs/scale.md: a cached page, a rendered page, a search, an inquiry.

    PYTHONPATH=.:site .venv/bin/python -m benchmarks.cpu

Elapsed times vary on a shared machine; CPU time hardly does. No other program is needed.
"""

import http.client
import re
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.pages import STAFF, cpu_seconds, memory_mib, processes
from benchmarks.site_process import SiteProcess

WARM, COUNTED = 40, 300
FORM = "application/x-www-form-urlencoded"


def inquiry(line: http.client.HTTPConnection, number: int) -> tuple[str, dict[str, str]]:
    """The body of a new inquiry, based on the form on the page."""
    line.request("GET", "/contact/")
    form = line.getresponse().read().decode().partition('id="inquiry"')[2].partition("</form>")[0]
    hidden = re.findall(r'<input[^>]*type="hidden"[^>]*name="([^"]+)"[^>]*value="([^"]*)"', form)
    typed = {"name": "Ada Example", "email": f"ada{number}@example.com", "contact_by": "email"}
    typed |= {"message": f"My hip hurts when I walk for {number} minutes.", "consent": "on"}
    sender = f"10.1.{number // 250}.{number % 250}"  # a separate visitor each: after six, a sender is a suspect
    return urlencode(dict(hidden) | typed), {"Content-Type": FORM, "X-Forwarded-For": sender}


def milliseconds(site: SiteProcess, pid: int, ask: Callable[[http.client.HTTPConnection, int], None]) -> float:
    line = http.client.HTTPConnection("127.0.0.1", site.port, timeout=30)
    for number in range(WARM):
        ask(line, number)
    before = cpu_seconds(pid)
    for number in range(WARM, WARM + COUNTED):
        ask(line, number)
    return (cpu_seconds(pid) - before) / COUNTED * 1000


def get(path: str, **headers: str) -> Callable[[http.client.HTTPConnection, int], None]:
    def ask(line: http.client.HTTPConnection, _: int) -> None:
        line.request("GET", path, headers={"Accept-Encoding": "br"} | headers)
        answer = line.getresponse()
        answer.read()
        if answer.status != 200:
            raise SystemExit(f"{path}: {answer.status}")

    return ask


def post(line: http.client.HTTPConnection, number: int) -> None:
    body, headers = inquiry(line, number)
    line.request("POST", "/inquiries/send/", body, headers)
    answer = line.getresponse()
    answer.read()
    if answer.status not in {302, 303}:
        raise SystemExit(f"The inquiry was answered {answer.status}.")


def main() -> int:
    site = SiteProcess(Path(tempfile.mkdtemp(prefix="pinpoint-cpu-")), "benchmarks.settings")
    session = dict([STAFF.split(": ", 1)])
    try:
        site.prepare()
        pid = site.serve().pid
        kinds = {
            "a kept page": get("/conditions/hip-pain/"),
            "a page made anew": get("/conditions/hip-pain/", **session),
            "a search": get("/search/?q=hip"),
            "an inquiry, with the page it is sent from": post,
        }
        for name, ask in kinds.items():
            sys.stdout.write(f"{name:45}{milliseconds(site, pid, ask):8.2f} ms of processor time\n")
        sys.stdout.write(f"memory of two workers: {memory_mib(*processes(pid)):.0f} MiB\n")
    finally:
        site.end_all()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
