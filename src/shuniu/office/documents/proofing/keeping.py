"""What the drafter decided to leave as it is, with the reason."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from shuniu.office.documents.proofing.finding import Finding


@dataclass(frozen=True, slots=True)
class Kept:
    """Everywhere in this document these words may break this rule. ``reason`` is for the record."""

    rule: str
    text: str
    reason: str


def without_kept(findings: Iterable[Finding], kept: Iterable[Kept]) -> list[Finding]:
    """The findings that nobody has decided about yet."""
    decided = {(one.rule, one.text) for one in kept}
    return [finding for finding in findings if (finding.rule, finding.text) not in decided]
