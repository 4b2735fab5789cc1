"""The pages: each loads, calls once and renders."""
