"""From decision scores to honest confidences: temperature, a monotone curve, and where to stop suggesting."""

import numpy as np
from numpy.typing import NDArray

from .routing import Calibration

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

_NO_CURVE = np.array([], dtype=np.float64)
BINS = 10
# A monotone curve has many free values; below this many examples it only copies noise.
CURVE_MINIMUM = 500


def log_loss(chances: Floats, truth: Whole) -> float:
    """Mean negative log of the probability given to the right label (nats)."""
    return float(-np.log(np.maximum(chances[np.arange(len(truth)), truth], 1e-12)).mean())


def fit_scale(scores: Floats, truth: Whole) -> Calibration:
    """Temperature: the one factor on all scores with the least log loss (golden-section search on its logarithm)."""
    low, high = np.log(0.05), np.log(50.0)
    ratio = (np.sqrt(5) - 1) / 2

    def loss(point: float) -> float:
        return log_loss(Calibration(float(np.exp(point)), _NO_CURVE, _NO_CURVE).probabilities(scores), truth)

    for _ in range(40):
        left, right = high - ratio * (high - low), low + ratio * (high - low)
        if loss(left) < loss(right):
            high = right
        else:
            low = left
    return Calibration(float(np.exp((low + high) / 2)), _NO_CURVE, _NO_CURVE)


def fit_curve(scores: Floats, truth: Whole) -> Calibration:
    """Temperature followed by isotonic regression of "the first choice was right" on its confidence."""
    base = fit_scale(scores, truth)
    chances = base.probabilities(scores)
    order = np.argsort(chances.max(axis=1), kind="stable")
    confidence = chances.max(axis=1)[order]
    right = (chances.argmax(axis=1) == truth)[order].astype(np.float64)
    # Sums of hits, of confidence, and count; neighbours are pooled while accuracy falls (pool adjacent violators).
    blocks: list[list[float]] = []
    for x, y in zip(confidence, right, strict=True):
        blocks.append([float(y), float(x), 1.0])
        while len(blocks) > 1 and blocks[-2][0] / blocks[-2][2] >= blocks[-1][0] / blocks[-1][2]:
            last = blocks.pop()
            blocks[-1] = [a + b for a, b in zip(blocks[-1], last, strict=True)]
    # One imagined miss and one imagined hit per block keep the ends from claiming 0 or 1.
    return Calibration(
        base.scale,
        np.array([block[1] / block[2] for block in blocks]),
        np.array([(block[0] + 0.5) / (block[2] + 1.0) for block in blocks]),
    )


def expected_error(confidence: Floats, right: NDArray[np.bool_]) -> float:
    """Expected calibration error: mean gap between confidence and accuracy over ten equal bins, weighted by size."""
    return sum(row["share"] * abs(row["confidence"] - row["accuracy"]) for row in reliability(confidence, right))


def reliability(confidence: Floats, right: NDArray[np.bool_]) -> list[dict[str, float]]:
    """The reliability table: per bin of confidence its range, share of all, mean confidence and accuracy."""
    place = np.minimum((confidence * BINS).astype(np.int64), BINS - 1)
    table: list[dict[str, float]] = []
    for number in range(BINS):
        inside = place == number
        if inside.any():
            table.append(
                {
                    "from": number / BINS,
                    "to": (number + 1) / BINS,
                    "count": int(inside.sum()),
                    "share": float(inside.mean()),
                    "confidence": float(confidence[inside].mean()),
                    "accuracy": float(right[inside].mean()),
                }
            )
    return table


def choose(scores: Floats, truth: Whole, folds: Whole) -> tuple[Calibration, Floats, str]:
    """The better of temperature and curve by cross-fitted log loss; with the cross-fitted probabilities and its name."""
    names = {"temperature": fit_scale}
    if len(truth) >= CURVE_MINIMUM:
        names["temperature+isotonic"] = fit_curve
    best: tuple[float, str, Floats] | None = None
    for name, fit in names.items():
        chances = np.zeros_like(scores)
        for fold in np.unique(folds):
            held = folds == fold
            # With a single fold there is nothing else to fit on; then the figure is optimistic and the card says one fold.
            chances[held] = fit(scores[~held], truth[~held]).probabilities(scores[held])
        loss = log_loss(chances, truth)
        if best is None or loss < best[0]:
            best = (loss, name, chances)
    assert best is not None
    return names[best[1]](scores, truth), best[2], best[1]


def threshold_for(confidence: Floats, right: NDArray[np.bool_], precision: float) -> float:
    """Lowest confidence from which on the share of right suggestions reaches `precision`; above 1 if none does.

    One imagined miss is added, so that a handful of lucky cases sets no threshold.
    """
    order = np.argsort(-confidence, kind="stable")
    hits = np.cumsum(right[order])
    reached = hits / (np.arange(len(order)) + 2.0) >= precision
    # Equal confidences stand or fall together.
    last_of_value = np.append(np.diff(confidence[order]) != 0, True)
    good = np.flatnonzero(reached & last_of_value)
    if not len(good):
        return 1.01
    found = float(confidence[order][good[-1]])
    # Between the last confidence that did and the first that did not, nothing is known: calibration speaks there.
    refused = float(confidence[order][good[-1] + 1]) if good[-1] + 1 < len(order) else 0.0
    return max(float(np.nextafter(refused, 1.0)), min(found, precision))
