"""One counter for pages, regions and searches: numbers per day, nothing about anybody."""
