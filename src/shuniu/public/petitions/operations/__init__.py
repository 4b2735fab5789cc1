"""What is done with petitions: each file is one errand."""
