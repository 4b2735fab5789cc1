"""A route while it is being edited: what was typed, as it was typed, and what the editor's buttons do to it.

Nothing here refuses: an unfinished route is kept as far as it has come, and ``checking`` says what is still missing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol

from shuniu.kernel.routes.definition import Act, By, Condition, Mode, Op, Sitter, Stage, Subject

KEY = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
NUMBER = re.compile(r"-?\d{1,12}(\.\d{1,4})?")
MOST_STAGES, MOST_PARTS = 20, 20
MOST_FIELDS = 340
"""One form carries the whole route, and the installation takes in 400 fields at a time."""


class Posted(Protocol):
    """What arrived: Django's QueryDict."""

    def get(self, name: str, default: str = "") -> Any: ...
    def getlist(self, name: str) -> list[Any]: ...


@dataclass(slots=True)
class SitterDraft:
    id: str
    by: str = By.HOME.value
    role: str = ""
    unit: str = ""
    title: str = ""
    person: str = ""
    least: str = "1"
    most: str = "9"


@dataclass(slots=True)
class WhenDraft:
    id: str
    name: str = ""
    op: str = ""
    values: list[str] = field(default_factory=list)


@dataclass(slots=True)
class StageDraft:
    key: str
    label: str = ""
    act: str = Act.AGREE.value
    mode: str = Mode.ALL.value
    met: str = Mode.ALL.value
    limit: str = ""
    returns: bool = True
    opinion: bool = False
    unanimous: bool = False
    sitters: list[SitterDraft] = field(default_factory=list)
    when: list[WhenDraft] = field(default_factory=list)


# --- In and out ----------------------------------------------------------------------------------------------------


def drafts_of(stages: Iterable[Stage], named: Callable[[int], str]) -> list[StageDraft]:
    """Stored stages, ready to be edited; ``named`` gives a person as the field says it."""
    return [_draft(stage, named) for stage in stages]


def _draft(stage: Stage, named: Callable[[int], str]) -> StageDraft:
    return StageDraft(
        stage.key, stage.label, stage.act.value, stage.mode.value, stage.met.value, stage.limit,
        stage.returns, stage.opinion, stage.unanimous,
        [
            SitterDraft(
                str(number), one.by.value, one.role, one.unit, one.title,
                named(one.person) if one.person is not None else "", str(one.least), str(one.most),
            )
            for number, one in enumerate(stage.sitters)
        ],
        [_when(str(number), one) for number, one in enumerate(stage.when)],
    )  # fmt: skip


def _when(id: str, condition: Condition) -> WhenDraft:
    value = condition.value
    if isinstance(value, bool):
        return WhenDraft(id, condition.field, condition.op.value, ["yes" if value else "no"])
    listed = [str(one) for one in value] if isinstance(value, list | tuple) else [str(value)]
    op = {Op.IS: Op.IN, Op.NOT: Op.NOT_IN}.get(condition.op, condition.op)
    return WhenDraft(id, condition.field, op.value, listed)


def posted(data: Posted) -> list[StageDraft]:
    """The stages that a form brought, in its order; anything that no form of ours sends is left out."""
    keys = [key for key in dict.fromkeys(map(str, data.getlist("stage"))) if KEY.fullmatch(key)]
    return [_posted(key, data) for key in keys[:MOST_STAGES]]


def clean(value: Any, most: int) -> str:
    """What was typed, without what no database keeps."""
    return str(value or "").replace("\x00", "").strip()[:most]


def _posted(key: str, data: Posted) -> StageDraft:
    def said(name: str) -> str:
        return clean(data.get(f"{key}-{name}"), 100)

    return StageDraft(
        key, said("label"), said("act"), said("mode"), said("met"), said("limit"),
        bool(said("returns")), bool(said("opinion")), bool(said("unanimous")),
        [_posted_sitter(f"{key}.s{id}", id, data) for id in _ids(data, f"{key}.sitters")],
        [_posted_when(f"{key}.w{id}", id, data) for id in _ids(data, f"{key}.whens")],
    )  # fmt: skip


def _ids(data: Posted, name: str) -> list[str]:
    return [one for one in dict.fromkeys(map(str, data.getlist(name))) if one.isdecimal() and len(one) < 4][:MOST_PARTS]


def _posted_sitter(prefix: str, id: str, data: Posted) -> SitterDraft:
    names = ("by", "role", "unit", "title", "person", "least", "most")
    return SitterDraft(id, *(clean(data.get(f"{prefix}-{name}"), 80) for name in names))


def _posted_when(prefix: str, id: str, data: Posted) -> WhenDraft:
    values = [text for one in data.getlist(f"{prefix}-values") if (text := clean(one, 80))]
    return WhenDraft(id, str(data.get(f"{prefix}-field") or ""), str(data.get(f"{prefix}-op") or ""), values)


# --- What the buttons do -------------------------------------------------------------------------------------------


def changed(stages: list[StageDraft], command: str, subject: Subject) -> list[StageDraft]:
    """The stages after a button: ``add``, ``up:key``, ``down:key``, ``drop:key``, ``sitter:key``, ``unsit:key:id`` …"""
    verb, _colon, rest = command.partition(":")
    key, _colon, id = rest.partition(":")
    if verb in ("add", "sitter", "when") and full(stages):
        return stages
    if verb == "add":
        role = subject.roles[0] if subject.roles else ""
        return [*stages, StageDraft(_fresh(stages), sitters=[SitterDraft("0", role=role)])]
    here = next((number for number, one in enumerate(stages) if one.key == key), None)
    if here is None:
        return stages
    if verb == "drop":
        return stages[:here] + stages[here + 1 :]
    if verb in ("up", "down"):
        return _moved(stages, here, -1 if verb == "up" else 1)
    _parts(stages[here], verb, id, subject)
    return stages


def full(stages: list[StageDraft]) -> bool:
    """Whether nothing can be added any more."""
    parts = sum(8 + 6 * len(one.sitters) + sum(3 + len(when.values) for when in one.when) for one in stages)
    return len(stages) >= MOST_STAGES or parts > MOST_FIELDS


def _fresh(stages: list[StageDraft]) -> str:
    taken = {one.key for one in stages}
    return next(key for number in range(1, len(stages) + 2) if (key := f"s{number}") not in taken)


def _moved(stages: list[StageDraft], here: int, by: int) -> list[StageDraft]:
    there = here + by
    if 0 <= there < len(stages):
        stages[here], stages[there] = stages[there], stages[here]
    return stages


def _parts(stage: StageDraft, verb: str, id: str, subject: Subject) -> None:
    if verb == "sitter":
        role = stage.sitters[-1].role if stage.sitters else subject.roles[0] if subject.roles else ""
        stage.sitters.append(SitterDraft(_next(one.id for one in stage.sitters), role=role))
    elif verb == "when" and subject.fields:
        stage.when.append(WhenDraft(_next(one.id for one in stage.when), name=subject.fields[0].key))
    elif verb == "unsit":
        stage.sitters = [one for one in stage.sitters if one.id != id]
    elif verb == "unwhen":
        stage.when = [one for one in stage.when if one.id != id]


def _next(ids: Iterable[str]) -> str:
    return str(max((int(one) for one in ids), default=-1) + 1)


# --- The stages it stands for --------------------------------------------------------------------------------------


def stages_from(drafts: Iterable[StageDraft], subject: Subject, person: Callable[[str], int | None]) -> list[Stage]:
    """The stages as far as they can be read; what is missing or senseless is left for the check to name."""
    return [_stage(one, subject, person) for one in drafts]


def _stage(draft: StageDraft, subject: Subject, person: Callable[[str], int | None]) -> Stage:
    act = _member(Act, draft.act, Act.AGREE)
    return Stage(
        draft.key,
        draft.label,
        tuple(_sitter(one, person) for one in draft.sitters),
        mode=_member(Mode, draft.mode, Mode.ALL),
        act=act,
        when=tuple(_condition(one, subject) for one in draft.when),
        met=_member(Mode, draft.met, Mode.ALL),
        returns=draft.returns,
        opinion=draft.opinion,
        unanimous=draft.unanimous and act is Act.COUNTERSIGN,
        limit=draft.limit,
    )


def _member(kind: Any, value: str, usual: Any) -> Any:
    return kind(value) if value in set(kind) else usual


def _sitter(draft: SitterDraft, person: Callable[[str], int | None]) -> Sitter:
    by = _member(By, draft.by, By.HOME)
    picked = by in (By.UNITS, By.PEOPLE)
    plain = Sitter(by, draft.role)
    return Sitter(
        by,
        draft.role,
        unit=draft.unit if by in (By.ROLE, By.POST) else "",
        title=draft.title if by is By.POST else "",
        person=person(draft.person) if by is By.PERSON else None,
        least=_whole(draft.least, plain.least) if picked else plain.least,
        most=_whole(draft.most, plain.most) if picked else plain.most,
    )


def _whole(text: str, usual: int) -> int:
    return int(text) if text.isdecimal() and len(text) < 4 else usual


def _condition(draft: WhenDraft, subject: Subject) -> Condition:
    field = subject.field(draft.name)
    if field is None:
        return Condition(draft.name, Op.IS, "")
    first = draft.values[0] if draft.values else ""
    if field.kind == "flag":
        return Condition(field.key, Op.IS, first != "no")
    if field.kind == "number":
        return Condition(field.key, _member(Op, draft.op, Op.LEAST), _number(first))
    listed = [key for key, _label in field.choices if key in draft.values]
    op = _member(Op, draft.op, Op.IN)
    if len(listed) == 1:
        return Condition(field.key, {Op.IN: Op.IS, Op.NOT_IN: Op.NOT}.get(op, op), listed[0])
    return Condition(field.key, {Op.IS: Op.IN, Op.NOT: Op.NOT_IN}.get(op, op), listed)


def _number(text: str) -> int | float | str:
    """What a number field may hold; anything else stays text, which the check then names."""
    if not NUMBER.fullmatch(text):
        return text
    return float(text) if "." in text else int(text)
