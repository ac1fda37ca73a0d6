"""What the tests of search engine data read from a page."""

import json
from typing import Any

from bs4 import BeautifulSoup
from django.test import Client


def soup_of(client: Client, address: str, **kwargs: Any) -> BeautifulSoup:
    answer = client.get(address, **kwargs)
    assert answer.status_code == 200, (address, answer.status_code)
    return BeautifulSoup(answer.content.decode(), "html.parser")


def graph_of(soup: BeautifulSoup) -> dict[str, dict[str, Any]]:
    """The page's structured data, its nodes by the last part of their id and by type."""
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
