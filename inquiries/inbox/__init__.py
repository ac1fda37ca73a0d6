"""The staff's inbox in Wagtail's admin: list, one inquiry, replies, exports, erasing, figures."""
