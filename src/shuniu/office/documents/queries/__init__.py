"""The documents' questions, by noun."""
