"""Checks of a page before it is published: claims, gaps, and due reviews."""
