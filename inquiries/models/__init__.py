"""Inquiries: pages with the form, stored inquiries, outgoing mail."""

from inquiries.models.form_parts import ExtraQuestion, FieldText
from inquiries.models.inquiry import Inquiry, InquiryEvent, InquiryNote
from inquiries.models.limits import DailySalt, Stamp
from inquiries.models.mail import Mail
from inquiries.models.message import Message, ReplyTemplate
from inquiries.models.pages import InquiryPage, ThankYouPage
from inquiries.models.routing import InquiryRouting
from inquiries.models.settings import InquirySettings, JobRun
from inquiries.models.terms import SearchTerm
from inquiries.models.views import PageDay

__all__ = [
    "DailySalt",
    "ExtraQuestion",
    "FieldText",
    "Inquiry",
    "InquiryEvent",
    "InquiryNote",
    "InquiryPage",
    "InquiryRouting",
    "InquirySettings",
    "JobRun",
    "Mail",
    "Message",
    "PageDay",
    "ReplyTemplate",
    "SearchTerm",
    "Stamp",
    "ThankYouPage",
]
