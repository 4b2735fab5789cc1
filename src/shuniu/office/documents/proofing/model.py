"""The language model: filled in below."""


def missing() -> str:
    """What the set-up could not fetch, in words; empty when all is there."""
    return ""
