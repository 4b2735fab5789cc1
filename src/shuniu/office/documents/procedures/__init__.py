"""The documents' procedures, by noun: each is one readable table."""
