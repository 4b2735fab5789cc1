"""False alarms are the enemy: clean official sentences of every kind must be let alone."""

from __future__ import annotations

from pathlib import Path

from tests.proofing.findings import faults

SENTENCES = (Path(__file__).parent / "clean.txt").read_text(encoding="utf-8").splitlines()
MOST_IN_A_HUNDRED = 4


def test_at_most_four_in_a_hundred_are_flagged() -> None:
    flagged = {sentence: faults(sentence) for sentence in SENTENCES}
    wrong = {sentence: found for sentence, found in flagged.items() if found}
    assert len(SENTENCES) >= 100
    assert len(wrong) * 100 <= MOST_IN_A_HUNDRED * len(SENTENCES), wrong


def test_together_they_are_no_worse() -> None:
    """Rules that look across lines see a letter, a report and a speech run into each other, and stay calm."""
    assert len(faults("\n".join(SENTENCES))) <= 6
