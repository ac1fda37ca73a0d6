"""What the checks find over the whole site, counted by the day."""
