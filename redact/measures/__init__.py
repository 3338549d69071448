"""Measures: how well a scan does on statements that somebody annotated by tests/gold/SCHEME.md."""
