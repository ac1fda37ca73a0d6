"""Wagtail's account page, with a profile picture that is cleaned."""

from typing import Any

from wagtail.admin.views import account

from content.uploads.forms import AvatarForm


class AvatarPanel(account.AvatarSettingsPanel):
    form_class = AvatarForm
    template_name = "wagtailadmin/account/avatar.html"


class AccountWithAvatarView(account.AccountView):
    own_panels: dict[type, type] = {account.AvatarSettingsPanel: AvatarPanel}  # in place of Wagtail's

    def get_panels(self) -> list[Any]:
        request, user = self.request, self.request.user
        return [
            own(request, user, panel.profile) if (own := self.own_panels.get(type(panel))) else panel
            for panel in super().get_panels()
        ]
