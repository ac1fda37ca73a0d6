"""Reviewing health pages: recording that somebody has read one, and what has to be read next."""
