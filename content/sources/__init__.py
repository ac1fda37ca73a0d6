"""Adding sources: the form, and looking up a publication by its number."""
