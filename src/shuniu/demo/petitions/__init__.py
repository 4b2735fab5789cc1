"""信访 of two years: played through the procedure with past dates, and what waits in these days."""
