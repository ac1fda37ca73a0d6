"""Two hosts and the services they share: the same code, distinguished only by environment variables."""

import os
import shutil
import signal
import subprocess
import time
from base64 import urlsafe_b64encode
from contextlib import ExitStack, suppress
from pathlib import Path
from secrets import token_bytes, token_urlsafe

from benchmarks.faulty_smtp import FaultySmtp
from benchmarks.hosts.gate import Gate
from benchmarks.hosts.services import BUCKET, KEYS, Bucket, PostgreSql, Redis
from benchmarks.reference_proxy import start_proxy
from benchmarks.site_process import ROOT, SiteProcess, child_pids, free_port, until

NAME = "clinic.example"
OWNER, PASSWORD = "owner@clinic.example", token_urlsafe(20)


class Host:
    """A site and a delivery worker in their own folder."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        folder.mkdir()
        self.site = SiteProcess(folder, "benchmarks.hosts.settings", **environment)
        self.web: subprocess.Popen[bytes] | None = None
        self.worker: subprocess.Popen[bytes] | None = None
        self.kills: dict[str, float] = {}  # times, by the name with which the killed worker greeted mail servers

    @property
    def port(self) -> int:
        return self.site.port

    def up(self) -> None:
        self.web = self.site.serve()
        self.worker = self.site.deliver()

    def down(self) -> None:
        """Stop it as a service manager does: requests in progress are answered."""
        for process in filter(None, (self.web, self.worker)):
            self.site.end(process)

    def kill(self) -> None:
        """Kill all its processes, as a power failure does."""
        for process in filter(None, (self.web, self.worker)):
            for pid in [process.pid, *child_pids(process.pid)]:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            process.wait(timeout=10)
            self.kills[f"worker-{process.pid}.example"] = time.time()

    def kill_worker(self) -> None:
        """Kill the delivery worker alone, and start another."""
        web, self.web = self.web, None
        self.kill()
        self.web, self.worker = web, self.site.deliver()


class Cluster:
    """Everything, from empty folders to two hosts behind the reference proxy; a context manager."""

    def __init__(self, folder: Path, release: str = "") -> None:
        self.folder, self.ends = folder, ExitStack()
        self.database = PostgreSql(folder / "postgresql")
        self.redis = Redis(folder / "redis")
        self.bucket = Bucket(folder / "bucket")
        self.bucket_line = Gate(self.bucket.port)
        self.mail = FaultySmtp()
        self.public = folder / "public"
        environment = {
            "ALLOWED_HOSTS": f"{NAME},127.0.0.1",
            "SITE_URL": f"https://{NAME}",
            "PUBLIC_DIR": str(self.public),
            "DATABASE_URL": self.database.url,
            "CACHE_URL": self.redis.url,
            "STORAGE_URL": f"s3://{BUCKET}?region=us-east-1&endpoint=http://127.0.0.1:{self.bucket_line.port}",
            **KEYS,
            "EMAIL_URL": f"smtp://127.0.0.1:{self.mail.port}",
            "DEFAULT_FROM_EMAIL": f"hello@{NAME}",
            "OWNER_EMAIL": OWNER,
            "OWNER_PASSWORD": PASSWORD,
            "TRUSTED_PROXIES": "127.0.0.1",
            "SECRET_KEY": token_urlsafe(60),
            "FIELD_KEYS": urlsafe_b64encode(token_bytes(32)).decode(),
        }
        self.hosts = [Host(folder / f"host-{letter}", environment) for letter in "ab"]
        self.port = free_port()
        self.old_code = self.checked_out(release) if release else ROOT
        for host in self.hosts:
            host.site.code = self.old_code

    def checked_out(self, release: str) -> Path:
        """The code of another release, run with the packages of this one."""
        code = self.folder / "release"
        code.mkdir()
        archive = self.folder / "release.tar"
        subprocess.run(["/usr/bin/git", "archive", "-o", str(archive), release], cwd=ROOT, check=True)
        shutil.unpack_archive(archive, code)
        return code

    def __enter__(self) -> "Cluster":
        with self.ends:  # a failed start also stops what has already started
            for service in (self.database, self.redis, self.bucket):
                self.ends.callback(service.stop)
                service.start()
            self.ends.callback(self.bucket_line.close)
            self.ends.enter_context(self.mail)
            self.prepare()
            for host in self.hosts:
                self.ends.callback(host.site.end_all)
                host.up()
            proxy = start_proxy(self.public, self.port, *(host.port for host in self.hosts))
            self.ends.callback(proxy.wait, timeout=10)
            self.ends.callback(proxy.terminate)
            self.ends = self.ends.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self.ends.close()

    def prepare(self) -> None:
        """Set up the database, the bucket, and the static files, from any host."""
        site = self.hosts[0].site
        site.prepare()
        site.run("ensure_owner", "--no-input")
        site.run("collectstatic", "--no-input", "-v0")
        site.run("unavailable_page", str(self.public / "unavailable.html"))

    @property
    def kills(self) -> dict[str, float]:
        return self.hosts[0].kills | self.hosts[1].kills

    def until_mailed(self, seconds: float, *, hurry: bool = False) -> bool:
        """Whether the outbox is empty. `hurry`: end pauses after failures now."""

        def is_empty() -> bool:
            if hurry:
                self.database.rows("UPDATE inquiries_mail SET next_attempt_at = now() WHERE next_attempt_at > now()")
            return not self.database.rows("SELECT 1 FROM inquiries_mail WHERE state = 'queued' LIMIT 1")

        return until(is_empty, seconds, 0.5)
