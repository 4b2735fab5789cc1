"""What is typed about petitions, checked for shape."""
