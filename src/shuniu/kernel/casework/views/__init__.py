"""The pages of casework itself; the pages of matters belong to their modules."""
