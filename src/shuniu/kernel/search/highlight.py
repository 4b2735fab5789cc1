"""Which parts of a text to mark. Parts are returned, never HTML: the template filter escapes them."""

from __future__ import annotations

import re
import unicodedata

from shuniu.kernel.search.words import parse

Part = tuple[str, bool]


def _folded(text: str) -> str:
    """The text in the form that words are compared in, each character keeping its place."""
    return "".join(
        folded if len(folded := unicodedata.normalize("NFKC", letter).lower()) == 1 else letter for letter in text
    )


def _spans(text: str, query: str) -> list[tuple[int, int]]:
    terms = parse(query).terms
    if not terms:
        return []
    pattern = re.compile("|".join(re.escape(term) for term in terms))
    spans: list[tuple[int, int]] = []
    for match in pattern.finditer(_folded(text)):
        if spans and spans[-1][1] == match.start():
            spans[-1] = (spans[-1][0], match.end())
        else:
            spans.append(match.span())
    return spans


def highlight(text: str, query: str) -> list[Part]:
    """The text in parts, each with whether it is a hit; together they are the text, unescaped."""
    parts: list[Part] = []
    done = 0
    for start, end in _spans(text, query):
        if start > done:
            parts.append((text[done:start], False))
        parts.append((text[start:end], True))
        done = end
    if done < len(text):
        parts.append((text[done:], False))
    return parts


def snippet(text: str, query: str, length: int = 120) -> str:
    """About ``length`` characters of the text, around the place where the most of the query stands together."""
    flat = " ".join(text.split())
    if len(flat) <= length:
        return flat
    spans = _spans(flat, query)
    starts = [start for start, _ in spans] or [0]
    best = max(
        starts, key=lambda begin: (len({flat[a:b] for a, b in spans if begin <= a and b <= begin + length}), -begin)
    )
    begin = max(0, min(best - length // 6, len(flat) - length))
    end = begin + length
    return ("…" if begin else "") + flat[begin:end] + ("…" if end < len(flat) else "")
