"""How fast and how large: each figure a ratio of two measurements of one run, so that machines can differ."""

import redact  # noqa: F401 - before all else: it keeps the libraries that are measured off the network
