"""Encryption of what visitors write, and keyed hashes for finding it."""
