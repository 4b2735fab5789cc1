"""What a file is in its request, and so whose it is to see."""

from typing import Final

ASKED: Final = "request"
"""Came with the request or its correction: it may bear the applicant's name and identity."""
FOUND: Final = "found"
"""Found by a unit, or offered with a draft that came back: the office's own."""
OFFERED: Final = "reply"
"""Stands beside a draft that waits to be signed."""
ANSWER: Final = "answer"
"""Went to the applicant with the signed reply."""
