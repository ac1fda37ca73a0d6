"""One counter for pages, regions and searches: numbers a day, nothing about anybody."""
