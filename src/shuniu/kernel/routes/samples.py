"""The two routes most offices begin with, made for the roles and units that a module or the demo names."""

from __future__ import annotations

from dataclasses import dataclass

from shuniu.kernel.routes.definition import Act, By, Condition, Mode, Op, Sitter, Stage


@dataclass(frozen=True, slots=True)
class Desk:
    """Who stands where: roles, and the codes of the units in whose name they act."""

    head: str
    """Heads a unit: checks its drafts and countersigns for it."""
    reviewer: str
    section: str
    """The section of the office that checks every draft (核稿)."""
    director: str
    office: str
    leader: str
    city: str
    leader_title: str = "市长"


def general(desk: Desk, weighty: tuple[Condition, ...]) -> tuple[Stage, ...]:
    """一般发文: the leader signs what is weighty (any of the conditions), the office's director everything else."""
    checks = Sitter(By.ROLE, desk.director, unit=desk.office)
    lighter = tuple(Condition(one.field, *_opposite(one)) for one in weighty)
    return (
        Stage("head", "处室审核", (Sitter(By.HOME, desk.head),)),
        Stage("cosign", "会签", (Sitter(By.UNITS, desk.head, least=0, most=20),), act=Act.COUNTERSIGN),
        Stage("review", "核稿", (Sitter(By.ROLE, desk.reviewer, unit=desk.section),)),
        Stage("director", "办公室审核", (checks,), when=weighty, met=Mode.ANY),
        Stage("sign", "办公室签发", (checks,), act=Act.SIGN, when=lighter),
        Stage(
            "leader",
            "领导签发",
            (Sitter(By.POST, desk.leader, unit=desk.city, title=desk.leader_title),),
            act=Act.SIGN,
            when=weighty,
            met=Mode.ANY,
        ),
    )


def simple(desk: Desk) -> tuple[Stage, ...]:
    """简易发文: checked by the unit, signed by the office's director."""
    return (
        Stage("head", "处室审核", (Sitter(By.HOME, desk.head),)),
        Stage("sign", "签发", (Sitter(By.ROLE, desk.director, unit=desk.office),), act=Act.SIGN),
    )


OPPOSITES = {Op.IS: Op.NOT, Op.NOT: Op.IS, Op.IN: Op.NOT_IN, Op.NOT_IN: Op.IN}


def _opposite(condition: Condition) -> tuple[Op, object]:
    """The comparison that holds exactly when the other does not; a number has no such one among those we know."""
    if isinstance(condition.value, bool):
        return Op.IS, not condition.value
    return OPPOSITES[condition.op], condition.value
