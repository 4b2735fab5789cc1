"""Pages: load, call once, render."""
