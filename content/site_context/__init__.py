"""What surrounds every page: the clinic's facts, menus, stylesheet and security policy."""
