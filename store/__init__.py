"""Where statements stay: tables, keys, sealed records, journal."""
