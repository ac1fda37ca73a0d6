"""What editors are told about a page before it is published: claims, gaps, reviews that are due."""
