"""Reviewing health pages: recording reviews, and what is due next."""
