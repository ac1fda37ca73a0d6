"""Links are only checked on public hosts, never in the clinic's own network."""

import pytest

from content.links.outside import ForbiddenError, Outside


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/", "http://localhost/", "http://10.0.0.5/", "http://192.168.1.1/", "http://169.254.169.254/x",
        "http://[::1]/", "http://[fd00::1]/", "http://[::ffff:127.0.0.1]/", "http://0.0.0.0/", "http://2130706433/",
        "http://0x7f000001/", "http://100.64.0.1/", "http://[fe80::1]/", "http://224.0.0.1/", "http://127.1/",
        "http://[64:ff9b::7f00:1]/", "http://[2002:7f00:1::]/", "http://[2002:a00:5::]/",
        "https://example.org:8080/", "http://example.org:22/", "ftp://example.org/", "file:///etc/passwd",
        "http://user:secret@example.org/", "http:///x", "http://[bad/", "http://example.org/\r\nHost: x", "http://\udcff/",
    ],
)  # fmt: skip
def test_only_public_hosts_are_asked(url: str) -> None:
    with pytest.raises(ForbiddenError):
        Outside("x").request("GET", url)
