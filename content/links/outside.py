"""Requests to other sites: only to public hosts, with limits on time and size."""

import socket
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse
from urllib.parse import SplitResult, urlsplit
from urllib.robotparser import RobotFileParser

from django.utils.encoding import iri_to_uri

from content.links.public_hosts import PrivateHostError, connect_to_public_host, is_public

TIMEOUT = 10  # seconds without a byte
ROBOTS_BYTES = 200_000
NO_ADDRESS = "This is no address that a browser could open."
MOST_HOSTS = 500  # whose robots.txt is cached


class OutsideError(Exception):
    """The request couldn't be made; the message says why, in plain words."""


class ForbiddenError(OutsideError):
    """This site may not request the URL."""


@dataclass(frozen=True)
class LinkAnswer:
    status: int
    location: str = ""
    body: bytes = b""


class Outside:
    """Makes requests to other sites. Tests pass their own rules to reach a server on loopback."""

    def __init__(
        self, agent: str, is_allowed: Callable[[str], bool] = is_public, ports: tuple[int, ...] = (80, 443)
    ) -> None:
        self.agent, self.is_allowed, self.ports = agent, is_allowed, ports
        self.robots: dict[str, RobotFileParser] = {}

    def request(
        self, method: str, url: str, *, most_bytes: int = 0, headers: Mapping[str, str] | None = None
    ) -> LinkAnswer:
        """Make one request, without following redirects, and read up to `most_bytes` of the body."""
        parts = self.checked(url)
        connection = self.connection(parts)
        target = iri_to_uri((parts.path or "/") + (f"?{parts.query}" if parts.query else "")) or "/"
        sent = {"User-Agent": self.agent, "Accept": "*/*"} | dict(headers or {})
        try:
            connection.request(method, target, headers=sent)
            response: HTTPResponse = connection.getresponse()
            body = response.read(most_bytes) if most_bytes else b""
        except ssl.SSLError as error:
            raise OutsideError("Its certificate is not valid, so browsers warn of it.") from error
        except (OSError, HTTPException) as error:
            raise OutsideError("No site answers there.") from error
        finally:
            connection.close()
        return LinkAnswer(response.status, response.getheader("Location") or "", body)

    def checked(self, url: str) -> SplitResult:
        """Split a URL that may be requested; raises ForbiddenError otherwise."""
        try:
            parts = urlsplit(url)
            port, host = parts.port, (parts.hostname or "").encode("idna")
        except ValueError as error:
            raise ForbiddenError(NO_ADDRESS) from error
        if parts.scheme not in ("http", "https") or not host or parts.username or not url.isprintable():
            raise ForbiddenError(NO_ADDRESS)
        if (port or (443 if parts.scheme == "https" else 80)) not in self.ports:
            raise ForbiddenError("It names a port that no public site has.")
        return parts

    def connection(self, parts: SplitResult) -> HTTPConnection:
        try:
            return connect_to_public_host(parts.scheme, str(parts.hostname), parts.port, TIMEOUT, self.is_allowed)
        except PrivateHostError as error:
            raise ForbiddenError("It leads into a private network.") from error
        except socket.gaierror as error:
            raise OutsideError("There is no site of this name.") from error
        except ssl.SSLError as error:
            raise OutsideError("Its certificate is not valid, so browsers warn of it.") from error
        except OSError as error:
            raise OutsideError("No site answers there.") from error

    def may_visit(self, url: str) -> bool:
        """Return whether the site's robots.txt, which is fetched once per site, allows the URL."""
        parts = self.checked(url)
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self.robots:
            if len(self.robots) >= MOST_HOSTS:
                self.robots.clear()
            self.robots[site] = self.read_robots(site)
        return self.robots[site].can_fetch(self.agent, url)

    def read_robots(self, site: str) -> RobotFileParser:
        """Read it like the standard library: 401 and 403 disallow everything, a missing file allows everything."""
        rules = RobotFileParser()
        answer = self.request("GET", f"{site}/robots.txt", most_bytes=ROBOTS_BYTES)
        if answer.status in (401, 403):
            rules.disallow_all = True  # type: ignore[attr-defined]
        elif answer.status == 200:
            rules.parse(answer.body.decode("utf-8", "replace").splitlines())
        else:
            rules.allow_all = True  # type: ignore[attr-defined]
        return rules
