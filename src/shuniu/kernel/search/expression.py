"""A boolean question about index words, and how each engine writes it down."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

FACET = "§"
TITLE = "†"
_PLAIN = re.compile(r"[^\w·§†]+")


def facet(word: str) -> str:
    """The private index word of a facet; the marks keep it apart from anything that a text can contain."""
    return FACET + _PLAIN.sub("·", word.lower())


def in_title(token: str) -> str:
    """The index word that says a token stands in the title."""
    return TITLE + token


@dataclass(frozen=True, slots=True)
class Word:
    token: str
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class All:
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    parts: tuple[Node, ...]


Node = Word | All | AnyOf
NOTHING = Word(FACET + "nothing")
"""A word that no entry carries."""


def all_of(parts: Iterable[Node]) -> Node:
    kept = tuple(parts)
    return kept[0] if len(kept) == 1 else All(kept)


def any_of(parts: Iterable[Node]) -> Node:
    kept = tuple(parts)
    if not kept:
        return NOTHING
    return kept[0] if len(kept) == 1 else AnyOf(kept)


def _written(node: Node, word: Callable[[Word], str], and_: str, or_: str) -> str:
    if isinstance(node, Word):
        return word(node)
    sign = and_ if isinstance(node, All) else or_
    return "(" + sign.join(_written(part, word, and_, or_) for part in node.parts) + ")"


def as_tsquery(node: Node) -> str:
    return _written(node, lambda word: f"'{word.token}'" + (":*" if word.prefix else ""), " & ", " | ")


def as_fts5(node: Node) -> str:
    return _written(node, lambda word: f'"{word.token}"' + ("*" if word.prefix else ""), " AND ", " OR ")
