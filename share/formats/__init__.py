"""The files of a bundle, one module a format; each writes the same contents into a folder."""
