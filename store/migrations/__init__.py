"""The schema's history; store/upgrade.py runs it."""
