"""The mosaic: combinations of harmless facts that single somebody out, made coarser step by step."""
