"""Wrong words, and words that are taken one for another."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from shuniu.office.documents.proofing.finding import ERROR, USAGE, WARNING, Hit, Rule
from shuniu.office.documents.proofing.lists import table
from shuniu.office.documents.proofing.paper import Paper


@cache
def _wrong() -> dict[str, list[tuple[str, str]]]:
    """Wrong words and their right forms by their first two characters."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for wrong, right in table("wrong_words.tsv"):
        found[wrong[:2]].append((wrong, right))
    return dict(found)


@cache
def _in_context() -> list[tuple[re.Pattern[str], str, str, str]]:
    return [(re.compile(row[0]), row[1], row[2], row[3] if len(row) > 3 else "") for row in table("in_context.tsv")]


def check_wrong(paper: Paper) -> Iterator[Hit]:
    text, words = paper.text, _wrong()
    for place in range(len(text) - 1):
        for wrong, right in words.get(text[place : place + 2], ()):
            if text.startswith(wrong, place):
                yield Hit(place, place + len(wrong), f"应为“{right}”", right)


def check_context(paper: Paper) -> Iterator[Hit]:
    for pattern, right, why, severity in _in_context():
        for match in pattern.finditer(paper.text):
            begin, end = match.span("wrong") if "wrong" in pattern.groupindex else match.span()
            if paper.text[begin:end] != right:
                yield Hit(begin, end, why or f"应为“{right}”", right, severity)


RULES = (
    Rule("word-wrong", "错别字", USAGE, ERROR, check_wrong),
    Rule("word-confused", "易混词语", USAGE, WARNING, check_context),
)
