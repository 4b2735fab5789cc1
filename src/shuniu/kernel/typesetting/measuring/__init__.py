"""Measuring a PDF against GB/T 9704-2012 from its own coordinates, whoever made it."""
