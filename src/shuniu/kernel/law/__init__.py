"""Instruments, articles and local limits: what a clock cites and where its length comes from (README.md)."""
