"""Keeping an installation well: backup, restore, and a doctor who says what is missing and how to mend it."""
