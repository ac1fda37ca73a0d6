"""Caching per content version, and invalidating it."""
