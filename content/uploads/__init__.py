"""Staff's uploads, stripped of all metadata about their owner before they are stored."""
