"""The way in: one reader a format, folders, batches."""
