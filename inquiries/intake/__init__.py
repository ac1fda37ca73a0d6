"""From a submitted form to a stored inquiry."""
