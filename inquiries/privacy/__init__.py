"""Permissions, the audit log, and retention of inquiries."""
