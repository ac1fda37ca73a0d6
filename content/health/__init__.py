"""The checks' findings across the whole site, counted daily."""
