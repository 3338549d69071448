"""Tags: which abuse, where and when; every tag points at the words that say so."""
