"""What changes assignments and circulars."""
