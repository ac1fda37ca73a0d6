"""A person's contact details as a vCard 3.0 (RFC 2426), which every address book reads."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from icalendar import vText
from icalendar.parser import Contentline
from wagtail.admin import messages

from inquiries.inbox.detail import InquiryPageMixin
from inquiries.models import Inquiry
from inquiries.privacy.audit import log_access


def folded(line: str) -> bytes:
    """Fold into lines of 75 bytes without splitting a character."""
    found: bytes = Contentline(line).to_ical()  # type: ignore[no-untyped-call]
    return found + b"\r\n"


def vcard(inquiry: Inquiry) -> bytes:
    """Return the vCard, without anything they wrote. The name isn't split, since the family name can't be told."""

    def escaped(text: str) -> str:
        return vText(" ".join(text.split())).to_ical().decode()

    name = escaped(inquiry.greeting_name)
    lines = ["BEGIN:VCARD", "VERSION:3.0", f"FN:{name}", f"N:;{name};;;"]
    lines += [f"EMAIL;TYPE=INTERNET:{escaped(inquiry.email)}"] if inquiry.email else []
    lines += [f"TEL;TYPE=VOICE:{escaped(inquiry.phone)}"] if inquiry.phone else []
    lines += ["END:VCARD"]
    return b"".join(folded(line) for line in lines)


class VCardView(InquiryPageMixin):
    """Download the vCard, for users who may export; logged like any other export."""

    permission_required = "export"
    http_method_names = ["get"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not self.object.is_readable:
            messages.error(request, "The encryption key for this inquiry is missing, so there is nothing to save.")
            return redirect("inquiry:inspect", pk)
        log_access(self.object, "vcard", request.user)
        headers = {
            "Content-Disposition": f'attachment; filename="{self.object.reference}.vcf"',
            "Cache-Control": "private, no-store",
        }
        return HttpResponse(vcard(self.object), content_type="text/vcard; charset=utf-8", headers=headers)
