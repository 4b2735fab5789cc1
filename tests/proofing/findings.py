"""Short ways to say what a rule finds."""

from __future__ import annotations

from shuniu.office.documents.proofing import HINT, Finding, proof


def of(rule: str, text: str, **known: object) -> list[Finding]:
    """The findings of one rule (or of the family that begins so), hints among them."""
    return [one for one in proof(text, **known) if one.rule.startswith(rule)]  # type: ignore[arg-type]  # passed on as it came


def words(rule: str, text: str, **known: object) -> list[tuple[str, str | None]]:
    """What is found and what is proposed instead."""
    return [(one.text, one.suggestion) for one in of(rule, text, **known)]


def faults(text: str) -> list[Finding]:
    """All that counts against a text: errors and warnings."""
    return [one for one in proof(text) if one.severity != HINT]
