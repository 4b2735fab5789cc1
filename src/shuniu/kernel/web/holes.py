"""Holes in what is drawn once: the places that belong to one request are left open and filled each time.

What was drawn is kept as pieces: text, the name of a hole, text, … The sign of a hole is drawn anew by every process, so
that a name or a title can hold none by chance or by malice.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.utils.safestring import SafeString

Pieces = list[str]

_sign = secrets.token_hex(8)
_HOLE = re.compile(rf"\[{_sign} ([^\s\]]+)\]")
_leaving: ContextVar[bool] = ContextVar("leaving", default=False)


def hole(name: str) -> SafeString:
    return SafeString(f"[{_sign} {name}]")


def pieces_of(text: str) -> Pieces:
    return _HOLE.split(text)


def filled(pieces: Pieces, fill: Callable[[str], str]) -> SafeString:
    """The text, with each hole filled by what ``fill`` makes of its name."""
    if len(pieces) > 1:
        pieces = pieces.copy()
        pieces[1::2] = [fill(name) for name in pieces[1::2]]
    return SafeString("".join(pieces))


@contextmanager
def leaving() -> Iterator[None]:
    """While something is drawn that will be kept: who makes a token for one request leaves a hole instead."""
    token = _leaving.set(True)
    try:
        yield
    finally:
        _leaving.reset(token)


def left() -> bool:
    return _leaving.get()
