"""Attempts to sign in, as a browser makes them."""

from typing import Any

from django.test import Client

SIGN_IN = "/admin/login/"
RIGHT = "the right long password"
HERE, ELSEWHERE = "203.0.113.7", "198.51.100.20"


def sign_in(name: str = "ada", password: str = "wrong", network: str = HERE, client: Client | None = None) -> Any:
    return (client or Client()).post(SIGN_IN, {"username": name, "password": password}, REMOTE_ADDR=network)


def is_in(answer: Any) -> bool:
    return answer.status_code == 302 and "sessionid" in answer.cookies


def fail(times: int, name: str = "ada", network: str = HERE, client: Client | None = None) -> None:
    for _ in range(times):
        assert sign_in(name, network=network, client=client).status_code == 200
