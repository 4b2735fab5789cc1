"""Suggest where a message belongs, with a calibrated confidence and the words that spoke for it. numpy only.

The suggestion never decides: below its threshold it says that it does not know (`abstain`).
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import modelfile
from .features import Features, extract
from .words import STOP_WORDS

REASONS = 5
# A text of which less than this share of features was ever seen in training is another kind of text: abstain.
KNOWN_SHARE = 0.35

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Choice:
    """One possible label with its confidence (0–1)."""

    label: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Reason:
    """A word of the message and its share (0–1) of all that spoke for the suggested label."""

    word: str
    weight: float


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The label suggested; `abstain` means: show the top three, but do not fill in any."""

    label: str
    confidence: float
    abstain: bool
    top: tuple[Choice, ...]
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Calibration:
    """Scores → probabilities: softmax of score × scale; then, if any, a monotone curve for the first choice."""

    scale: float
    curve_x: Floats
    curve_y: Floats

    def probabilities(self, scores: Floats) -> Floats:
        """Probabilities by row (messages × labels) of the decision scores."""
        shifted = self.scale * (scores - scores.max(axis=1, keepdims=True))
        chances = np.exp(shifted)
        chances /= chances.sum(axis=1, keepdims=True)
        return chances if not len(self.curve_x) else self._bend(chances)

    def _bend(self, chances: Floats) -> Floats:
        first = chances.argmax(axis=1)
        rows = np.arange(len(chances))
        old = chances[rows, first]
        new = np.interp(old, self.curve_x, self.curve_y)
        others = np.where(old < 1, (1 - new) / np.maximum(1 - old, 1e-12), 0.0)
        bent: Floats = chances * others[:, None]
        bent[rows, first] = new
        return bent


@dataclass(frozen=True, slots=True)
class RoutingModel:
    """A trained linear classifier over hashed features. Made by `training.train`, kept in one file."""

    labels: tuple[str, ...]
    vocabulary: NDArray[np.uint64]
    feature_weights: NDArray[np.float32]
    coefficients: NDArray[np.float32]
    intercepts: Floats
    calibration: Calibration
    threshold: float
    card: dict[str, Any]
    version: str = ""

    def locate(self, features: Features) -> NDArray[np.int64]:
        """Row of each occurrence in the vocabulary, −1 where training never saw it."""
        if not len(self.vocabulary):
            return np.full(len(features.ids), -1, dtype=np.int64)
        at = np.minimum(np.searchsorted(self.vocabulary, features.ids), len(self.vocabulary) - 1)
        return np.where(self.vocabulary[at] == features.ids, at, -1)

    def predict(self, text: str) -> Suggestion:
        """Suggest a label for a raw text (title and body joined by a line break). Never raises for any text."""
        features = extract(text)
        rows = self.locate(features)
        known = rows[rows >= 0]
        if not len(known):
            return self._unknown()
        used, inverse, counts = np.unique(known, return_inverse=True, return_counts=True)
        values = weigh(counts, self.feature_weights[used])
        scores = values @ self.coefficients[used] + self.intercepts
        chances = self.calibration.probabilities(scores[None, :].astype(np.float64))[0]
        order = np.argsort(-chances, kind="stable")[:3]
        best = int(order[0])
        spoken = values * (self.coefficients[used, best] - self.coefficients[used].mean(axis=1)) / counts
        confidence = float(chances[best])
        return Suggestion(
            label=self.labels[best],
            confidence=confidence,
            abstain=confidence < self.threshold or len(known) < KNOWN_SHARE * len(rows),
            top=tuple(Choice(self.labels[i], float(chances[i])) for i in order),
            reasons=_reasons(features, rows >= 0, spoken[inverse]),
        )

    def _unknown(self) -> Suggestion:
        chances = np.asarray(self.card.get("priors", [1 / len(self.labels)] * len(self.labels)), dtype=np.float64)
        order = np.argsort(-chances, kind="stable")[:3]
        top = tuple(Choice(self.labels[i], float(chances[i])) for i in order)
        return Suggestion(top[0].label, top[0].confidence, abstain=True, top=top, reasons=())

    def save(self, path: Path) -> str:
        """Write the model to one file; returns the version, a hash of all that it holds."""
        header = {
            "labels": self.labels,
            "threshold": self.threshold,
            "scale": self.calibration.scale,
            "card": self.card,
        }
        return modelfile.write(
            path,
            header,
            {
                "vocabulary": self.vocabulary,
                "feature_weights": self.feature_weights.astype(np.float16),
                "coefficients": self.coefficients.astype(np.float16),
                "intercepts": self.intercepts,
                "curve_x": self.calibration.curve_x,
                "curve_y": self.calibration.curve_y,
            },
        )


def weigh(counts: NDArray[np.int64], weights: NDArray[np.float32]) -> NDArray[np.float32]:
    """Dampened counts × feature weights, brought to length 1: the vector that the coefficients were trained on."""
    values = (1 + np.log(counts)) * weights
    length = float(np.sqrt((values * values).sum()))
    return np.asarray(values / length if length else values, dtype=np.float32)


def load(path: Path) -> RoutingModel:
    """Read a model file; raises modelfile.ModelFileError with the cause in words."""
    header, arrays, version = modelfile.read(path)
    try:
        model = RoutingModel(
            labels=tuple(header["labels"]),
            vocabulary=arrays["vocabulary"],
            feature_weights=arrays["feature_weights"].astype(np.float32),
            coefficients=arrays["coefficients"].astype(np.float32),
            intercepts=arrays["intercepts"],
            calibration=Calibration(float(header["scale"]), arrays["curve_x"], arrays["curve_y"]),
            threshold=float(header["threshold"]),
            card=header["card"],
            version=version,
        )
    except (KeyError, TypeError, ValueError) as error:
        raise modelfile.ModelFileError(f"{path} 缺少必要的内容：{error}") from error
    if model.coefficients.shape != (len(model.vocabulary), len(model.labels)):
        raise modelfile.ModelFileError(f"{path} 的内容前后不一致")
    return model


def _reasons(features: Features, known: NDArray[np.bool_], spoken: NDArray[np.float32]) -> tuple[Reason, ...]:
    """Give every feature's contribution to the characters it covers, and sum them by whole word."""
    starts, ends = features.starts[known], features.ends[known]
    share = np.zeros(len(features.text) + 1, dtype=np.float64)
    per_character = spoken / (ends - starts)
    np.add.at(share, starts, per_character)
    np.add.at(share, ends, -per_character)
    # `share` now holds the steps of a staircase; two running sums turn it into a total up to each character.
    until = np.concatenate([[0.0], np.cumsum(np.cumsum(share))])
    by_word: dict[str, float] = {}
    for word, start, end in features.words:
        if len(word) > 1 and word not in STOP_WORDS and not word.isdigit():
            by_word[word] = by_word.get(word, 0.0) + float(until[end] - until[start])
    positive = {word: weight for word, weight in by_word.items() if weight > 0}
    total = sum(positive.values())
    best = sorted(positive.items(), key=lambda item: (-item[1], item[0]))[:REASONS]
    return tuple(Reason(word, weight / total) for word, weight in best)
