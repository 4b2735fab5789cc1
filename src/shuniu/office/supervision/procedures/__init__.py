"""The procedures of supervision: the assignment, and the circular."""
