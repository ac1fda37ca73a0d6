"""What the templates of mails need: styles that mail programs keep, in light and dark."""

from css_inline import CSSInliner
from django import template
from django.utils.safestring import SafeString, mark_safe

from content.text.color import lightened

register = template.Library()
register.filter("lightened", lightened)
# Rules for dark screens can't be inlined; what stays of the <style> holds only those.
INLINER = CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)


class Inlined(template.Node):
    def __init__(self, nodes: template.NodeList) -> None:
        self.nodes = nodes

    def render(self, context: template.Context) -> SafeString:
        return mark_safe(INLINER.inline(self.nodes.render(context)))  # noqa: S308 (rendered, so escaped already)


@register.tag
def inlined(parser: template.base.Parser, token: template.base.Token) -> Inlined:
    """A whole mail, with the rules of its `<style>` written into each element: Outlook and Gmail's apps want that."""
    nodes = parser.parse(("endinlined",))
    parser.delete_first_token()
    return Inlined(nodes)
