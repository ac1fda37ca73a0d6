"""What pages cost, as ratios to nginx serving one static file in the same run: `make bench`.

Needs `ab` (Debian: apache2-utils) as the load generator; without nginx there are no ratios and no rows for the
reference proxy. Each way to run the site has its own processes: without a proxy, the site trusts none. Rounds
alternate, and the median counts. Rates vary on a shared machine; ratios and CPU time hardly do.
"""

import argparse
import http.client
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.hosts.crowd import TOKEN, inquiry_of
from benchmarks.reference_proxy import start_nginx, start_proxy
from benchmarks.site_process import SiteProcess, child_pids, free_port
from config.http.encodings import BROTLI, compress

CLIENTS, ROUNDS, INQUIRIES = 16, 3, 200
SETTLE_SECONDS = 0.5  # lets the site answer what the previous load left waiting
STATIC_BYTES = 15_000
TICKS = 100  # a second, on Linux
STAFF = "Cookie: sessionid=benchmark"  # a session bypasses the page cache; this one belongs to nobody
PAGES = {
    "home": "/",
    "guide": "/trigger-point-therapy/",
    "condition": "/conditions/hip-pain/",
    "region": "/pain-map/calf/",
    "contact": "/contact/",
}
SEARCH = {"search": "/search/?q=hip"}

STATIC = "server {{ listen 127.0.0.1:{port}; root {folder}/www; access_log off; }}"


@dataclass
class Target:
    """One URL under load, and what each round measured."""

    name: str
    address: str
    process: int
    headers: tuple[str, ...] = ()
    is_repeat: bool = False  # all responses must be 304
    rates: list[float] = field(default_factory=list)
    cpu_ms: list[float] = field(default_factory=list)


def processes(pid: int) -> list[int]:
    """A process and all its descendants."""
    return [pid, *(deeper for child in child_pids(pid) for deeper in processes(child))]


def cpu_seconds(pid: int) -> float:
    total = 0
    for one in processes(pid):
        with suppress(OSError):
            fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
            total += int(fields[11]) + int(fields[12])
    return total / TICKS


def memory_mib(*pids: int) -> float:
    """Proportional set size (PSS) of these processes."""
    total = 0
    for one in pids:
        with suppress(OSError):
            found = re.search(r"^Pss:\s+(\d+) kB", Path(f"/proc/{one}/smaps_rollup").read_text(), re.MULTILINE)
            total += int(found.group(1)) if found else 0
    return total / 1024


def measure(target: Target, seconds: int) -> None:
    """One round: as many requests as 16 clients can make."""
    command = ["ab", "-q", "-k", "-c", str(CLIENTS), "-t", str(seconds), "-n", "1000000", "-H", "Accept-Encoding: br"]
    for header in target.headers:
        command += ["-H", header]
    time.sleep(SETTLE_SECONDS)
    before = cpu_seconds(target.process)
    done = subprocess.run([*command, target.address], capture_output=True, text=True, check=True, timeout=120)
    spent = cpu_seconds(target.process) - before
    count = int(re.search(r"Complete requests:\s+(\d+)", done.stdout).group(1))  # type: ignore[union-attr]
    rate = float(re.search(r"Requests per second:\s+([\d.]+)", done.stdout).group(1))  # type: ignore[union-attr]
    others = re.search(r"Non-2xx responses:\s+(\d+)", done.stdout)
    if others and not (target.is_repeat and int(others.group(1)) == count):
        raise SystemExit(f"{target.address} answered with errors:\n{done.stdout}")
    target.rates.append(rate)
    target.cpu_ms.append(spent / count * 1000)


def inquiry_ms(site: SiteProcess, pid: int) -> float:
    """CPU time of a new inquiry, with the cached page that it is sent from."""
    line = http.client.HTTPConnection("127.0.0.1", site.port, timeout=30)
    before = 0.0
    for number in range(2 * INQUIRIES):  # the first half warms up
        if number == INQUIRIES:
            before = cpu_seconds(pid)
        # From a separate visitor each: after six, a sender is a suspect.
        headers = {"X-Forwarded-For": f"10.1.{number // 250}.{number % 250}"}
        line.request("GET", "/contact/", headers=headers)
        token = TOKEN.findall(line.getresponse().read().decode())[0]
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        line.request("POST", "/inquiries/send/", urlencode(inquiry_of(token, f"ada{number}")), headers)
        answer = line.getresponse()
        answer.read()
        if answer.status != 303:
            raise SystemExit(f"The inquiry was answered {answer.status}.")
    return (cpu_seconds(pid) - before) / INQUIRIES * 1000


def start_static(folder: Path) -> tuple[subprocess.Popen[bytes], str]:
    """The reference: nginx serving one file."""
    port = free_port()
    (folder / "www").mkdir(parents=True)
    (folder / "www" / "static.html").write_bytes(b"<p>static</p>" * (STATIC_BYTES // 13))
    return start_nginx(folder, port, STATIC.format(folder=folder, port=port)), f"http://127.0.0.1:{port}/static.html"


def etag_of(address: str) -> str:
    request = urllib.request.Request(address, headers={"Accept-Encoding": "br"})  # noqa: S310 (own address)
    with urllib.request.urlopen(request) as answer:  # noqa: S310
        return str(answer.headers["ETag"])


def print_sizes(site: SiteProcess) -> None:
    sys.stdout.write("\npage                        HTML kB   brotli kB   style kB (brotli)\n")
    for page in PAGES.values():
        html = urllib.request.urlopen(site.address + page).read()  # noqa: S310 (own address)
        css = b"".join(re.findall(rb"<style>(.*?)</style>", html, re.DOTALL))
        packed = [len(compress(text, BROTLI)) / 1000 for text in (html, css)]
        sys.stdout.write(f"{page:26}{len(html) / 1000:9.1f}{packed[0]:12.1f}{packed[1]:12.1f}\n")


def print_table(targets: list[Target], reference: Target | None) -> None:
    base = statistics.median(reference.rates) if reference else 0.0
    sys.stdout.write("target                           requests/s   ratio   CPU ms/request\n")
    for target in targets:
        rate = statistics.median(target.rates)
        ratio = f"{rate / base:7.3f}" if base else "      –"
        sys.stdout.write(f"{target.name:32}{rate:11.0f} {ratio} {statistics.median(target.cpu_ms):12.3f}\n")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=3, help="of each round (default 3)")
    seconds = parser.parse_args().seconds
    if not shutil.which("ab"):
        raise SystemExit("This needs `ab` as load generator: apt-get install apache2-utils")
    folder = Path(tempfile.mkdtemp(prefix="pinpoint-bench-"))
    folder.chmod(0o755)  # nginx runs as its own user
    site = SiteProcess(folder / "site", "config.settings.development")
    unlimited = {"TRUSTED_PROXIES": "127.0.0.1", "INQUIRIES_PER_TEN_MINUTES": "1000000"}
    proxied = SiteProcess(folder / "site", "config.settings.development", **unlimited)
    servers: list[subprocess.Popen[bytes]] = []
    try:
        site.prepare()
        served = site.serve().pid
        targets = [Target(f"{name} kept", site.address + page, served) for name, page in PAGES.items()]
        known = f"If-None-Match: {etag_of(site.address + '/contact/')}"
        targets.append(Target("contact, repeat visit (304)", f"{site.address}/contact/", served, (known,), True))
        targets += [
            Target(f"{name} uncached", site.address + page, served, (STAFF,)) for name, page in (PAGES | SEARCH).items()
        ]
        trusting = proxied.serve().pid
        reference = None
        if shutil.which("nginx"):
            static, address = start_static(folder / "static")
            proxy = start_proxy(folder / "proxy", port := free_port(), proxied.port)
            servers += [static, proxy]
            reference = Target("nginx, static 15 kB", address, static.pid)
            behind = f"http://127.0.0.1:{port}"
            targets = [
                reference,
                *targets,
                *(Target(f"{name} behind the proxy", behind + page, proxy.pid) for name, page in PAGES.items()),
            ]
        for target in targets:
            measure(target, 1)  # warm up
            target.rates.clear()
            target.cpu_ms.clear()
        for _ in range(ROUNDS):
            for target in targets:
                measure(target, seconds)
        print_table(targets, reference)
        print_sizes(site)
        sys.stdout.write(
            f"\nan inquiry, with the page that it is sent from: {inquiry_ms(proxied, trusting):.1f} CPU ms\n"
        )
        sys.stdout.write(f"memory of the site, two workers: {memory_mib(*processes(served)):.0f} MiB\n")
    finally:
        site.end_all()
        proxied.end_all()
        for server in servers:
            server.terminate()
            server.wait(timeout=10)
        shutil.rmtree(folder, ignore_errors=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
