"""The documents, by noun."""
