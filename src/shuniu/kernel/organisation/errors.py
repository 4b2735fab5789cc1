"""Why an operation on the organisation was refused, in words for the screen."""

from __future__ import annotations


class Refused(ValueError):
    """The operation may not be done now or not by this actor; nothing was changed. The message is for the person."""
