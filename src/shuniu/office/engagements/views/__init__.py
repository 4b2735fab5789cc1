"""The screens of leaders' time."""
