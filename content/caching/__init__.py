"""What is kept until the content changes: its version, and what is found once per version."""
