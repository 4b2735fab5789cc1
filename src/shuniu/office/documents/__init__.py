"""Official documents (公文): from a draft to the archive."""
