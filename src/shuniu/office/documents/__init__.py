<<<<<<< HEAD
"""公文: official documents, from draft to archive."""
=======
"""Official documents (公文): from a draft to the archive."""
>>>>>>> 98b1a19 (Read the fields of an incoming paper from its text, each with its place and how far to believe it)
