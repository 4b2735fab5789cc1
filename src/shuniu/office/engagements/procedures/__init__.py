"""The course of a request for a leader's time."""
