"""Who may see what, what is logged, and when it is erased."""
