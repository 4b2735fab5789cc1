"""The model's card: what cross-validation measured, in numbers that staff can read before they trust a suggestion."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .calibration import expected_error, log_loss, reliability
from .routing import Suggestion

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
CONFUSIONS = 20


def measure(chances: Floats, truth: Whole, labels: tuple[str, ...], threshold: float) -> dict[str, Any]:
    """Every figure of the card from out-of-fold probabilities (messages × labels) and the true labels."""
    guess = chances.argmax(axis=1)
    confidence = chances.max(axis=1)
    right = guess == truth
    sure = confidence >= threshold
    ranked = np.argsort(-chances, axis=1, kind="stable")[:, :3]
    per_class = _per_class(guess, truth, labels)
    return {
        "examples": len(truth),
        "accuracy": float(right.mean()),
        "micro_f1": float(right.mean()),
        "macro_f1": float(np.mean([row["f1"] for row in per_class])),
        "top3": float((ranked == truth[:, None]).any(axis=1).mean()),
        "threshold": threshold,
        "coverage": float(sure.mean()),
        "accuracy_when_sure": float(right[sure].mean()) if sure.any() else None,
        "log_loss": log_loss(chances, truth),
        "calibration_error": expected_error(confidence, right),
        "reliability": reliability(confidence, right),
        "per_class": per_class,
        "confusions": _confusions(guess, truth, labels),
        "trade_off": _trade_off(confidence, right),
    }


def measure_predictions(labelled: Sequence[tuple[str, Suggestion]]) -> dict[str, Any]:
    """The same figures for finished suggestions whose true labels are known (a label the model never met counts as wrong)."""
    labels = tuple(sorted({truth for truth, _ in labelled} | {said.label for _, said in labelled}))
    truth = np.array([labels.index(label) for label, _ in labelled], dtype=np.int64)
    guess = np.array([labels.index(said.label) for _, said in labelled], dtype=np.int64)
    confidence = np.array([said.confidence for _, said in labelled], dtype=np.float64)
    sure = np.array([not said.abstain for _, said in labelled], dtype=np.bool_)
    right = guess == truth
    per_class = [row for row in _per_class(guess, truth, labels) if row["support"]]
    return {
        "examples": len(labelled),
        "accuracy": float(right.mean()),
        "macro_f1": float(np.mean([row["f1"] for row in per_class])),
        "top3": float(np.mean([label in {choice.label for choice in said.top} for label, said in labelled])),
        "coverage": float(sure.mean()),
        "accuracy_when_sure": float(right[sure].mean()) if sure.any() else None,
        "calibration_error": expected_error(confidence, right),
        "reliability": reliability(confidence, right),
        "per_class": per_class,
        "confusions": _confusions(guess, truth, labels),
    }


def _per_class(guess: Whole, truth: Whole, labels: tuple[str, ...]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for number, label in enumerate(labels):
        hit = int(((guess == number) & (truth == number)).sum())
        said, is_so = int((guess == number).sum()), int((truth == number).sum())
        precision, recall = hit / said if said else 0.0, hit / is_so if is_so else 0.0
        f1 = 2 * precision * recall / (precision + recall) if hit else 0.0
        rows.append({"label": label, "precision": precision, "recall": recall, "f1": f1, "support": is_so})
    return rows


def _confusions(guess: Whole, truth: Whole, labels: tuple[str, ...]) -> list[dict[str, Any]]:
    """The most frequent mistakes: what it was, what was said instead, how often."""
    table = np.zeros((len(labels), len(labels)), dtype=np.int64)
    np.add.at(table, (truth, guess), 1)
    np.fill_diagonal(table, 0)
    order = np.argsort(-table, axis=None, kind="stable")[:CONFUSIONS]
    rows = [(int(at // len(labels)), int(at % len(labels))) for at in order]
    return [
        {"truth": labels[is_so], "said": labels[said], "count": int(table[is_so, said])}
        for is_so, said in rows
        if table[is_so, said]
    ]


def _trade_off(confidence: Floats, right: NDArray[np.bool_]) -> list[dict[str, float]]:
    """How right the surest share of the messages is: the basis for choosing another threshold."""
    hits = np.cumsum(right[np.argsort(-confidence, kind="stable")])
    rows: list[dict[str, float]] = []
    for share in (0.5, 0.6, 0.7, 0.8, 0.9, 1.0):
        count = max(1, round(share * len(hits)))
        rows.append({"coverage": share, "accuracy": float(hits[count - 1] / count)})
    return rows
