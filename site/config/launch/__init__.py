"""From sample to live: the launch list, the first-run wizard, and what they share."""
