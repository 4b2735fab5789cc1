"""Whether a route holds together: every fault in a sentence for whoever edits it. Pure.

The conditions of a route look at few fields with few values each, so what would happen is not guessed but tried out on
every combination that matters.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import pairwise, product
from math import prod
from typing import Any

from django.utils.translation import gettext as _

from shuniu.kernel.routes.definition import Act, By, Condition, Field, Op, Route, Sitter, Stage, Subject

MOST_STAGES, MOST_SITTERS, LONGEST = 20, 20, 40
MOST_CASES = 4096


def faults_of(
    route: Route, subject: Subject, *, roles: Collection[str], units: Collection[str], limits: Collection[str] = ()
) -> list[str]:
    """Everything that is wrong with the route, in the order of its stages. ``roles`` and ``units`` are those known."""
    if not route.stages:
        return [_("流程至少要有一个环节。")]
    found = [*_whole(route)]
    for stage in route.stages:
        found += [*_stage(stage, subject, limits), *_sitters(stage, roles, units)]
    return found or [*_cases(route, subject)]


def _whole(route: Route) -> Iterator[str]:
    if not route.label.strip():
        yield _("请填写流程名称。")
    if len(route.stages) > MOST_STAGES:
        yield _("环节最多%(most)s个。") % {"most": MOST_STAGES}
    for key, times in Counter(stage.key for stage in route.stages).items():
        if times > 1:
            yield _("有两个环节用了同一个标识“%(key)s”。") % {"key": key}


def _stage(stage: Stage, subject: Subject, limits: Collection[str]) -> Iterator[str]:
    name = stage.label.strip()
    if not name:
        yield _("有一个环节没有名称。")
    if len(name) > LONGEST or len(stage.key) > LONGEST:
        yield _("环节名称“%(stage)s”太长，最多%(most)s个字。") % {"stage": name, "most": LONGEST}
    if not stage.sitters:
        yield _("“%(stage)s”没有办理人，谁也不能办理。") % {"stage": name}
    if stage.limit and stage.limit not in limits:
        yield _("“%(stage)s”的办理时限没有登记。") % {"stage": name}
    if stage.unanimous and stage.act is not Act.COUNTERSIGN:
        yield _("“%(stage)s”不是会签，不能要求协商一致。") % {"stage": name}
    for condition in stage.when:
        yield from _condition(name, condition, subject.field(condition.field))


def _condition(stage: str, condition: Condition, field: Field | None) -> Iterator[str]:
    if field is None:
        yield _("“%(stage)s”的适用条件用了没有的字段。") % {"stage": stage}
    elif condition.op not in field.ops or not _fits(field, condition):
        yield _("“%(stage)s”的适用条件“%(field)s”填写不正确。") % {"stage": stage, "field": field.label}


def _fits(field: Field, condition: Condition) -> bool:
    value = condition.value
    if field.kind == "flag":
        return isinstance(value, bool)
    if field.kind == "number":
        return isinstance(value, int | float) and not isinstance(value, bool)
    known = {key for key, _label in field.choices}
    if condition.op in (Op.IN, Op.NOT_IN):
        return isinstance(value, list | tuple) and bool(value) and set(value) <= known
    return value in known


def _sitters(stage: Stage, roles: Collection[str], units: Collection[str]) -> Iterator[str]:
    given = {"stage": stage.label}
    if len(stage.sitters) > MOST_SITTERS:
        yield _("“%(stage)s”的办理人太多。") % given
    if len(set(stage.sitters)) < len(stage.sitters):
        yield _("“%(stage)s”有两个相同的办理人。") % given
    for sitter in stage.sitters:
        if sitter.role not in roles:
            yield _("“%(stage)s”的办理人角色不存在。") % given
        yield from (words % given for words in _sitter(sitter, units))


def _sitter(sitter: Sitter, units: Collection[str]) -> Iterator[str]:
    if sitter.by in (By.ROLE, By.POST) and sitter.unit not in units:
        yield _("“%(stage)s”的办理人没有指定机构，或机构已撤销。")
    if sitter.by is By.POST and not sitter.title.strip():
        yield _("“%(stage)s”的办理人没有填写职务。")
    if sitter.by is By.PERSON and sitter.person is None:
        yield _("“%(stage)s”没有指定人员。")
    if sitter.picked and not 0 <= sitter.least <= sitter.most <= 50:
        yield _("“%(stage)s”可选的数目不正确：最少不能多于最多，最多50。")
    if sitter.picked and sitter.most == 0:
        yield _("“%(stage)s”一个也不能选，谁也不能办理。")


# --- Every case that matters ---------------------------------------------------------------------------------------


def _cases(route: Route, subject: Subject) -> Iterator[str]:
    """The route tried out: some stage always applies, and at most one 签发, as the last (exactly one where it must be)."""
    used = {condition.field for stage in route.stages for condition in stage.when}
    values = {key: _values(route, subject.field(key)) for key in sorted(used)}
    if prod(len(some) for some in values.values()) > MOST_CASES:
        yield _("适用条件用到的字段太多，无法逐一核对，请减少。")
        return
    tried = [dict(zip(values, some, strict=True)) for some in product(*values.values())]
    for stage in route.stages:
        if not any(stage.applies(facts) for facts in tried):
            yield _("“%(stage)s”的适用条件互相矛盾，永远不会适用。") % {"stage": stage.label}
    said: set[str] = set()
    for facts in tried:
        wrong = _wrong([stage for stage in route.stages if stage.applies(facts)], subject)
        if wrong and wrong not in said:
            said.add(wrong)
            yield f"{case_words(facts, subject)}{wrong}"


def _wrong(applied: list[Stage], subject: Subject) -> str:
    signing = [stage for stage in applied if stage.act is Act.SIGN]
    if not applied or all(sitter.least == 0 and sitter.picked for stage in applied for sitter in stage.sitters):
        return _("可能没有一个环节要办理。")
    if len(signing) > 1:
        return _("有两个签发环节：%(stages)s。") % {"stages": "、".join(stage.label for stage in signing)}
    if signing and applied[-1] is not signing[0]:
        return _("签发之后还有环节“%(stage)s”。") % {"stage": applied[-1].label}
    if not signing and subject.signs:
        return _("没有签发环节。")
    return ""


def _values(route: Route, field: Field | None) -> list[Any]:
    """Values of a field that conditions could tell apart."""
    if field is None:
        return [None]
    if field.kind == "flag":
        return [True, False]
    if field.kind == "choice":
        return [key for key, _label in field.choices]
    edges = sorted({one.value for stage in route.stages for one in stage.when if one.field == field.key})
    return [
        edges[0] - 1,
        *edges,
        *((low + high) / 2 for low, high in pairwise(edges)),
        edges[-1] + 1,
    ]


def case_words(facts: Mapping[str, Any], subject: Subject) -> str:
    """当“紧急程度”为“特急”时："""
    named: Iterable[tuple[Field | None, Any]] = ((subject.field(key), value) for key, value in facts.items())
    said = [_("“%(field)s”为“%(value)s”") % {"field": f.label, "value": f.words(value)} for f, value in named if f]
    return _("当%(facts)s时，") % {"facts": "、".join(said)} if said else ""
