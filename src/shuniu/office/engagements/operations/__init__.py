"""The verbs of engagements: ask, arrange, publish a week, keep the feed, set the rules."""
