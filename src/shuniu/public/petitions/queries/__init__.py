"""What is asked about petitions."""
