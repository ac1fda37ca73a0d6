"""A shared counter for pages, regions, and searches: numbers per day, nothing personal."""
