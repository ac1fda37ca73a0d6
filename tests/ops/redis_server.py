"""A real Redis that can be stopped, frozen and started again."""

import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any

import pytest

from config.resilient_cache import ResilientRedisCache
from config.settings.urls_to_settings import cache_settings

redis = pytest.importorskip("redis", reason="needs the Python package redis")
BINARY = shutil.which("redis-server")


class RedisServer:
    """One server on a loopback port of its own, in memory only."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.start()

    def __enter__(self) -> "RedisServer":
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.resume()
        self.kill()

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}"

    def start(self) -> None:
        options = ["--port", str(self.port), "--bind", "127.0.0.1", "--dir", str(self.folder), "--save", ""]
        self.process = subprocess.Popen([str(BINARY), *options], stdout=subprocess.PIPE, text=True)
        assert self.process.stdout
        for line in self.process.stdout:
            if "Ready to accept connections" in line:
                return
        raise RuntimeError("redis-server did not start")

    def kill(self) -> None:
        """Kill the server, so that connections are refused from now on."""
        self.process.kill()
        self.process.wait()
        if self.process.stdout:
            self.process.stdout.close()

    def hang(self) -> None:
        """Freeze the server: the system still accepts connections for it, but nothing is answered."""
        self.process.send_signal(signal.SIGSTOP)

    def resume(self) -> None:
        self.process.send_signal(signal.SIGCONT)

    def asked(self, *command: str) -> Any:
        """Ask the server directly, bypassing the site's cache."""
        with redis.Redis(port=self.port) as client:
            return client.execute_command(*command)


@pytest.fixture
def redis_server(tmp_path: Path, settings: Any) -> Iterator[RedisServer]:
    """A running Redis that the site uses as its cache."""
    if BINARY is None:
        pytest.skip("needs redis-server (Debian: apt-get install redis-server)")
    with RedisServer(tmp_path) as server:
        settings.CACHES = cache_settings(server.url)
        yield server
    ResilientRedisCache.circuit.close()


@pytest.fixture
def unreachable(settings: Any) -> Iterator[None]:
    """Point the site's cache at an address that doesn't even refuse: its full queue drops every attempt to connect."""
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        waiting = [socket.socket() for _ in range(3)]
        for one in waiting:
            one.setblocking(False)
            one.connect_ex(full.getsockname())
        settings.CACHES = cache_settings(f"redis://127.0.0.1:{full.getsockname()[1]}")
        yield
        for one in waiting:
            one.close()
    ResilientRedisCache.circuit.close()
