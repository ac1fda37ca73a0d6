"""Adding sources: the form, and looking a publication up by its number."""
