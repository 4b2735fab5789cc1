"""What one version of a route changed in the one before it, in sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from shuniu.kernel.routes import wording
from shuniu.kernel.routes.definition import ACTS, Mode, Stage, Subject


def changes(old: Sequence[Stage], new: Sequence[Stage], subject: Subject | None, names: Mapping[int, str]) -> list[str]:
    """Every difference, in the order of the new version; what is gone first."""
    was, now = {one.key: one for one in old}, {one.key: one for one in new}
    said = [_("删除环节“%(stage)s”。") % {"stage": one.label} for one in old if one.key not in now]
    kept = [one.key for one in old if one.key in now]
    moved = _moved(kept, [one.key for one in new if one.key in was])
    for stage in new:
        before = was.get(stage.key)
        if before is None:
            said.append(_("新增环节“%(stage)s”：%(who)s。") % {"stage": stage.label, "who": _who(stage, names)})
            continue
        if stage.key in moved:
            said.append(_("环节“%(stage)s”调整了次序。") % {"stage": stage.label})
        said += _stage(before, stage, subject, names)
    return said


def _moved(old: Sequence[str], new: Sequence[str]) -> set[str]:
    """The least that was taken out and put elsewhere: what is not in the longest common order."""
    best: list[list[str]] = []
    places = {key: number for number, key in enumerate(old)}
    for key in new:
        fitting = [one for one in best if places[one[-1]] < places[key]]
        best.append([*_longest(fitting), key])
    kept = set(_longest(best))
    return set(new) - kept


def _longest(orders: list[list[str]]) -> list[str]:
    return max(orders, key=lambda one: len(one), default=[])


def _who(stage: Stage, names: Mapping[int, str]) -> str:
    return "、".join(wording.sitter_words(one, names) for one in stage.sitters) or _("没有办理人")


def _stage(old: Stage, new: Stage, subject: Subject | None, names: Mapping[int, str]) -> list[str]:
    pairs = (
        (_("名称"), old.label, new.label),
        (_("办理人"), _who(old, names), _who(new, names)),
        (_("环节性质"), str(ACTS[old.act]), str(ACTS[new.act])),
        (_("办理方式"), _mode(old), _mode(new)),
        (_("适用条件"), *(wording.applies_words(one, subject) or _("一律适用") for one in (old, new))),
        (_("退回"), *(_("可以退回") if one.returns else _("不能退回") for one in (old, new))),
        (_("意见"), *(_("必须填写") if one.opinion else _("可以不填") for one in (old, new))),
        (_("协商一致"), *(_("须协商一致") if one.unanimous else _("不要求") for one in (old, new))),
        (_("办理时限"), *(one.limit or _("无") for one in (old, new))),
    )
    words = _("环节“%(stage)s”的%(what)s由“%(old)s”改为“%(new)s”。")
    return [
        words % {"stage": new.label, "what": what, "old": before, "new": after}
        for what, before, after in pairs
        if before != after
    ]


def _mode(stage: Stage) -> str:
    return _("任一方办理") if stage.mode is Mode.ANY else _("全部办理")
