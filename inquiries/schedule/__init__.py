"""The jobs that the worker runs on a schedule."""
