"""Pure functions for text, hours, colors, and phone numbers."""
