"""The rows of meetings."""
