"""Tags of the inbox's pages."""

from django import template

from inquiries.mail import quotes

register = template.Library()
register.filter("split_quotes", quotes.split_quotes)
