"""What the worker does at its times."""
