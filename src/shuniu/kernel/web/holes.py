"""Holes in what is drawn once: the places that belong to one request are left open and filled each time.

What was drawn is kept as pieces: text, the name of a hole, text, … The sign of a hole is drawn anew by every process, so
that a name or a title can hold none by chance or by malice.

A page is put together once, at its end (``whole``): what is long, like a list that was drawn before, is laid aside as it
leaves the house, in bytes, and a hole stands for it while the templates around it are joined again and again.
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
_aside: ContextVar[list[bytes] | None] = ContextVar("aside", default=None)


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


# --- While something is drawn that will be kept ----------------------------------------------------------------------


@contextmanager
def leaving() -> Iterator[None]:
    """Who makes a token for one request leaves a hole instead."""
    token = _leaving.set(True)
    try:
        yield
    finally:
        _leaving.reset(token)


def left() -> bool:
    return _leaving.get()


# --- While a page is put together ------------------------------------------------------------------------------------


def whole(draw: Callable[[], str]) -> bytes:
    """The page that ``draw`` gives, with what was laid aside in its place."""
    aside: list[bytes] = []
    token = _aside.set(aside)
    try:
        pieces = pieces_of(draw())
    finally:
        _aside.reset(token)
    return b"".join([aside[int(one)] if place % 2 else one.encode() for place, one in enumerate(pieces)])


def lay_aside(text: bytes) -> SafeString | None:
    """A hole in place of the text, or None where nobody will fill it."""
    aside = None if _leaving.get() else _aside.get()
    if aside is None:
        return None
    aside.append(text)
    return hole(str(len(aside) - 1))
