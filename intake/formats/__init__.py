"""One file a format: bytes in, statements out; nothing here opens files or knows their names."""
