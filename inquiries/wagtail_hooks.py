"""Inquiries in the admin."""

from wagtail import hooks
from wagtail.admin.viewsets.model import ModelViewSet

from inquiries.models import Inquiry


class InquiryViewSet(ModelViewSet):
    """Read what came in."""

    model = Inquiry
    name = "inquiry"
    icon = "mail"
    menu_label = "Inquiries"
    menu_order = 110
    add_to_admin_menu = True
    inspect_view_enabled = True
    form_fields = ["state"]
    list_display = ["reference", "name", "created_at", "state", "is_suspect"]
    list_filter = ["state", "is_suspect"]
    inspect_view_fields = [
        "reference", "created_at", "state", "name", "email", "phone", "contact_by", "times", "about", "message",
        "answers", "source_page", "suspect_reasons",
    ]  # fmt: skip


@hooks.register("register_admin_viewset")
def register_inquiries() -> InquiryViewSet:
    return InquiryViewSet("inquiry")
