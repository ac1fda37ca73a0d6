"""Template tags for the inbox."""

from django import template

from inquiries.mail import quotes

register = template.Library()
register.filter("split_quotes", quotes.split_quotes)
