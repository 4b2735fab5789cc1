"""What a rule finds, and what a rule is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shuniu.office.documents.proofing.paper import Paper

ERROR, WARNING, HINT = "error", "warning", "hint"
USAGE = "规范用法"
"""The source of a rule that no standard we could read states in so many words."""
FORMAT = "GB/T 9704-2012"
PUNCTUATION = "GB/T 15834-2011"
NUMERALS = "GB/T 15835-2011"


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One place in the text. ``suggestion`` replaces ``text``; an empty one deletes it, None means: look yourself."""

    start: int
    end: int
    text: str
    rule: str
    severity: str
    message: str
    suggestion: str | None


@dataclass(frozen=True, slots=True)
class Hit:
    """A finding before its rule's name and the words of the text are added."""

    start: int
    end: int
    message: str
    suggestion: str | None = None
    severity: str = ""
    """Empty: the rule's own."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule with its name on the screen, where it comes from, and the function that looks for breaches of it."""

    key: str
    label: str
    source: str
    severity: str
    check: Callable[[Paper], Iterator[Hit]]
