"""The aigaq program: one file a command, thin."""
