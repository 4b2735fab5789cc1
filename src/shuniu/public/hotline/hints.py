"""派单建议: which unit a request probably belongs to, how sure that is, and which words spoke for it.

The model in use is read once into each process and looked up anew every minute. It never decides: below its own
threshold it abstains, and what it said at intake is kept beside what people did, so that it can be measured.
"""

from __future__ import annotations

import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from shuniu.kernel.casework.models import Passage
from shuniu.kernel.insight.routing import RoutingModel, load
from shuniu.kernel.organisation.tree import tree
from shuniu.public.hotline.models import Request, RoutingVersion
from shuniu.public.hotline.procedures import HotlineRequest

RECHECK_SECONDS = 60.0
READ_MOST = 3000
"""Characters of a request that are read: the unit does not depend on the tenth page."""
LEAST_SURE = 0.5
"""Whatever precision the model was trained for: what is likelier wrong than right is not suggested."""


@dataclass(frozen=True, slots=True)
class UnitChoice:
    unit_id: int
    unit: str
    confidence: float
    """0 to 1, calibrated: of suggestions given with 0.8, four of five were right on unseen requests."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The unit suggested; with ``abstain`` the three likeliest are shown and none is filled in."""

    unit_id: int
    unit: str
    confidence: float
    abstain: bool
    top: tuple[UnitChoice, ...]
    reasons: tuple[tuple[str, float], ...]
    """Words of the request and their share of what spoke for the unit."""
    version: str


class _Kept:
    checked: float = float("-inf")
    version: str = ""
    model: RoutingModel | None = None


def model() -> RoutingModel | None:
    """The model in use, None when none was trained yet."""
    now = time.monotonic()
    if now - _Kept.checked > RECHECK_SECONDS:
        version = RoutingVersion.objects.filter(active=True).values_list("version", flat=True).first() or ""
        if version != _Kept.version:
            _Kept.model = _read(version) if version else None
            _Kept.version = version
        _Kept.checked = now
    return _Kept.model


def forget() -> None:
    """Look again at the next question: after a training, and between tests."""
    _Kept.checked, _Kept.version, _Kept.model = float("-inf"), "", None


def _read(version: str) -> RoutingModel:
    content = RoutingVersion.objects.values_list("content", flat=True).get(version=version)
    with tempfile.NamedTemporaryFile(suffix=".model") as file:
        file.write(bytes(content))
        file.flush()
        return load(Path(file.name))


def words_of(title: str, text: str, place: str) -> str:
    """What the model reads of a request, the same in training and in use."""
    return f"{title}\n{text}\n{place}"[:READ_MOST]


def suggest(text: str, place: str = "", title: str = "") -> Suggestion | None:
    """The competent unit as the model sees it; None without a model or without words. No query once the model is read."""
    kept = model()
    if kept is None or not text.strip():
        return None
    found = kept.predict(words_of(title, text, place))
    ids = tree().by_code
    top = tuple(
        UnitChoice(ids[choice.label], tree().name(ids[choice.label]), choice.confidence)
        for choice in found.top
        if choice.label in ids
    )
    if not top:
        return None
    first = top[0]
    return Suggestion(
        first.unit_id,
        first.unit,
        first.confidence,
        found.abstain or first.confidence < LEAST_SURE or first.unit_id != ids.get(found.label),
        top,
        tuple((reason.word, reason.weight) for reason in found.reasons),
        kept.version,
    )


def for_request(request: Request, title: str) -> Suggestion | None:
    """What the model in use says of a request; without a model, what an earlier one said when it came in."""
    found = suggest(request.text, request.place, title)
    if found is not None or request.suggested_unit_id is None:
        return found
    unit, sure = tree().name(request.suggested_unit_id), request.suggested_confidence or 0.0
    choice = UnitChoice(request.suggested_unit_id, unit, sure)
    return Suggestion(choice.unit_id, unit, sure, False, (choice,), (), "")


def suggest_waiting() -> int:
    """After a training: what the new model says of whatever still waits for a dispatcher. Answers to how many."""
    waiting = Request.objects.filter(matter__state="registered", suggested_unit=None).select_related("matter")
    return sum(_keep(request) for request in waiting[:2000])


def suggest_at_intake(passage: Passage) -> None:
    """After a request came in: keep what the model would have said before anybody dispatched it."""
    if passage.matter.kind == HotlineRequest.kind and passage.step == "register":
        _keep(Request.objects.select_related("matter").get(pk=passage.matter_id))


def _keep(request: Request) -> bool:
    found = suggest(request.text, request.place, request.matter.title)
    if found is None or found.abstain:
        return False
    Request.objects.filter(pk=request.pk).update(suggested_unit=found.unit_id, suggested_confidence=found.confidence)
    return True
