"""Pure functions over text, hours, colors and phone numbers."""
