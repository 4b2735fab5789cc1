"""公文: official documents, from draft to archive."""
