"""The form that visitors see, and what it submits."""
