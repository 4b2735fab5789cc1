"""Proofreading measured on real sentences: what is found, what is mended rightly, what is flagged without reason.

``python -m bench.proof_trial [--data FOLDER] [--folds 5] [--errors]``. The sentences are not ours and stay outside the
project; without them the trial is skipped. Only the two thresholds of the language model are chosen here, each fold's on
the other folds; the model itself never sees these sentences.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from shuniu.office.documents.proofing import HINT, Finding, proof
from shuniu.office.documents.proofing.model import missing, model
from shuniu.office.documents.proofing.rules import spelling

FILE = "official_writing_errors_train.tsv"
MOST_FALSE = 0.035
"""Clean sentences that may be flagged when a threshold is chosen; the limit for the whole is .04."""


@dataclass(frozen=True)
class Pair:
    """A sentence as it was found and as it should be; the findings in both, each with its score (inf for plain rules)."""

    wrong: str
    right: str
    in_wrong: list[tuple[float, Finding]]
    in_right: list[tuple[float, Finding]]


@dataclass
class Figures:
    """Sentences counted."""

    found: int = 0
    missed: int = 0
    mended: int = 0
    false: int = 0
    clean: int = 0
    false_after: int = 0
    sentences: int = 0
    elsewhere: int = 0
    places: int = 0
    """Findings in wrong sentences, and those of them where nothing is wrong."""

    def __add__(self, other: Figures) -> Figures:
        return Figures(*(getattr(self, name) + getattr(other, name) for name in self.__dataclass_fields__))

    def lines(self) -> list[str]:
        wrong, flagged = self.found + self.missed, self.found + self.false
        rows = []
        for name, good in (("found", self.found), ("mended wholly", self.mended)):
            precision, recall = good / max(1, flagged), good / max(1, wrong)
            f = 2 * precision * recall / max(1e-9, precision + recall)
            rows.append(f"{name:<14} precision {precision:.3f}  recall {recall:.3f}  F {f:.3f}")
        rows.append(
            f"clean sentences flagged          {self.false}/{self.clean} = {self.false / max(1, self.clean):.3f}"
        )
        rows.append(
            f"all right sentences flagged      {self.false_after}/{self.sentences} = {self.false_after / max(1, self.sentences):.3f}"
        )
        rows.append(f"findings in wrong sentences elsewhere  {self.elsewhere}/{self.places}")
        return rows


def scored(text: str) -> list[tuple[float, Finding]]:
    """The findings with a score, hints of the language model among them."""
    values = {(place, length): value for value, place, length, _, _ in spelling.doubts([text])[text]}
    return [
        (values.get((one.start, one.end - one.start), 99.0) if one.rule == "spelling" else 99.0, one)
        for one in proof(text)
        if one.severity != HINT or one.rule == "spelling"
    ]


def mended(text: str, findings: Iterable[Finding]) -> str:
    for one in sorted(findings, reverse=True):
        if one.suggestion is not None:
            text = text[: one.start] + one.suggestion + text[one.end :]
    return text


def figures(pairs: Sequence[Pair], least: float) -> Figures:
    total = Figures(sentences=len(pairs))
    for pair in pairs:
        shown = [one for value, one in pair.in_wrong if value >= least]
        total.false_after += any(value >= least for value, _ in pair.in_right)
        if pair.wrong == pair.right:
            total.clean += 1
            total.false += bool(shown)
            continue
        total.found += bool(shown)
        total.missed += not shown
        total.mended += mended(pair.wrong, shown) == pair.right
        total.places += len(shown)
        if len(pair.wrong) == len(pair.right):
            total.elsewhere += sum(pair.wrong[one.start : one.end] == pair.right[one.start : one.end] for one in shown)
    return total


def threshold(pairs: Sequence[Pair]) -> float:
    """The least score that flags no more right sentences than allowed."""
    for step in range(int(spelling.PERHAPS * 4), 100):
        if figures(pairs, step / 4).false_after <= MOST_FALSE * len(pairs):
            return step / 4
    return 25.0


def read(file: Path) -> list[Pair]:
    rows = [line.split("\t") for line in file.read_text(encoding="utf-8").splitlines() if line.count("\t") == 2]
    spelling.doubts([text for _, wrong, right in rows for text in (wrong, right)])
    return [Pair(wrong, right, scored(wrong), scored(right)) for _, wrong, right in rows]


def show_errors(pairs: Sequence[Pair], least: float) -> None:
    """Some of what was flagged without reason and what was missed, to look at; nothing is kept."""
    false = {
        f"{pair.right[max(0, one.start - 6) : one.start]}[{one.text}→{one.suggestion}]{pair.right[one.end : one.end + 6]} {one.rule}"
        for pair in pairs
        for value, one in pair.in_right
        if value >= least
    }
    print("\n".join(sorted(false)))


def main() -> int:
    parser = argparse.ArgumentParser(prog="proof_trial")
    parser.add_argument("--data", type=Path, default=Path(__file__).resolve().parents[2] / "shared" / "data")
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--errors", action="store_true", help="show what was flagged without reason")
    args = parser.parse_args()
    file = args.data / FILE
    if not file.is_file():
        print(f"skipped: no {file}")
        return 0
    if lacking := missing():
        print(lacking, file=sys.stderr)
        return 2
    model()
    began, used = time.perf_counter(), time.process_time()
    pairs = read(file)
    characters = sum(len(pair.wrong) + len(pair.right) for pair in pairs)
    print(
        f"{len(pairs)} pairs, {characters} characters, {time.perf_counter() - began:.1f} s ({time.process_time() - used:.1f} s of CPU)"
    )
    random.Random(7).shuffle(pairs)
    folds = [pairs[number :: args.folds] for number in range(args.folds)]
    total, chosen = Figures(), []
    for number, fold in enumerate(folds):
        chosen.append(threshold([pair for other, part in enumerate(folds) if other != number for pair in part]))
        total += figures(fold, chosen[-1])
    print(f"cross-validated over {args.folds} folds, thresholds {', '.join(f'{value:g}' for value in chosen)}")
    print("\n".join(total.lines()))
    print(f"as shipped, threshold {spelling.LEAST:g}")
    print("\n".join(figures(pairs, spelling.LEAST).lines()))
    if args.errors:
        show_errors(pairs, spelling.LEAST)
    return 0


if __name__ == "__main__":
    sys.exit(main())
