"""How a decision is marked in the text of minutes: one line each, ``※ 什么事｜牵头单位｜2026-12-31｜配合单位、配合单位``. Pure but for the tree of units."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from shuniu.kernel.organisation.tree import tree

MARK = "※"
OPEN = "（写明议定什么）"
"""Stands in the draft where the clerk has yet to write."""
_PARTS = re.compile(r"[｜|]")
_DAY = re.compile(r"(\d{4})[-年./](\d{1,2})[-月./](\d{1,2})日?")


def plain_day(day: date) -> str:
    """2026年12月31日: an official paper names no day of the week."""
    return f"{day.year}年{day.month}月{day.day}日"


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided, who leads, by when, who helps."""

    text: str
    unit: int
    due_on: date | None
    assisting: tuple[int, ...] = ()

    def sentence(self) -> str:
        """As the printed minutes say it."""
        parts = [_("牵头单位：%(unit)s") % {"unit": tree().name(self.unit)}]
        if self.assisting:
            parts.append(_("配合单位：%(units)s") % {"units": "、".join(tree().name(one) for one in self.assisting)})
        if self.due_on:
            parts.append(_("完成时限：%(day)s") % {"day": plain_day(self.due_on)})
        return f"{self.text.rstrip('。')}（{'；'.join(parts)}）。"


@dataclass(frozen=True, slots=True)
class Read:
    decisions: list[Decision]
    faults: list[str]


Heir = Callable[[int], str]


def read(text: str, closed: Heir) -> Read:
    """Every marked line of a text. ``closed`` words the fault of a unit that is no more."""
    decisions: list[Decision] = []
    faults: list[str] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip().startswith(MARK):
            one = _decision(line.strip()[1:], closed)
            decisions.append(one) if isinstance(one, Decision) else faults.append(
                _("第%(line)s行：%(fault)s") % {"line": number, "fault": one}
            )
    return Read(decisions, faults)


def _decision(line: str, closed: Heir) -> Decision | str:
    parts = [part.strip() for part in _PARTS.split(line)]
    parts += [""] * (4 - len(parts))
    what, unit, due, others = parts[:4]
    if not what or OPEN in what:
        return _("还没有写明议定什么。")
    if not unit:
        return _("议定事项没有牵头单位，请写作“※ 事项｜牵头单位｜完成时限”。")
    found = [_unit(one, closed) for one in (unit, *re.split("[、，,]", others)) if one.strip()]
    wrong = next((one for one in found if isinstance(one, str)), None)
    if wrong is not None:
        return wrong
    day = _day(due)
    if due and day is None:
        return _("完成时限“%(due)s”不是日期，请写作2026-12-31。") % {"due": due}
    lead, *assisting = [one for one in found if isinstance(one, int)]
    return Decision(what[:500], lead, day, tuple(one for one in dict.fromkeys(assisting) if one != lead))


def _unit(name: str, closed: Heir) -> int | str:
    name = name.strip()
    node = next((one for one in tree().nodes.values() if name in (one.name, one.short_name)), None)
    if node is None:
        return _("没有名为“%(name)s”的单位，请写单位全称。") % {"name": name}
    return closed(node.id) if node.closed else node.id


def _day(text: str) -> date | None:
    found = _DAY.fullmatch(text.strip())
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def printed(text: str, closed: Heir) -> str:
    """The text with every marked line as a sentence."""
    lines = []
    for line in text.splitlines():
        one = _decision(line.strip()[1:], closed) if line.strip().startswith(MARK) else line
        lines.append(one.sentence() if isinstance(one, Decision) else line.replace(MARK, "").strip())
    return "\n".join(lines)
