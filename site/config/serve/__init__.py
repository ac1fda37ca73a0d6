"""Starts the processes that serve the site."""
