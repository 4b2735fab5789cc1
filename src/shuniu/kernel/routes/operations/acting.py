"""Taking a step of a route: what the passages alone do not know is looked up here, under the matter's lock."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from shuniu.kernel.casework.case import Case, NotAllowed, StepRefused, WrongState, may
from shuniu.kernel.casework.models import Matter, Passage
from shuniu.kernel.casework.procedure import Step
from shuniu.kernel.casework.registry import procedure_of
from shuniu.kernel.casework.taking import load_locked, take
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.models import Person
from shuniu.kernel.reading import rows_where
from shuniu.kernel.routes.directory import Today
from shuniu.kernel.routes.models import Reading
from shuniu.kernel.routes.run import ROUTE, Place, Run, Verb, load
from shuniu.kernel.routes.steps import RouteStep
from shuniu.kernel.routes.subjects import subject_of
from shuniu.kernel.workdays.periods import SHANGHAI, local_day

NEWCOMERS = (Verb.ADD, Verb.TRANSFER, Verb.REPLACE)
DRAFTER = "drafter"
"""Where a return goes that goes to no stage (``data["to"]`` of a return)."""


def act(
    step: Step,
    matter: Matter,
    *,
    actor: Actor,
    at: datetime,
    data: Mapping[str, Any],
    note: str = "",
    expected: int | None = None,
    key: str | None = None,
) -> Matter:
    """``casework.take`` for the steps of a route (and any other): a refusal says who has acted instead.

    For a newcomer (加签, 转签, 更换签批人) ``data["person"]`` is enough: role and unit are looked up, and whoever has left
    or may not sign is refused. A return goes where ``data["to"]`` says, whichever of the two buttons was pressed. 撤回
    looks, under the lock, whether anybody has read.
    """
    given = dict(data)
    step = _where_to(step, given)
    verb = step.verb if isinstance(step, RouteStep) else None
    if verb in NEWCOMERS:
        given |= _newcomer(matter, given, at)
    try:
        with transaction.atomic():
            if verb is Verb.RECALL:
                given["unread"] = _unread(matter)
            return take(step, matter, actor=actor, at=at, data=given, note=note, expected=expected, key=key)
    except (NotAllowed, WrongState) as refused:
        words = _explained(step, matter, actor, given)
        if words is None:
            raise
        raise WrongState(words) from refused


def _where_to(step: Step, data: dict[str, Any]) -> Step:
    """退回 is one form and two steps: to the drafter, or to an earlier stage."""
    if not isinstance(step, RouteStep) or step.verb not in (Verb.BACK, Verb.RETURN) or "to" not in data:
        return step
    wanted = Verb.BACK if data["to"] == DRAFTER else Verb.RETURN
    if wanted is Verb.BACK:
        del data["to"]
    other = (one for one in step.procedure.steps.values() if isinstance(one, RouteStep) and one.verb is wanted)
    return step if step.verb is wanted else next((one for one in other if _sources(one) & _sources(step)), step)


def _sources(step: Step) -> set[str]:
    return {move.source.name for move in step.moves}


def returning(case: Case, verb: Verb) -> RouteStep | None:
    """The step with which those who sit now return the matter, to the drafter or to a stage."""
    steps = (one for one in case.procedure.leaving(case.state) if isinstance(one, RouteStep))
    return next((one for one in steps if one.verb is verb), None)


def _newcomer(matter: Matter, data: Mapping[str, Any], at: datetime) -> dict[str, Any]:
    """Role and unit in which the person signs: the role of the seat they come into, where they hold it."""
    subject, person = subject_of(matter.kind), data.get("person")
    if not isinstance(person, int):
        raise StepRefused(_("请选择一位同志。"))
    ask = Today(local_day(at))
    unit = ask.of_person(person)
    held = set(ask.holdings(subject.roles if subject else ()).filter(person_id=person).values_list("role", flat=True))
    if unit is None or not held:
        raise StepRefused(_("该同志已离岗，或没有签批的角色，请另选。"))
    place = load(_detail(matter).route).place(str(data.get("of") or data.get("seat") or ""))
    role = place.role if place is not None and place.role in held else min(held)
    return {"role": role, "unit": unit}


def _detail(matter: Matter) -> Any:
    return procedure_of(matter.kind, matter.procedure_version).detail.objects.get(pk=matter.pk)


def _unread(matter: Matter) -> bool:
    case = load_locked(matter.pk)
    run = load(case.detail.route)
    read = Reading.objects.filter(matter_id=matter.pk, seat__in=[one.key for one in run.here()])
    return not any(person != run.by for person in read.values_list("person_id", flat=True))


def _explained(step: Step, matter: Matter, actor: Actor, data: Mapping[str, Any]) -> str | None:
    """What happened to the seat that the form was drawn for, or None when there is nothing better to say."""
    if not isinstance(step, RouteStep) or not data.get("seat"):
        return None
    run = load(_detail(matter).route)
    place = run.place(str(data["seat"]))
    if place is None:
        return None
    if place in run.ready():
        return _not_lent(place, actor)
    seq = place.act or _ended(run, place)
    passage = Passage.objects.filter(matter_id=matter.pk, seq=seq).first() if seq else None
    if passage is None:
        return None
    words = _("“%(stage)s”环节已由%(by)s于%(at)s办理（%(step)s），请刷新页面查看。")
    label = _(step.procedure.steps[passage.step].label)
    moment = passage.at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
    return words % {"stage": place.label, "by": passage.by, "at": moment, "step": label}


def _ended(run: Run, place: Place) -> int:
    """The ``seq`` with which a place was dropped or given away."""
    later = [one.source for one in run.places if one.sit == place.sit and one.source > place.source]
    acts = [one.act for one in run.places if one.stage == place.stage and one.round == place.round and one.act]
    marks = [one.seq for one in run.marks if one.seq > place.source]
    return min([*acts[:1], *later, *marks], default=0)


def _not_lent(place: Place, actor: Actor) -> str | None:
    if place.person is None or place.person == actor.person_id:
        return None
    name = Person.objects.filter(pk=place.person).values_list("name", flat=True).first()
    return _("本席位由%(name)s办理。您没有其授权代理，或者授权已经到期、撤回。") % {"name": name or ""}


# --- Reading -------------------------------------------------------------------------------------------------------


def mark_read(case: Case, actor: Actor, *, at: datetime) -> None:
    """Whoever can act from a seat of the present stage has now opened the matter. Call it where the page is shown.

    One query on every further look. Written under the matter's lock, so that a recall either comes first or sees it.
    """
    keys = mine(case, actor)
    if not keys or actor.person_id is None:
        return
    known = {row.seat for row in rows_where(Reading, "matter_id", case.matter.pk) if row.person_id == actor.person_id}
    fresh = [key for key in keys if key not in known]
    if fresh:
        with transaction.atomic():
            Matter.objects.select_for_update().only("pk").get(pk=case.matter.pk)
            rows = (
                Reading(matter_id=case.matter.pk, person_id=actor.person_id, seat=key, seq=case.matter.seq, at=at)
                for key in fresh
            )
            Reading.objects.bulk_create(rows, ignore_conflicts=True)


def mine(case: Case, actor: Actor) -> list[str]:
    """Keys of the seats from which the actor can act now."""
    step = next(
        (one for one in case.procedure.steps.values() if isinstance(one, RouteStep) and one.verb is Verb.AGREE), None
    )
    if step is None or actor.person_id in case.recused:
        return []
    return [seat.key for seat in case.seats(ROUTE) if may(step, case, actor, seat.key) is not None]
