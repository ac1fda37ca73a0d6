"""The services that hosts share, started on loopback in a folder: PostgreSQL, Redis, and an S3 bucket (moto)."""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import time
from abc import ABC, abstractmethod
from importlib.util import find_spec
from pathlib import Path

import psycopg

from benchmarks.site_process import free_port, wait_for_port

START_SECONDS = 60
BUCKET = "pinpoint"
KEYS = {"AWS_ACCESS_KEY_ID": "proof", "AWS_SECRET_ACCESS_KEY": "proof-of-hosts"}  # moto requires some, any will do


def postgresql_tool(name: str) -> str | None:
    """PostgreSQL's own programs, which Debian doesn't put on the path."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda file: int(file.parts[4]))
    return str(found[-1]) if found else shutil.which(name)


def missing() -> list[str]:
    """What this machine lacks, and where to get it."""
    needed: dict[str, object] = {
        "PostgreSQL (Debian: postgresql)": postgresql_tool("postgres"),
        "Redis (Debian: redis-server)": shutil.which("redis-server"),
        "nginx (Debian: nginx-light)": shutil.which("nginx"),
        "moto and the client for S3 (requirements-prove.txt)": all(map(find_spec, ("moto", "flask", "storages"))),
    }
    return [name for name, found in needed.items() if not found]


def server_user() -> str | None:
    """The user as which root starts PostgreSQL, because it refuses to run as root; None for other users."""
    if os.geteuid():
        return None
    return next(user.pw_name for user in pwd.getpwall() if user.pw_name in {"postgres", "nobody"})


class Service(ABC):
    """One server process on a port that it keeps across restarts."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.folder.mkdir(parents=True)
        self.process: subprocess.Popen[bytes] | None = None

    @abstractmethod
    def command(self) -> list[str]: ...

    def start(self, user: str | None = None) -> None:
        with (self.folder.parent / f"{self.folder.name}.log").open("ab") as log:
            self.process = subprocess.Popen(self.command(), stdout=log, stderr=log, user=user, cwd="/")
        wait_for_port(self.process, self.port, START_SECONDS)

    def stop(self, number: int = signal.SIGINT) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(number)
            self.process.wait(timeout=30)

    def restart(self, away: float) -> None:
        """Stop the server, and start it again after the given seconds."""
        self.stop()
        time.sleep(away)
        self.start()


class PostgreSql(Service):
    def command(self) -> list[str]:
        options = {"listen_addresses": "127.0.0.1", "unix_socket_directories": "", "max_connections": "60"}
        settings = [word for name, value in options.items() for word in ("-c", f"{name}={value}")]
        return [str(postgresql_tool("postgres")), "-D", str(self.folder), "-p", str(self.port), *settings]

    def start(self, user: str | None = None) -> None:
        user = server_user()
        if not (self.folder / "PG_VERSION").exists():
            if user:
                shutil.chown(self.folder, user)
            make = [str(postgresql_tool("initdb")), "-D", str(self.folder), "-U", "pinpoint", "--auth", "trust"]
            subprocess.run([*make, "--no-sync"], check=True, stdout=subprocess.DEVNULL, user=user, cwd="/")
        super().start(user)

    @property
    def url(self) -> str:
        return f"postgres://pinpoint@127.0.0.1:{self.port}/postgres"

    def rows(self, sql: str, *values: object) -> list[tuple]:
        """The rows that a query returns, over a separate connection."""
        with psycopg.connect(self.url, autocommit=True) as line:
            answer = line.execute(sql, values)  # type: ignore[arg-type]  # plain text from this package
            return answer.fetchall() if answer.description else []


class Redis(Service):
    def command(self) -> list[str]:
        options = ["--port", str(self.port), "--bind", "127.0.0.1", "--dir", str(self.folder), "--save", ""]
        return [shutil.which("redis-server") or "redis-server", *options]

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}"


class Bucket(Service):
    """In memory: outages use a gate in front of it, because a restart would lose the images."""

    def command(self) -> list[str]:
        return [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(self.port)]

    def start(self, user: str | None = None) -> None:
        super().start(user)
        import boto3  # noqa: PLC0415 (an extra, and `missing` is called first)

        keys = {"aws_access_key_id": KEYS["AWS_ACCESS_KEY_ID"], "aws_secret_access_key": KEYS["AWS_SECRET_ACCESS_KEY"]}
        client = boto3.client("s3", endpoint_url=f"http://127.0.0.1:{self.port}", region_name="us-east-1", **keys)
        client.create_bucket(Bucket=BUCKET)
