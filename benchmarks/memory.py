"""Memory of the site's processes with production settings, after use by visitors and staff, for docs/scale.md.

    PYTHONPATH=.:site .venv/bin/python -m benchmarks.memory

Proportional set sizes (PSS): shared memory counts once in the sum. No other program is needed.
"""

import re
import sys
import tempfile
import time
from pathlib import Path
from secrets import token_urlsafe

from benchmarks.hosts.cluster import NAME, OWNER
from benchmarks.hosts.crowd import Answer, send_to_host
from benchmarks.pages import PAGES, SEARCH, memory_mib, processes
from benchmarks.site_process import SiteProcess

ROUNDS = 8  # of all pages, so that both workers and most of their threads answer each page
CSRF = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
STAFF_PAGES = ["/admin/", "/admin/inquiry/", "/admin/pages/3/", "/admin/pages/3/edit/", "/admin/images/"]


def fetch_checked(site: SiteProcess, path: str, form: dict[str, str] | None = None, **headers: str) -> Answer:
    answer = send_to_host(site.port, path, form, address="127.0.0.1", **headers)
    if answer.status not in (200, 302):
        raise SystemExit(f"{path}: {answer.status}")
    return answer


def sign_in(site: SiteProcess, password: str) -> dict[str, str]:
    """The cookie header of a browser in which the owner is signed in."""
    shown = fetch_checked(site, "/admin/login/")
    form = {"username": OWNER, "password": password, "csrfmiddlewaretoken": CSRF.findall(shown.text)[0]}
    signed_in = fetch_checked(site, "/admin/login/", form, **cookie_header(shown.cookies))
    return cookie_header(shown.cookies | signed_in.cookies)


def cookie_header(cookies: dict[str, str]) -> dict[str, str]:
    return {"Cookie": "; ".join("=".join(pair) for pair in cookies.items())}


def shares(name: str, pid: int) -> None:
    pids = processes(pid)
    each = ", ".join(f"{memory_mib(one):.0f}" for one in pids)
    sys.stdout.write(f"{name:50}{memory_mib(*pids):6.0f} MiB ({each})\n")


def main() -> int:
    folder, password = Path(tempfile.mkdtemp(prefix="pinpoint-memory-")), token_urlsafe(20)
    site = SiteProcess(
        folder,
        "config.settings.production",
        ALLOWED_HOSTS=f"{NAME},127.0.0.1",
        SITE_URL=f"https://{NAME}",
        EMAIL_URL=f"file://{folder}/mail",
        DEFAULT_FROM_EMAIL=f"hello@{NAME}",
        OWNER_EMAIL=OWNER,
        OWNER_PASSWORD=password,
        TRUSTED_PROXIES="127.0.0.1",
    )
    try:
        site.prepare()
        site.run("ensure_owner", "--no-input")
        site.run("collectstatic", "--no-input", "-v0")
        web, delivery = site.serve().pid, site.deliver().pid
        shares("web, started", web)
        session = sign_in(site, password)
        for _ in range(ROUNDS):
            for path in [*PAGES.values(), *SEARCH.values()]:
                fetch_checked(site, path)
            for path in STAFF_PAGES:
                fetch_checked(site, path, **session)
        time.sleep(5)
        shares("web, after pages of visitors and of the admin", web)
        shares("delivery", delivery)
    finally:
        site.end_all()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
