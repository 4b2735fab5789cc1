"""The documents' pages, by noun."""
