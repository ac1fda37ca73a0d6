"""Connections to public hosts by their checked IP address, which prevents DNS rebinding."""

import socket
import ssl
from collections.abc import Callable
from http.client import HTTPConnection
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

NAT64 = ip_network("64:ff9b::/96")
# Also not public, though `is_global` says so: IPv4-compatible, translated, site-local and
# segment-routing addresses, and a network's own NAT64.
INSIDE = [ip_network(block) for block in ("::/96", "::ffff:0:0:0/96", "fec0::/10", "64:ff9b:1::/48", "5f00::/16")]
MOST_TRIED = 3  # addresses per host


class PrivateHostError(Exception):
    """The host is inside a private network."""


def is_public(address: str) -> bool:
    """Return whether an address is public, including the IPv4 address that an IPv6 address may embed."""
    at = ip_address(address.partition("%")[0])
    behind: IPv4Address | IPv6Address = at
    if isinstance(at, IPv6Address):
        translated = IPv4Address(int(at) & 0xFFFFFFFF) if at in NAT64 else None
        behind = at.ipv4_mapped or at.sixtofour or translated or at
    if at.is_multicast or any(at in block for block in INSIDE):
        return False
    return at.is_global and behind.is_global


def connect_to_public_host(
    scheme: str, host: str, port: int | None, seconds: float, is_allowed: Callable[[str], bool] = is_public
) -> HTTPConnection:
    """Connect, with a timeout of `seconds` per socket operation.

    Raises PrivateHostError, socket.gaierror for an unknown host, SSLError, and OSError if it can't connect.
    """
    number = port or (443 if scheme == "https" else 80)
    try:
        name = host.encode("idna").decode()
        found = socket.getaddrinfo(name, number, type=socket.SOCK_STREAM)
    except UnicodeError as error:
        raise socket.gaierror(str(error)) from error
    addresses = [str(row[4][0]) for row in found]
    if not all(map(is_allowed, addresses)):
        raise PrivateHostError
    connection = HTTPConnection(name, number, timeout=seconds)
    if scheme == "https":
        connection.default_port = 443  # so that the Host header omits it
    failed: OSError = ConnectionRefusedError()
    for address in addresses[:MOST_TRIED]:
        try:
            connection.sock = socket.create_connection((address, number), seconds)
            if scheme == "https":
                context = ssl.create_default_context()
                connection.sock = context.wrap_socket(connection.sock, server_hostname=name)
        except ssl.SSLError:
            connection.close()
            raise
        except OSError as error:
            connection.close()
            failed = error
        else:
            return connection
    raise failed
