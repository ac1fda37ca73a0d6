"""The staff inbox in Wagtail's admin: listing, detail page, replies, exports, erasure, and figures."""
