"""Optional proof of work by the ALTCHA protocol, served by this site alone.

A browser with JavaScript fetches a challenge while somebody writes, solves it in a worker and sends the solution
along. It belongs to the form's token: it is good for that opening of the form, once, and for a while.
"""

import hashlib
from datetime import timedelta
from typing import Any

from altcha import ChallengeOptionsV1, PayloadV1, create_challenge_v1, verify_solution_v1
from django.utils import timezone
from django.utils.crypto import salted_hmac

from inquiries.tokens import OLD_SECONDS, FormToken

MOST_TRIES = 50_000  # about a second of an old phone, half of it on average
LONGEST_SOLUTION = 1000


def secret() -> str:
    return salted_hmac("inquiries.proof", "", algorithm="sha256").hexdigest()


def salt_of(token: FormToken) -> str:
    """Ties the challenge to one opening of the form."""
    return hashlib.sha256(f"proof {token.key}".encode()).hexdigest()[:32]


def challenge_for(token: FormToken) -> dict[str, Any]:
    """What the browser is to solve, as ALTCHA's scripts read it."""
    options = ChallengeOptionsV1(
        hmac_key=secret(),
        salt=salt_of(token),
        max_number=MOST_TRIES,
        expires=timezone.now() + timedelta(seconds=OLD_SECONDS),
    )
    return create_challenge_v1(options).to_dict()


def is_solved(solution: str, token: FormToken) -> bool:
    """Whether it is a solution, in time, of a challenge that was made for this very token."""
    if not solution or len(solution) > LONGEST_SOLUTION:
        return False
    try:
        payload = PayloadV1.from_base64(solution)
        is_own = payload.salt.partition("?")[0] == salt_of(token)
        return is_own and verify_solution_v1(payload, secret())[0]
    except (ValueError, TypeError, KeyError, AttributeError):  # not made by our script
        return False
