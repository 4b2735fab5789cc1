"""All the rules, asked at once. A few microseconds: it is asked while somebody types."""

from __future__ import annotations

from shuniu.office.documents.rules import elements, fitting, recipients
from shuniu.office.documents.rules.papers import Draft, Finding, Severity

RULES = (*fitting.RULES, *recipients.RULES, *elements.RULES)
_ORDER = {severity: place for place, severity in enumerate(Severity)}


def check(draft: Draft) -> list[Finding]:
    """What is against the rules in a paper as far as it is drafted, the gravest first."""
    found = [finding for rule in RULES for finding in rule(draft)]
    return sorted(found, key=lambda one: (_ORDER[one.severity], one.field == "text", one.start))
