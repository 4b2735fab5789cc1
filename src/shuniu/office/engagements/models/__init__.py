"""The rows of engagements."""
