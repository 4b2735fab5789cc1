"""The documents' forms, by noun: shape and spelling, no rules."""
