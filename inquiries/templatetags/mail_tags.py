"""Template tags for emails, sent and shown: styles that email clients keep, quoted text."""

import re

from css_inline import CSSInliner
from django import template
from django.utils.safestring import SafeString, mark_safe

from content.text.color import lightened
from inquiries.mail.quotes import split_quotes

register = template.Library()
register.filter("lightened", lightened)
register.filter("split_quotes", split_quotes)
# Dark mode rules can't be inlined; only they stay in the <style>.
INLINER = CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)


@register.filter
def unquoted(text: str) -> str:
    """Strip the `>` from quoted lines, for HTML, which has an element for quotes."""
    return re.sub(r"(?m)^> ?", "", text)


@register.simple_block_tag
def inlined(content: SafeString) -> SafeString:
    """Inline the rules of an email's `<style>` into its elements, as Outlook and Gmail's apps need."""
    return mark_safe(INLINER.inline(content))  # noqa: S308 (rendered, so escaped already)
