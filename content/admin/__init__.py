"""The clinic's own panels in the admin."""
