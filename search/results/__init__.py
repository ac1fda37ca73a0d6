"""Ranked, marked results."""
