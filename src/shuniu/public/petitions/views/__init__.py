"""The pages of petitions."""
