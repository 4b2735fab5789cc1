"""What the screens of supervision ask for."""
