"""The questions, by noun: lists and pages with a bounded number of queries."""
