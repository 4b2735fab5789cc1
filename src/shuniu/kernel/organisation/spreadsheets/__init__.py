"""Units, people, posts and roles as spreadsheets: read, tried, applied whole or not at all, and written again."""
