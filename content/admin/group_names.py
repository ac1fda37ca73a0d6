"""What the groups that come with the site may do, said where somebody is put into one."""

from typing import Any

from wagtail.users.forms import UserCreationForm, UserEditForm

MEANINGS = {
    "Editors": "write pages and send them for approval; they publish nothing",
    "Moderators": "approve and publish pages",
    "Front desk": "read and answer inquiries",
    "Inquiry manager": "read and answer inquiries, export them, and erase what a person sent",
}
HELP = (
    "What this person may do. Several can be checked; without any, they can’t sign in to the admin. What a group of "
    "your own may do is under Settings › Groups."
)


def explained(group: Any) -> str:
    """A group's name, with what it means."""
    meaning = MEANINGS.get(group.name)
    return f"{group.name}: {meaning}" if meaning else str(group.name)


def explain_groups() -> None:
    """In Wagtail's forms for users; it has no setting for it."""
    for form in (UserCreationForm, UserEditForm):
        field = form.base_fields["groups"]
        field.label_from_instance = explained
        field.label, field.help_text = "Groups", HELP
