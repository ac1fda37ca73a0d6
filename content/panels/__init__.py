"""What editors see beside a page's fields."""
