"""Out: releases for an audience, the gate that tries to break them, and what was handed to whom."""
