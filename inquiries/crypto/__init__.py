"""Encryption of what visitors write, and keyed hashes to find it by."""
