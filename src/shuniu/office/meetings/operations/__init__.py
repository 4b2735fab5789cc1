"""What may be done with meetings."""
