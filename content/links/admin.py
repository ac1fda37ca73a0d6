"""Where links hook into Wagtail's admin."""

from wagtail import hooks

from content.links.takedown import DeletePages, UnpublishPages

hooks.register("register_bulk_action", DeletePages, order=1)  # after Wagtail's own, whose place they take
hooks.register("register_bulk_action", UnpublishPages, order=1)
