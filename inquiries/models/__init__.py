"""Inquiries: pages with the form, stored inquiries, outgoing mail."""

from inquiries.models.inquiry import Inquiry, InquiryEvent
from inquiries.models.mail import Mail
from inquiries.models.pages import ExtraQuestion, FieldText, InquiryPage, Recipient, ThankYouPage

__all__ = [
    "ExtraQuestion",
    "FieldText",
    "Inquiry",
    "InquiryEvent",
    "InquiryPage",
    "Mail",
    "Recipient",
    "ThankYouPage",
]
