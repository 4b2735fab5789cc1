"""The bell, the list of notices, and how one wants to be told."""
