"""How fast and how large: each figure a ratio of two measurements of one run, so that machines can differ."""
