"""From sample to live: the launch list, the first-run wizard, and what both need to know."""
