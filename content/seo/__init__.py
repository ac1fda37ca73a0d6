"""What search engines, feed readers, link previews and staff are told about the pages."""
