"""Inquiries: pages with the form, stored inquiries, outgoing email."""

from inquiries.models.calendar_feed import CalendarFeed
from inquiries.models.coordination import DailySalt, Stamp
from inquiries.models.form_fields import ExtraQuestion, FieldText
from inquiries.models.history import InquiryEvent, InquiryNote
from inquiries.models.inquiry import Inquiry
from inquiries.models.mail import Mail
from inquiries.models.message import Message, ReplyTemplate
from inquiries.models.outgoing_webhook import OutgoingWebhook
from inquiries.models.page import InquiryPage, ThankYouPage
from inquiries.models.routing import InquiryRouting
from inquiries.models.search_term import SearchTerm
from inquiries.models.settings import InquirySettings
from inquiries.models.weekly import WeeklyMailStop
