"""What people fill in: shape and spelling; the rules are in the procedures and in ``rules``."""
