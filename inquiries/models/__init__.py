"""Inquiries: pages with the form, stored inquiries, outgoing mail."""

from inquiries.models.pages import InquiryPage, ThankYouPage

__all__ = ["InquiryPage", "ThankYouPage"]
