"""The outbox: composing, sending, and handling what mail servers and services report back."""
