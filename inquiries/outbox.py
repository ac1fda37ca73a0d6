"""Who is to hear of an inquiry, and the words of each mail."""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from wagtail.models import Site

from content.models import ClinicSettings
from inquiries.models import Inquiry, InquiryPage, Mail


def default_clinic() -> ClinicSettings:
    return ClinicSettings.for_site(Site.objects.get(is_default_site=True))


def staff_recipients() -> list[str]:
    """The form's recipients, else the clinic's own address."""
    page = InquiryPage.objects.live().first()
    chosen = [recipient.email for recipient in page.recipients.all()] if page else []
    clinic = default_clinic()
    return chosen or ([clinic.email] if clinic.email else [])


def enqueue_notifications(inquiry: Inquiry) -> None:
    """One mail for each recipient and purpose. Call inside the transaction that stores the inquiry."""
    mails = [
        Mail(inquiry=inquiry, purpose=Mail.Purpose.STAFF_NOTICE, recipient=address)
        for address in dict.fromkeys(staff_recipients())
    ]
    if inquiry.email:
        mails.append(Mail(inquiry=inquiry, purpose=Mail.Purpose.CONFIRMATION, recipient=inquiry.email))
    Mail.objects.bulk_create(mails)


def compose(mail: Mail) -> EmailMultiAlternatives:
    """The mail as it is to be sent; its Message-ID is the same on every attempt."""
    inquiry = mail.inquiry
    page = InquiryPage.objects.live().first()
    context = {
        "inquiry": inquiry,
        "clinic": default_clinic(),
        "with_message": bool(page and page.mail_contains_message),
    }
    folder = f"email/{mail.purpose}"
    subject = " ".join(render_to_string(f"{folder}/subject.txt", context).split())
    headers = {"Message-ID": mail.message_id}
    reply_to = []
    if mail.purpose == Mail.Purpose.CONFIRMATION:
        headers["Auto-Submitted"] = "auto-replied"
        reply_to = staff_recipients()[:1]
    elif inquiry and inquiry.email:
        reply_to = [inquiry.email]
    message = EmailMultiAlternatives(
        subject=subject,
        body=render_to_string(f"{folder}/body.txt", context),
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[mail.recipient],
        reply_to=reply_to,
        headers=headers,
    )
    message.attach_alternative(render_to_string(f"{folder}/body.html", context), "text/html")
    return message
