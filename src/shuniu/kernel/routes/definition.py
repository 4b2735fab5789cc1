"""An approval route as data: its stages in order, who sits in each, and when a stage applies. Pure.

    Route("general", "一般发文", "documents.outgoing", (
        Stage("audit", "处室审核", (Sitter(By.HOME, "documents.head"),)),
        Stage("cosign", "会签", (Sitter(By.UNITS, "documents.head", least=0, most=9),), act=Act.COUNTERSIGN),
        Stage("sign", "签发", (Sitter(By.POST, "leader", unit="city", title="市长"),), act=Act.SIGN),
    ))

A module says once what its matters are like (``Subject``: the fields a condition may look at, the roles that sign); the
office then edits routes for it. A condition is a field, a comparison and a value: nothing is ever evaluated.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Mode(StrEnum):
    """How many of those who sit in a stage must act."""

    ANY = "any"
    ALL = "all"


class Act(StrEnum):
    """What is asked of whoever sits in a stage."""

    AGREE = "agree"
    COUNTERSIGN = "countersign"
    SIGN = "sign"


class By(StrEnum):
    """How a seat finds its person."""

    HOME = "home"  # the role in the unit that submits
    ROLE = "role"  # the role in a named unit
    POST = "post"  # whoever holds a post (职务) in a named unit
    PERSON = "person"  # one person by name
    UNITS = "units"  # the role in each unit that the submitter picks
    PEOPLE = "people"  # each person that the submitter picks, who must hold the role


class Op(StrEnum):
    IS = "is"
    NOT = "not"
    IN = "in"
    NOT_IN = "not_in"
    LEAST = "least"
    MOST = "most"


MODES: Mapping[str, str | Promise] = {Mode.ALL: _("全部办理"), Mode.ANY: _("任一人办理")}
ACTS: Mapping[str, str | Promise] = {Act.AGREE: _("审核"), Act.COUNTERSIGN: _("会签"), Act.SIGN: _("签发")}
BYS: Mapping[str, str | Promise] = {
    By.HOME: _("拟稿单位的角色"),
    By.ROLE: _("指定单位的角色"),
    By.POST: _("指定单位的职务"),
    By.PERSON: _("指定人员"),
    By.UNITS: _("提交时选择单位"),
    By.PEOPLE: _("提交时选择人员"),
}
OPS: Mapping[str, str | Promise] = {
    Op.IS: _("为"),
    Op.NOT: _("不为"),
    Op.IN: _("是其中之一"),
    Op.NOT_IN: _("不在其中"),
    Op.LEAST: _("不小于"),
    Op.MOST: _("不大于"),
}


# --- What a matter is like -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Field:
    """Something of a matter that a condition may look at. ``kind``: choice, flag (是/否) or number."""

    key: str
    label: str | Promise
    kind: str = "choice"
    choices: tuple[tuple[str, str | Promise], ...] = ()

    @property
    def ops(self) -> tuple[Op, ...]:
        if self.kind == "flag":
            return (Op.IS,)
        return (Op.LEAST, Op.MOST) if self.kind == "number" else (Op.IS, Op.NOT, Op.IN, Op.NOT_IN)

    def words(self, value: Any) -> str:
        """A value of this field as the screen says it."""
        if isinstance(value, list | tuple):
            return "、".join(self.words(one) for one in value)
        if self.kind == "flag":
            return str(_("是")) if value else str(_("否"))
        return str(dict(self.choices).get(value, value))


@dataclass(frozen=True, slots=True)
class Subject:
    """A kind of matter for which routes are made: what the module declares once (``subjects.register``).

    ``roles`` may sit in a stage; ``heads`` stand for a unit and may replace one of its signers who has left;
    ``signs``: every matter of the kind must end with a 签发; ``limits``: keys of local limits a stage may have.
    """

    kind: str
    label: str | Promise
    roles: tuple[str, ...]
    heads: tuple[str, ...] = ()
    fields: tuple[Field, ...] = ()
    signs: bool = True
    limits: tuple[str, ...] = ()
    facts: Callable[[Any], Mapping[str, Any]] | None = None
    """What the fields are for a detail row: field key → value."""

    def field(self, key: str) -> Field | None:
        return next((one for one in self.fields if one.key == key), None)


# --- The route -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Condition:
    """One comparison with one field of the matter."""

    field: str
    op: Op
    value: Any

    def holds(self, facts: Mapping[str, Any]) -> bool:
        found = facts.get(self.field)
        if self.op in (Op.LEAST, Op.MOST):
            if not isinstance(found, int | float) or isinstance(found, bool):
                return False
            return bool(found >= self.value if self.op is Op.LEAST else found <= self.value)
        wanted = self.value if isinstance(self.value, list | tuple) else [self.value]
        return (found in wanted) is (self.op in (Op.IS, Op.IN))


@dataclass(frozen=True, slots=True)
class Sitter:
    """Who sits in a stage. ``role`` is the role in whose name they act (and which a delegation lends) in every case."""

    by: By
    role: str
    unit: str = ""
    """Code of the unit, for a role or a post in a named unit."""
    title: str = ""
    person: int | None = None
    least: int = 1
    """How many the submitter must pick at least; with 0 the stage is skipped when none is picked."""
    most: int = 9

    @property
    def picked(self) -> bool:
        return self.by in (By.UNITS, By.PEOPLE)


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage: those who sit in it act in parallel.

    ``when`` with ``met`` says on which matters it applies; ``returns``: whether the matter may be returned from here;
    ``opinion``: an opinion must be written; ``unanimous``: a 会签 where 不同意 is not an opinion but a reason to return;
    ``limit``: key of a local limit within which the stage should be done.
    """

    key: str
    label: str
    sitters: tuple[Sitter, ...]
    mode: Mode = Mode.ALL
    act: Act = Act.AGREE
    when: tuple[Condition, ...] = ()
    met: Mode = Mode.ALL
    returns: bool = True
    opinion: bool = False
    unanimous: bool = False
    limit: str = ""

    def applies(self, facts: Mapping[str, Any]) -> bool:
        held = [one.holds(facts) for one in self.when]
        return not held or (all(held) if self.met is Mode.ALL else any(held))


@dataclass(frozen=True, slots=True)
class Route:
    """A route; ``id`` and ``version`` tell which stored definition it is."""

    key: str
    label: str
    kind: str
    stages: tuple[Stage, ...]
    id: int | None = None
    version: int = 0

    def stage(self, key: str) -> Stage | None:
        return next((one for one in self.stages if one.key == key), None)


# --- As JSON -------------------------------------------------------------------------------------------------------


def stages_json(stages: Sequence[Stage]) -> list[dict[str, Any]]:
    """How stages are stored: plain names and values, what is usual left out."""
    return [_stage_json(stage) for stage in stages]


def _stage_json(stage: Stage) -> dict[str, Any]:
    plain = Stage(stage.key, stage.label, ())
    kept = {"key": stage.key, "label": stage.label, "sitters": [_sitter_json(one) for one in stage.sitters]}
    for name in ("mode", "act", "met", "returns", "opinion", "unanimous", "limit"):
        if getattr(stage, name) != getattr(plain, name):
            kept[name] = getattr(stage, name)
    if stage.when:
        kept["when"] = [{"field": one.field, "op": str(one.op), "value": one.value} for one in stage.when]
    return {name: str(value) if isinstance(value, StrEnum) else value for name, value in kept.items()}


def _sitter_json(sitter: Sitter) -> dict[str, Any]:
    plain = asdict(Sitter(sitter.by, sitter.role))
    kept = {name: value for name, value in asdict(sitter).items() if value != plain[name]}
    return {"by": str(sitter.by), "role": sitter.role, **kept}


def stages_of(stored: Sequence[Mapping[str, Any]]) -> tuple[Stage, ...]:
    """The stages that ``stages_json`` wrote. Raises ``ValueError``, ``TypeError`` or ``KeyError`` on anything else."""
    return tuple(_stage_of(one) for one in stored)


def _stage_of(stored: Mapping[str, Any]) -> Stage:
    rest = {name: stored[name] for name in ("returns", "opinion", "unanimous", "limit") if name in stored}
    return Stage(
        stored["key"],
        stored["label"],
        tuple(Sitter(**{**one, "by": By(one["by"])}) for one in stored["sitters"]),
        mode=Mode(stored.get("mode", Mode.ALL)),
        act=Act(stored.get("act", Act.AGREE)),
        when=tuple(Condition(one["field"], Op(one["op"]), one["value"]) for one in stored.get("when", ())),
        met=Mode(stored.get("met", Mode.ALL)),
        **rest,
    )
