"""What every page needs: the clinic's facts, menus, stylesheet, and security policy."""
