"""This network carries no state secrets: what bears a mark of one is refused before anything is stored."""

from __future__ import annotations

from shuniu.kernel.casework.case import StepRefused
from shuniu.kernel.files.refusals import SECRET_REFUSAL
from shuniu.kernel.files.secrecy import marks_in


class SecretRefused(StepRefused):
    """The text bears a mark of state secrecy, and nothing of it was stored."""


def refuse_secrets(*texts: str) -> None:
    if any(marks_in(text) for text in texts if text):
        raise SecretRefused(str(SECRET_REFUSAL))
