"""What people fill in about leaders' time."""
