"""All rules over one text."""

from __future__ import annotations

from collections.abc import Mapping

from shuniu.office.documents.proofing.finding import HINT, Finding, Rule
from shuniu.office.documents.proofing.paper import Paper
from shuniu.office.documents.proofing.rules import (
    annexes,
    confusables,
    dates,
    figures,
    fragments,
    grammar,
    idioms,
    layout,
    levels,
    lookalikes,
    marks,
    numbers,
    organs,
    pairs,
    persons,
    repeats,
    secrecy,
    setphrases,
    spelling,
    titles,
    widths,
)

_MODULES = (
    secrecy, fragments, lookalikes, persons, titles, numbers, levels, dates, annexes, pairs, marks, widths, figures,
    organs, setphrases, confusables, idioms, grammar, repeats, layout, spelling,
)  # fmt: skip
_RULES: tuple[Rule, ...] = tuple(rule for module in _MODULES for rule in module.RULES)
_RANK = {rule.key: rank for rank, rule in enumerate(_RULES)}


def rules() -> list[Rule]:
    """Every rule, in the order in which one gives way to another at the same place."""
    return list(_RULES)


def proof(text: str, *, kind: str = "", title: str = "", context: Mapping[str, object] | None = None) -> list[Finding]:
    """What is to be looked at in a text, in its order.

    ``kind`` is one of the fifteen types, ``title`` the title when it is kept apart from the text (its findings stand at
    0, 0 with the words of the title). ``context`` may hold ``annexes`` (names in their order) and ``source``
    (``pdf``: numbers of pages are no fault of the author's).
    """
    paper = Paper(text, kind, title, context or {})
    findings = [
        Finding(
            hit.start,
            hit.end,
            text[hit.start : hit.end] if hit.end else title,
            rule.key,
            hit.severity or rule.severity,
            f"{hit.message}（{rule.source}）",
            hit.suggestion,
        )
        for rule in _RULES
        for hit in rule.check(paper)
    ]
    return _settled(findings)


def _settled(findings: list[Finding]) -> list[Finding]:
    """Where two overlap only the one of the higher rank stays; a hint never displaces a fault."""
    free: list[Finding] = []
    ranked = sorted(findings, key=lambda one: (one.severity == HINT, _RANK[one.rule], one.start))
    taken: set[int] = set()
    for one in ranked:
        places = range(one.start, one.end) if one.end > one.start else ()
        if any(place in taken for place in places):
            continue
        taken.update(places)
        free.append(one)
    return sorted(set(free))
