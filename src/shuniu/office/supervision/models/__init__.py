"""The rows of supervision."""
