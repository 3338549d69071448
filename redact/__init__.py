"""What is in a text that identifies, and what to do about it."""
