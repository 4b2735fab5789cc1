"""The procedure of a meeting: its table, its guards, what passages make of it."""
