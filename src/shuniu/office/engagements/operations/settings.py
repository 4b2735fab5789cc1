"""What the screening and the analysis lean on: rules' values, days away, and where a leader wants the time to go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from shuniu.kernel.audit.operations import append_shared
from shuniu.kernel.casework.case import NotAllowed, StepRefused
from shuniu.kernel.law import labels
from shuniu.kernel.organisation.actor import Actor
from shuniu.office.engagements.models import Absence, Kind, Leader, Priority, RuleValue
from shuniu.office.engagements.queries import leaders as people
from shuniu.office.engagements.rules import BY_KEY


@dataclass(frozen=True, slots=True)
class RuleChange:
    key: str
    value: int
    effective_from: date
    source_title: str
    source_number: str = ""


@transaction.atomic
def set_rule(change: RuleChange, *, actor: Actor, at: datetime, on: date) -> RuleValue:
    """A new value of a rule, from today or later, with the paper that says so."""
    if not people.sets_rules(actor):
        raise NotAllowed(_("筛查规则由统筹负责人或者统筹员设定。"))
    if change.key not in BY_KEY:
        raise StepRefused(_("没有这项规则。"))
    if change.effective_from < on:
        raise StepRefused(_("施行日期不能早于今天。"))
    row, _made = RuleValue.objects.update_or_create(
        key=change.key, effective_from=change.effective_from,
        defaults={"value": change.value, "source_title": change.source_title, "source_number": change.source_number},
    )  # fmt: skip
    rule = BY_KEY[change.key]
    after = _("%(value)s%(unit)s（自%(day)s起，依据：%(source)s）") % {
        "value": change.value, "unit": rule.unit, "day": labels.day(change.effective_from), "source": change.source_title,
    }  # fmt: skip
    record_change(str(rule.label), after, actor, at)
    return row


@transaction.atomic
def set_absence(leader: Leader, *, since: date, until: date, reason: str, actor: Actor, at: datetime) -> Absence:
    """Days on which nothing is arranged. What is arranged already stays, and shows on the sheet."""
    _may(leader, actor)
    assert actor.person_id is not None
    if until < since:
        raise StepRefused(_("截止日期不能早于起始日期。"))
    if Absence.objects.filter(leader=leader, since__lte=until, until__gte=since).exists():
        raise StepRefused(_("这几天已经登记过不在岗，请先核对。"))
    row = Absence.objects.create(
        leader=leader, since=since, until=until, reason=reason, entered_by_id=actor.person_id, entered_at=at
    )
    record_change(_("%(leader)s不在岗") % {"leader": leader.person.name}, f"{since}—{until} {reason}", actor, at)
    return row


@transaction.atomic
def end_absence(row: Absence, *, actor: Actor, at: datetime, on: date) -> None:
    """Back from today on; what had not begun never was."""
    _may(row.leader, actor)
    if row.until < on:
        raise StepRefused(_("这段不在岗已经结束，不用撤销。"))
    words = f"{row.since}—{row.until} {row.reason}"
    if row.since >= on:
        row.delete()
    else:
        row.until = on - timedelta(days=1)
        row.save(update_fields=["until"])
    record_change(
        _("%(leader)s不在岗") % {"leader": row.leader.person.name},
        _("%(words)s，提前返岗") % {"words": words},
        actor,
        at,
    )


@transaction.atomic
def set_priorities(leader: Leader, weights: Mapping[str, int], *, actor: Actor, at: datetime, on: date) -> None:
    """Where the leader wants the time to go, from today on."""
    _may(leader, actor)
    if not any(weights.values()):
        raise StepRefused(_("请至少给一类活动写上比重。"))
    for kind in Kind.values:
        Priority.objects.update_or_create(leader=leader, kind=kind, since=on, defaults={"weight": weights.get(kind, 0)})
    after = "、".join(f"{Kind(kind).label} {weight}" for kind, weight in weights.items() if weight)
    record_change(_("%(leader)s的时间分配意愿") % {"leader": leader.person.name}, after, actor, at)


def _may(leader: Leader, actor: Actor) -> None:
    own = leader.person_id in people.acts_for(actor)
    if not own and not people.may_arrange(actor, leader.pk):
        raise NotAllowed(_("由领导本人、其秘书或统筹员登记。"))


def record_change(what: str, after: str, actor: Actor, at: datetime) -> None:
    body = {"success": True, "what": what, "after": after}
    append_shared("engagements", "engagements.diary_set", at=at, actor=actor, body=body)
