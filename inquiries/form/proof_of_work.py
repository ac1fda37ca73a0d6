"""Optional proof of work with the ALTCHA protocol, self-hosted.

A browser with JavaScript fetches a challenge while the visitor types, solves it in a web worker, and sends the
solution with the form. A challenge is signed, single-use, and valid for a day.
"""

from datetime import timedelta
from typing import Any

from altcha.v1 import ChallengeOptions, Payload, create_challenge, verify_solution
from django.utils import timezone
from django.utils.crypto import salted_hmac

from inquiries.models import Stamp

MOST_TRIES = 50_000  # at worst, about a second on an old phone
LONGEST_SOLUTION = 1000
GOOD_FOR = timedelta(days=1)
USED = "proof "  # prefix of the stamps of used challenges


def secret() -> str:
    return salted_hmac("inquiries.form.proof_of_work", "", algorithm="sha256").hexdigest()


def make_challenge() -> dict[str, Any]:
    """Return a challenge for the browser to solve, in ALTCHA's format."""
    options = ChallengeOptions(hmac_key=secret(), max_number=MOST_TRIES, expires=timezone.now() + GOOD_FOR)
    return create_challenge(options).to_dict()


def redeem(solution: str) -> bool:
    """Mark a solution's challenge as used; return whether it was ours, unexpired, solved, and not used before."""
    if not solution or len(solution) > LONGEST_SOLUTION:
        return False
    try:
        payload = Payload.from_base64(solution)
        is_solved = verify_solution(payload, secret())[0]
    except (ValueError, TypeError, KeyError, AttributeError):  # not made by our script
        return False
    return is_solved and Stamp.claim(USED + payload.salt.partition("?")[0][:64], every=2 * GOOD_FOR)


def erase_used_proofs() -> int:
    """Delete the records of expired challenges; return how many."""
    old = Stamp.objects.filter(name__startswith=USED, at__lt=timezone.now() - GOOD_FOR)
    return old.delete()[0]
