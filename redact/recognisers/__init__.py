"""Finders of identifiers, one file each; every find(text) yields hits in the offsets of that text."""
