"""What is taken out of a text before it is set: characters that nobody sees and that only do harm."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from typing import Any

from shuniu.kernel.typesetting.paper import Paper

KEPT = "\n\t"
LONG_WORD = re.compile(r"[!-~]{41,}")
"""Letters and digits in one run, wider than most lines can take: an address, a key."""
PIECE = 20
ZERO_WIDTH_SPACE = "\u200b"
_SPACES = re.compile(r"[\t\u00a0\u1680\u2000-\u200a\u202f\u205f]")
_TEXTS = (
    "title", "text", "mark", "urgency", "number", "recipients", "post", "name", "note", "copies", "issuer", "present", "absent", "attending",
)  # fmt: skip


def clean(text: str) -> str:
    """Without control characters, zero-width characters, turns of direction and halves of characters."""
    kept = "".join(one for one in text if one in KEPT or not _unseen(one))
    return _SPACES.sub(" ", kept)


def _unseen(character: str) -> bool:
    """Categories of control, format, surrogate and unassigned characters. Private use may be a rare name: it stays."""
    return unicodedata.category(character) in ("Cc", "Cf", "Cs", "Cn")


def one_line(text: str) -> str:
    return " ".join(clean(text).split())


def cleaned(paper: Paper) -> Paper:
    """The same paper, each of its texts clean; all but text and title on one line."""
    kept: dict[str, Any] = {name: one_line(getattr(paper, name)) for name in _TEXTS}
    return replace(
        paper,
        **kept | {"title": clean(paper.title), "text": clean(paper.text)},
        organs=tuple(filter(None, map(one_line, paper.organs))),
        signers=tuple(filter(None, map(one_line, paper.signers))),
        annexes=tuple(replace(one, title=one_line(one.title), text=clean(one.text)) for one in paper.annexes),
        seals=tuple(replace(one, organ=one_line(one.organ)) for one in paper.seals),
    )


def breakable(text: str) -> str:
    """A text whose endless words may turn at the end of a line."""
    return LONG_WORD.sub(lambda found: ZERO_WIDTH_SPACE.join(_cut(found.group())), text)


def _cut(word: str) -> list[str]:
    return [word[start : start + PIECE] for start in range(0, len(word), PIECE)]


def words_of(paper: Paper) -> str:
    """All texts of a paper, one after the other."""
    own = [getattr(paper, name) for name in _TEXTS]
    return "\n".join(
        [*own, *paper.organs, *paper.signers, *(part for one in paper.annexes for part in (one.title, one.text))]
    )
