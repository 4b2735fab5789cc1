"""A route in words: who sits, on which matters a stage applies, why one was skipped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as _n

from shuniu.kernel.organisation import roles
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.routes.definition import OPS, Act, By, Condition, Mode, Op, Sitter, Stage, Subject
from shuniu.kernel.routes.run import Leg, Place, Sit, Stance

STANCES: Mapping[str, tuple[str, str]] = {
    Stance.AGREE: (_n("同意"), "good"),
    Stance.DISAGREE: (_n("不同意"), "bad"),
    Stance.RESERVE: (_n("保留意见"), "warn"),
}


def done_word(act: str, stance: str) -> tuple[str, str]:
    """What somebody did, as a word and its tone."""
    if act == Act.SIGN:
        return _("已签发"), "good"
    word, tone = STANCES.get(stance, STANCES[Stance.AGREE])
    return _(word), tone


def sitter_words(sitter: Sitter, names: Mapping[int, str]) -> str:
    """Who sits, as the editor and the preview say it."""
    role = roles.label(sitter.role)
    unit = unit_named(sitter.unit)
    if sitter.by is By.HOME:
        return _("拟稿单位的%(role)s") % {"role": role}
    if sitter.by is By.ROLE:
        return _("%(unit)s的%(role)s") % {"unit": unit, "role": role}
    if sitter.by is By.POST:
        return f"{unit}{sitter.title}"
    if sitter.by is By.PERSON:
        return names.get(sitter.person or 0, _("（未指定人员）"))
    given = {"least": sitter.least, "most": sitter.most, "role": role}
    if sitter.by is By.UNITS:
        return _("提交时选择%(least)s至%(most)s个单位的%(role)s") % given
    return _("提交时选择%(least)s至%(most)s名%(role)s") % given


def unit_named(code: str) -> str:
    found = tree().by_code.get(code)
    return tree().name(found) if found is not None else _("（未指定机构）")


def seat_words(sit: Sit | Place, names: Mapping[int, str]) -> str:
    """A seat of a running route: its unit with the person, or with the role of whoever may act."""
    who = names.get(sit.person, "") if sit.person is not None else roles.label(sit.role)
    return f"{tree().name(sit.unit)} {who}".strip()


def condition_words(condition: Condition, subject: Subject | None) -> str:
    field = subject.field(condition.field) if subject is not None else None
    if field is None:
        return f"{condition.field} {OPS[condition.op]} {condition.value}"
    value = field.words(condition.value)
    said = str(value) if condition.op in (Op.LEAST, Op.MOST) else f"“{value}”"
    return f"“{field.label}”{OPS[condition.op]}{said}"


def when_words(when: Iterable[Condition], met: str, subject: Subject | None) -> str:
    """“分量”是“重要”，且“公开”为“是”"""
    said = [condition_words(one, subject) for one in when]
    return (_("，且") if met == Mode.ALL else _("，或")).join(said)


def applies_words(stage: Stage, subject: Subject | None) -> str:
    return _("仅当%(when)s时") % {"when": when_words(stage.when, stage.met, subject)} if stage.when else ""


def skipped_words(leg: Leg, subject: Subject | None) -> str:
    """Why a stage does not apply to this matter."""
    why: Mapping[str, Any] = leg.skipped or {}
    if why.get("why") != "condition":
        return _("没有选择办理人，本环节不办理。")
    asked = [Condition(one["field"], Op(one["op"]), one["value"]) for one in why["when"]]
    found = []
    for key, value in why["facts"].items():
        field = subject.field(key) if subject is not None else None
        if field is not None and value is not None:
            found.append(_("“%(field)s”为“%(value)s”") % {"field": field.label, "value": field.words(value)})
    words = _("仅当%(when)s时办理；本件%(facts)s，不经此环节。")
    return words % {"when": when_words(asked, why["met"], subject), "facts": "、".join(found)}


def mode_words(leg: Leg | Stage, seats: int) -> str:
    """How many of several must act; nothing to say about one."""
    if seats < 2:
        return ""
    return (
        _("%(count)s方任一方办理即可") % {"count": seats}
        if leg.mode == Mode.ANY
        else _("%(count)s方并行，全部办理") % {"count": seats}
    )
