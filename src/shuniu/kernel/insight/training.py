"""Train the routing model on labelled messages. The only module that imports scikit-learn; a command runs it, never a page."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.model_selection import StratifiedGroupKFold
from sklearn.svm import LinearSVC

from . import duplicates
from .calibration import choose, threshold_for
from .card import measure
from .features import extract
from .routing import Calibration, RoutingModel

MINIMUM_PER_CLASS = 5
FOLDS = 5
COPY_THRESHOLDS = (duplicates.COPY_SCORE, 0.8, 0.9, 0.99)
LARGEST_GROUP = 0.2
# Association beyond this factor (natural logarithm) is luck of small numbers.
ASSOCIATION_LIMIT = 3.0
# Features × labels kept in a model, at two bytes each: 16 MB at most.
WEIGHT_BUDGET = 8_000_000
FEATURE_LIMIT = 150_000

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]


class TrainingError(ValueError):
    """The examples do not allow a model; the message says why, in words."""


@dataclass(frozen=True, slots=True)
class Example:
    """One closed request: its text, the label it ended with, and a group whose members must not be split over folds."""

    text: str
    label: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class _Fitted:
    vocabulary: NDArray[np.uint64]
    weights: NDArray[np.float32]
    coefficients: Floats
    intercepts: Floats


class _Counts:
    """Messages × features with raw counts, over every feature seen in at least two messages."""

    def __init__(self, texts: Sequence[str]) -> None:
        found = [np.unique(extract(text).ids, return_counts=True) for text in texts]
        ids, seen = np.unique(np.concatenate([ids for ids, _ in found]), return_counts=True)
        self.vocabulary: NDArray[np.uint64] = ids[seen >= 2]
        rows, columns, values = [], [], []
        for number, (ids, counts) in enumerate(found):
            at = np.minimum(np.searchsorted(self.vocabulary, ids), max(0, len(self.vocabulary) - 1))
            known = self.vocabulary[at] == ids if len(self.vocabulary) else np.zeros(len(ids), dtype=bool)
            rows.append(np.full(int(known.sum()), number))
            columns.append(at[known])
            values.append(counts[known])
        shape = (len(texts), len(self.vocabulary))
        cells = (np.concatenate(rows), np.concatenate(columns))
        self.matrix: Any = sparse.csr_matrix((np.concatenate(values).astype(np.float64), cells), shape=shape)


def train(
    examples: Sequence[Example],
    *,
    on: date,
    precision: float = 0.97,
    seed: int = 7,
    progress: Callable[[str], None] = lambda _: None,
) -> RoutingModel:
    """Cross-validate with near-duplicates kept together, calibrate, then train on everything.

    `precision` is the share of right suggestions wanted when the model does not abstain. The card comes only from
    messages that the model had not seen. Raises TrainingError when fewer than two labels have enough examples.
    """
    kept, left_out = _usable(examples)
    labels = tuple(sorted({example.label for example in kept}))
    if len(labels) < 2:
        raise TrainingError(f"至少要有两个类别、每类不少于 {MINIMUM_PER_CLASS} 条不重复的留言，才能训练")
    truth = np.array([labels.index(example.label) for example in kept], dtype=np.int64)
    progress(f"读入 {len(kept)} 条，{len(labels)} 类；正在查找重复留言")
    groups = _groups(kept)
    if len(np.unique(groups)) < FOLDS:
        raise TrainingError("留言几乎全是同一篇的重复，无法交叉验证；请换一批再训练")
    counts = _Counts([example.text for example in kept])
    folds, scores = _cross_validate(counts, truth, groups, len(labels), seed, progress)
    calibration, chances, method = choose(scores, truth, folds)
    threshold = threshold_for(chances.max(axis=1), chances.argmax(axis=1) == truth, precision)
    progress("正在用全部留言训练")
    fitted = _fit(counts.matrix, truth, len(labels), counts.vocabulary, seed)
    card = measure(chances, truth, labels, threshold) | {
        "trained_on": on.isoformat(),
        "wanted_precision": precision,
        "calibration": method,
        "folds": len(np.unique(folds)),
        "groups": len(np.unique(groups)),
        "features": len(fitted.vocabulary),
        "left_out": left_out,
        "seed": seed,
        "priors": [round(float(share), 6) for share in np.bincount(truth, minlength=len(labels)) / len(truth)],
    }
    return _model(labels, fitted, calibration, threshold, card)


def _model(
    labels: tuple[str, ...], fitted: _Fitted, calibration: Calibration, threshold: float, card: dict[str, Any]
) -> RoutingModel:
    return RoutingModel(
        labels=labels,
        vocabulary=fitted.vocabulary,
        feature_weights=fitted.weights,
        coefficients=fitted.coefficients.astype(np.float32),
        intercepts=fitted.intercepts,
        calibration=calibration,
        threshold=threshold,
        card=card,
    )


def _usable(examples: Sequence[Example]) -> tuple[list[Example], dict[str, int]]:
    """Examples with text and label, of labels with enough of them; and the labels left out with their sizes."""
    filled = [example for example in examples if example.text.strip() and example.label.strip()]
    sizes = Counter(example.label for example in filled)
    left_out = {label: size for label, size in sorted(sizes.items()) if size < MINIMUM_PER_CLASS}
    return [example for example in filled if example.label not in left_out], left_out


def _groups(examples: Sequence[Example]) -> Whole:
    """Near copies share a group, and so do examples that the caller grouped.

    Messages written after one form look like copies of each other. Where that would tie a large part of them into one
    group, likeness is asked for more strictly, until folds can be made.
    """
    texts, marks = [example.text for example in examples], [example.group for example in examples]
    for threshold in COPY_THRESHOLDS[:-1]:
        found = duplicates.groups(texts, known=marks, threshold=threshold)
        if Counter(found).most_common(1)[0][1] <= LARGEST_GROUP * len(found):
            return np.array(found, dtype=np.int64)
    return np.array(duplicates.groups(texts, known=marks, threshold=COPY_THRESHOLDS[-1]), dtype=np.int64)


def _cross_validate(
    counts: _Counts, truth: Whole, groups: Whole, labels: int, seed: int, progress: Callable[[str], None]
) -> tuple[Whole, Floats]:
    """Fold of each example and its scores by a model that saw neither it nor a near copy of it."""
    scores = np.zeros((len(truth), labels))
    folds = np.zeros(len(truth), dtype=np.int64)
    splitter = StratifiedGroupKFold(n_splits=FOLDS, shuffle=True, random_state=seed)
    for number, (learn, test) in enumerate(splitter.split(truth, truth, groups)):
        progress(f"交叉验证 {number + 1}/{splitter.n_splits}")
        fitted = _fit(counts.matrix[learn], truth[learn], labels, counts.vocabulary, seed)
        columns = np.searchsorted(counts.vocabulary, fitted.vocabulary)
        scores[test] = (
            _weighed(counts.matrix[test][:, columns], fitted.weights) @ fitted.coefficients + fitted.intercepts
        )
        folds[test] = number
    return folds, scores


def _fit(matrix: Any, truth: Whole, labels: int, vocabulary: NDArray[np.uint64], seed: int) -> _Fitted:
    """Choose and weigh features on these messages alone, and fit one line per label (linear SVM, classes balanced)."""
    weights = _feature_weights(matrix, truth, labels)
    limit = min(FEATURE_LIMIT, WEIGHT_BUDGET // labels)
    seen = np.asarray((matrix > 0).sum(axis=0)).ravel()
    strength = np.where(seen >= 2, weights * np.log1p(seen), 0.0)
    columns = np.sort(np.argsort(-strength, kind="stable")[: min(limit, int((strength > 0).sum()))])
    kept, own = vocabulary[columns], weights[columns].astype(np.float32)
    if not len(columns) or len(np.unique(truth)) < 2:
        # Nothing to tell apart in this part of the data: every label scores alike.
        return _Fitted(kept, own, np.zeros((len(columns), labels)), np.zeros(labels))
    machine = LinearSVC(C=1.0, class_weight="balanced", random_state=seed)
    machine.fit(_weighed(matrix[:, columns], own), truth)
    coefficients = np.zeros((len(columns), labels))
    # A label absent from these folds is never suggested by them: far below every real score.
    intercepts = np.full(labels, -5.0)
    if len(machine.classes_) == 2:
        lines, offsets = np.vstack([-machine.coef_, machine.coef_]), np.append(-machine.intercept_, machine.intercept_)
    else:
        lines, offsets = machine.coef_, machine.intercept_
    coefficients[:, machine.classes_] = lines.T
    intercepts[machine.classes_] = offsets
    return _Fitted(kept, own, coefficients, intercepts)


def _feature_weights(matrix: Any, truth: Whole, labels: int) -> Floats:
    """Rarity (inverse document frequency) × strongest association with one label (log odds against the rest, limited)."""
    present = (matrix > 0).astype(np.float64)
    seen = np.asarray(present.sum(axis=0)).ravel()
    rarity = np.log((1 + matrix.shape[0]) / (1 + seen)) + 1
    strongest = np.zeros(matrix.shape[1])
    for label in range(labels):
        own = np.asarray(present[truth == label].sum(axis=0)).ravel()
        rest = seen - own
        odds = (own + 1) / (own.sum() + len(own)) * (rest.sum() + len(own)) / (rest + 1)
        strongest = np.maximum(strongest, np.abs(np.log(odds)))
    return np.asarray(rarity * np.minimum(strongest, ASSOCIATION_LIMIT), dtype=np.float64)


def _weighed(matrix: Any, weights: NDArray[np.float32]) -> Any:
    """Dampened counts × weights, each message brought to length 1: the same as `routing.weigh`."""
    dampened = matrix.copy()
    dampened.data = 1 + np.log(dampened.data)
    scaled = dampened @ sparse.diags(weights.astype(np.float64))
    lengths = np.sqrt(np.asarray(scaled.multiply(scaled).sum(axis=1)).ravel())
    return sparse.csr_matrix(sparse.diags(1 / np.maximum(lengths, 1e-12)) @ scaled)
