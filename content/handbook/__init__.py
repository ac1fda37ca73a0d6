"""How this works: the staff docs, to read and search inside the admin."""
