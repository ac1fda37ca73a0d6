"""What the delivery worker does once a day. Each job may be called again on the same day without harm."""

from datetime import datetime

from inquiries.encryption import UNREADABLE
from inquiries.models import Inquiry, SearchTerm
from inquiries.models.terms import key_mark
from inquiries.reminders import send_reminders
from inquiries.retention import purge


def renew_terms(now: datetime) -> int:
    """Hash the search terms anew of what was stored under another secret key. How many inquiries."""
    mark, renewed = key_mark(), 0
    for inquiry in Inquiry.objects.exclude(terms_key=mark).iterator(200):
        if UNREADABLE not in (inquiry.name, inquiry.email, inquiry.phone, inquiry.about):
            SearchTerm.write(inquiry)
            Inquiry.objects.filter(pk=inquiry.pk).update(terms_key=mark)
            renewed += 1
    return renewed


JOBS = [renew_terms, purge, send_reminders]
