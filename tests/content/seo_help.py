"""Reads the parts of a page that search engines see."""

import json
from collections.abc import Iterator
from typing import Any

from bs4 import BeautifulSoup
from django.test import Client

BASE = "http://testserver"
Node = dict[str, Any]


def soup_of(client: Client, address: str, **kwargs: Any) -> BeautifulSoup:
    answer = client.get(address, **kwargs)
    assert answer.status_code == 200, (address, answer.status_code)
    return BeautifulSoup(answer.content.decode(), "html.parser")


def graph_of(soup: BeautifulSoup) -> dict[str, dict[str, Any]]:
    """The page's structured data, its nodes by id and by type."""
    scripts = soup.find_all("script", type="application/ld+json")
    assert len(scripts) == 1
    data = json.loads(scripts[0].string)
    assert data["@context"] == "https://schema.org"
    nodes: dict[str, dict[str, Any]] = {}
    for node in data["@graph"]:
        for name in [node["@type"]] if isinstance(node["@type"], str) else node["@type"]:
            nodes.setdefault(name, node)
        assert node["@id"] not in nodes, f"twice: {node['@id']}"
        nodes[node["@id"]] = node
    return nodes


def content_of(soup: BeautifulSoup, **attributes: str) -> str:
    tag = soup.find("meta", attrs=attributes)
    return str(tag["content"]) if tag else ""


def link_of(soup: BeautifulSoup, rel: str) -> str:
    tag = soup.find("link", rel=rel)
    return str(tag["href"]) if tag else ""


def words(text: str) -> str:
    return " ".join(text.split())


def raw_graph(soup: BeautifulSoup) -> list[Node]:
    data = json.loads(soup.find("script", type="application/ld+json").string)
    return list(data["@graph"])


def visible(soup: BeautifulSoup) -> str:
    """The visible text, on one line."""
    copy = BeautifulSoup(str(soup.body), "html.parser")
    for tag in copy.find_all(["script", "style", "template"]):
        tag.decompose()
    return words(copy.get_text(" ")).replace(" ,", ",").replace(" .", ".")


def squeezed(text: str) -> str:
    """Letters and digits only, because markup inside a sentence adds meaningless spaces."""
    return "".join(c for c in text if c.isalnum())


def walk(value: Any) -> Iterator[tuple[str, Any]]:
    """The (name, value) of everything in the data."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield name, inner
            yield from walk(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from walk(inner)
