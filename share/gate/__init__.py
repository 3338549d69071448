"""The gate: reads a finished bundle as a stranger would, and says what must not leave."""
