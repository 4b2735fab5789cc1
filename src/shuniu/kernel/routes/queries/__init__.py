"""The questions: who may be picked, which routes there are, what a route looks like for a reader."""
