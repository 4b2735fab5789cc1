"""What may be asked of meetings."""
