"""Rate limits, counted in the database so that all workers agree. Inquiries over a limit are kept as suspects."""

import hashlib
import hmac
import ipaddress
from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from inquiries.form.proof_of_work import erase_used_proofs
from inquiries.models import DailySalt, Inquiry

PROVEN_FACTOR = 3  # raises the limit for a network, such as a hospital's, when the browser proves work
FLOOD = "An unusually large number of inquiries at once."
SALT_DAYS = 2  # how long a hashed address stays recognizable


def network_of(address: str) -> str:
    """Return the network of one household: the IPv4 address or IPv6 /64. Some proxies append a port."""
    bare = address.partition(":")[0] if address.count(":") == 1 else address.removeprefix("[").partition("]")[0]
    try:
        ip = ipaddress.ip_address(bare)
    except ValueError:
        return address[:64]
    if isinstance(ip, ipaddress.IPv6Address):
        return str(ip.ipv4_mapped or ipaddress.ip_network((ip, 64), strict=False))
    return str(ip)


def client_network(request: HttpRequest) -> str:
    """Return the visitor's network. The app server has set REMOTE_ADDR to what a trusted proxy forwarded."""
    return network_of(request.META.get("REMOTE_ADDR", ""))


def sender_hash(request: HttpRequest) -> str:
    """Return a hash of the network with the day's salt; it changes daily and is anonymous once the salt is erased."""
    salt = DailySalt.objects.get_or_create(day=timezone.now().date())[0].value
    return hmac.new(salt.encode(), client_network(request).encode(), hashlib.sha256).hexdigest()


def over_limits(sender: str, proven: bool) -> list[str]:
    """Return the exceeded limits, in words for staff. Proof of work raises the limit of a network.

    Suspects don't count toward the global limit, or one bot would make everyone suspect.
    """
    now = timezone.now()
    recent = Inquiry.objects.filter(created_at__gte=now - timedelta(hours=1))
    reasons = []
    most = settings.INQUIRIES_PER_SENDER_HOUR * (PROVEN_FACTOR if proven else 1)
    if recent.filter(sender_hash=sender).count() >= most:
        reasons.append("Many inquiries from the same address within an hour.")
    clean = recent.filter(created_at__gte=now - timedelta(minutes=10), is_suspect=False)
    if clean.count() >= settings.INQUIRIES_PER_TEN_MINUTES:
        reasons.append(FLOOD)
    return reasons


def erase_old_traces(now: datetime | None = None) -> dict[str, int]:
    """Delete salts, used proofs, and address hashes that are no longer needed; return how many of each."""
    now = now or timezone.now()
    last_day = now.date() - timedelta(days=SALT_DAYS)
    hashed = Inquiry.objects.filter(created_at__lt=now - timedelta(days=SALT_DAYS)).exclude(sender_hash="")
    return {
        "salts": DailySalt.objects.filter(day__lte=last_day).delete()[0],
        "proofs of work": erase_used_proofs(),
        "address hashes": hashed.update(sender_hash=""),
    }
