"""The pages of the routes themselves; a matter's page belongs to its module."""
