"""What people fill in: shape and spelling only; the rules are in the procedures."""
