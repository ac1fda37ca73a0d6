"""What a visitor sees: the form and what it sends."""
