"""“How this works”: the staff docs, readable and searchable inside the admin."""
