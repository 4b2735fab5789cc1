"""The questions about leaders' time."""
