"""The documents' verbs, by noun."""
