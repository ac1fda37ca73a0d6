"""What the templates of mails need: styles that mail programs keep, in light and dark."""

import re

from css_inline import CSSInliner
from django import template
from django.utils.safestring import SafeString, mark_safe

from content.text.color import lightened
from inquiries.mail.quotes import split_quotes

register = template.Library()
register.filter("lightened", lightened)
register.filter("split_quotes", split_quotes)
# Rules for dark screens can't be inlined; what stays of the <style> holds only those.
INLINER = CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)


class Inlined(template.Node):
    def __init__(self, nodes: template.NodeList) -> None:
        self.nodes = nodes

    def render(self, context: template.Context) -> SafeString:
        return mark_safe(INLINER.inline(self.nodes.render(context)))  # noqa: S308 (rendered, so escaped already)


@register.filter
def unquoted(text: str) -> str:
    """Quoted lines without their mark, for HTML, which has an element for that."""
    return re.sub(r"(?m)^> ?", "", text)


@register.tag
def inlined(parser: template.base.Parser, token: template.base.Token) -> Inlined:
    """A whole mail, with the rules of its `<style>` written into each element: Outlook and Gmail's apps want that."""
    nodes = parser.parse(("endinlined",))
    parser.delete_first_token()
    return Inlined(nodes)
