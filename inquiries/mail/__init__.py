"""The outbox: composing, sending, and what mail servers and services answer."""
