"""Which letters a petition has: one for each step that must be told on paper."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from shuniu.kernel.casework.case import Case
from shuniu.kernel.casework.models import Passage
from shuniu.public.petitions.letters import KINDS


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter of a petition. ``seq`` is its step's place in the record, and the letter's own name."""

    seq: int
    key: str
    title: str
    at: datetime
    to_petitioner: bool
    step: str


def letters_of(case: Case, passages: Iterable[Passage], *, petitioners: bool = False) -> list[Letter]:
    """All letters, the newest first; with ``petitioners`` only those that are addressed to whoever petitioned."""
    made = [
        Letter(one.seq, kind.key, kind.title, one.at, kind.to_petitioner, one.step)
        for one in passages
        if (kind := KINDS.get(one.step)) is not None
    ]
    return [one for one in reversed(made) if one.to_petitioner or not petitioners]


def letter_named(case: Case, passages: Iterable[Passage], seq: int, *, petitioners: bool = False) -> Letter | None:
    return next((one for one in letters_of(case, passages, petitioners=petitioners) if one.seq == seq), None)
