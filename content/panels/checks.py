"""The checks' findings, above a page's editor: static/js/checks-admin.js asks for them."""

from wagtail.admin.panels import HelpPanel

CHECKS_PANEL = HelpPanel(
    template="wagtailadmin/checks/panel.html",
    heading="Before publishing",
    icon="glasses",
    classname="collapsed",  # editors came for the title
)
