"""From what was typed to words to look for."""
