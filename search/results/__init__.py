"""Ranked results with highlighting."""
