"""The recipe that makes the language model; a development tool, not shipped."""
