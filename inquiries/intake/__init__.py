"""From a post to a stored inquiry."""
