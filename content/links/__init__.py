"""Links: removing pages, 404s, and broken links."""
