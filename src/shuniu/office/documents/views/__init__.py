"""The pages, by noun: load, call once, render."""
