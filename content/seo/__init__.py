"""Metadata for search engines, feed readers and link previews."""
