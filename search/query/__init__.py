"""From a visitor's input to search terms."""
