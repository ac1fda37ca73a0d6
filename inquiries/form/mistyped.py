"""Mistyped email addresses: jane@gmial.com was probably meant as jane@gmail.com."""

from typing import Any

from rapidfuzz import process
from rapidfuzz.distance import OSA

MEANT = ["gmail.com", "yahoo.com", "hotmail.com", "outlook.com", "icloud.com", "comcast.net", "verizon.net"]
MEANT += ["protonmail.com", "sbcglobal.net", "bellsouth.net", "yahoo.co.uk", "hotmail.co.uk", "btinternet.com"]
REAL = {"ymail.com", "email.com", "mail.com", *MEANT}  # domains that exist, though they are one letter from another


def meant_address(email: str) -> str:
    """Return the address with the well-known domain that is one typo away; empty if there is none."""
    name, _, domain = email.rpartition("@")
    distance: Any = OSA.distance  # the type stubs lack some of its parameters
    if domain.lower() in REAL or not name:
        return ""
    found = process.extractOne(domain.lower(), MEANT, scorer=distance, score_cutoff=1)
    return f"{name}@{found[0]}" if found else ""
