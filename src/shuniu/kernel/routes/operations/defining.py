"""Keeping the routes: drafts, versions, putting in force, retiring. Every change is an event of the record."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from shuniu.kernel.audit.operations import append_shared
from shuniu.kernel.organisation import roles
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.errors import Refused
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.routes.checking import faults_of
from shuniu.kernel.routes.definition import Route, Stage, stages_json
from shuniu.kernel.routes.models import RouteDefinition
from shuniu.kernel.routes.resolving import route_of
from shuniu.kernel.routes.run import MANAGER
from shuniu.kernel.routes.subjects import subject_of

Status = RouteDefinition.Status


class Stale(Refused):
    """Somebody else has saved the draft since the editor was drawn."""


def may_keep(actor: Actor, unit: int | None) -> bool:
    """Whether the actor keeps the routes of the unit; those without a unit are kept by who keeps the whole city's."""
    if actor.kind == "system":
        return True
    mine = actor.units_of(MANAGER)
    return unit in mine if unit is not None else bool(mine) and mine >= set(tree().nodes)


def _require(actor: Actor, unit: int | None) -> None:
    if not may_keep(actor, unit):
        raise Refused(_("此项操作须由负责该机构的%(role)s办理。") % {"role": roles.label(MANAGER)})


def _record(type: str, row: RouteDefinition, actor: Actor, at: datetime, **more: Any) -> None:
    body = {"route": row.label, "key": row.key, "kind": row.kind, "version": row.version, "id": row.pk, **more}
    append_shared("system", type, at=at, actor=actor, body=body)


@transaction.atomic
def record_export(what: str, rows: int, *, actor: Actor, at: datetime) -> None:
    """A list leaves the house as a file."""
    body = {"success": True, "what": what, "rows": rows, "address": actor.address}
    append_shared("access", "export", at=at, actor=actor, body=body)


@transaction.atomic
def create(
    *, kind: str, label: str, unit: int | None, actor: Actor, at: datetime, copy_of: int | None = None, key: str = ""
) -> RouteDefinition:
    """A new route as a draft; empty, or with the stages of another of the same kind."""
    _require(actor, unit)
    if subject_of(kind) is None:
        raise Refused(_("没有这类事项。"))
    source = RouteDefinition.objects.filter(pk=copy_of, kind=kind).first() if copy_of else None
    number = RouteDefinition.objects.filter(kind=kind).aggregate(last=Max("pk"))["last"] or 0
    row = RouteDefinition.objects.create(
        key=key or f"route-{number + 1}",
        label=label,
        kind=kind,
        unit_id=unit,
        stages=source.stages if source is not None else [],
        edited_by_id=actor.person_id,
        edited_at=at,
    )
    _record("routes.created", row, actor, at)
    return row


@transaction.atomic
def draft_of(route_id: int, *, actor: Actor, at: datetime) -> RouteDefinition:
    """The draft in which the next version of a route is edited: the one there is, or a new one."""
    row = RouteDefinition.objects.get(pk=route_id)
    _require(actor, row.unit_id)
    same = RouteDefinition.objects.filter(kind=row.kind, key=row.key)
    draft = same.filter(status=Status.DRAFT).first()
    if draft is not None:
        return draft
    draft = RouteDefinition.objects.create(
        key=row.key,
        label=row.label,
        kind=row.kind,
        unit_id=row.unit_id,
        version=(same.aggregate(last=Max("version"))["last"] or 0) + 1,
        stages=row.stages,
        edited_by_id=actor.person_id,
        edited_at=at,
    )
    _record("routes.created", draft, actor, at)
    return draft


@transaction.atomic
def save_draft(
    draft_id: int, *, label: str, note: str, stages: Sequence[Stage], edits: int, actor: Actor, at: datetime
) -> RouteDefinition:
    """Keep a draft as far as it has come, faults and all. ``edits`` is what the editor was drawn with."""
    row = _locked(draft_id)
    _require(actor, row.unit_id)
    if row.status != Status.DRAFT:
        raise Refused(_("这一版已经启用或停用，不能再改；请修改后存为新的一版。"))
    if not label:
        raise Refused(_("请填写流程名称。"))
    wanted = {"label": label, "note": note, "stages": stages_json(stages)}
    if all(getattr(row, name) == value for name, value in wanted.items()):
        return row  # a second click, or nothing changed
    if row.edits != edits:
        name = row.edited_by.name if row.edited_by else ""
        raise Stale(_("您打开之后，%(name)s保存过这份草稿。您的修改仍在；再保存一次将以您的为准。") % {"name": name})
    for name, value in wanted.items():
        setattr(row, name, value)
    row.edits, row.edited_by_id, row.edited_at = row.edits + 1, actor.person_id, at
    row.save()
    _record("routes.saved", row, actor, at, stages=row.stages)
    return row


@transaction.atomic
def activate(draft_id: int, *, actor: Actor, at: datetime) -> RouteDefinition:
    """Put a draft in force: what is submitted from now on follows it, what runs keeps the version it is on."""
    row = _locked(draft_id)
    _require(actor, row.unit_id)
    if row.status == Status.ACTIVE:
        return row
    if row.status != Status.DRAFT:
        raise Refused(_("已停用的版本不能直接启用，请修改后存为新的一版。"))
    faults = problems(route_of(row))
    if faults:
        raise Refused("".join(faults))
    former = RouteDefinition.objects.filter(kind=row.kind, key=row.key, status=Status.ACTIVE)
    former.update(status=Status.RETIRED, active_until=at)
    row.status, row.active_from = Status.ACTIVE, at
    row.save()
    _record("routes.activated", row, actor, at, stages=row.stages)
    return row


@transaction.atomic
def retire(route_id: int, *, actor: Actor, at: datetime) -> RouteDefinition:
    """Nothing new is submitted on it; what runs goes on. A draft is put aside."""
    row = _locked(route_id)
    _require(actor, row.unit_id)
    if row.status != Status.RETIRED:
        row.active_until = at if row.status == Status.ACTIVE else None
        row.status = Status.RETIRED
        row.save()
        _record("routes.retired", row, actor, at)
    return row


def _locked(route_id: int) -> RouteDefinition:
    row = RouteDefinition.objects.select_for_update(of=("self",)).filter(pk=route_id).first()
    if row is None:
        raise Refused(_("没有这个流程。"))
    return row


def problems(route: Route) -> list[str]:
    """Every fault that keeps the route from being put in force."""
    subject = subject_of(route.kind)
    if subject is None:
        return [_("没有这类事项。")]
    units = {node.code for node in tree().nodes.values() if not node.closed}
    return faults_of(route, subject, roles=subject.roles, units=units, limits=subject.limits)


@transaction.atomic
def seed(
    kind: str,
    key: str,
    label: str,
    stages: Sequence[Stage],
    *,
    actor: Actor,
    at: datetime,
    unit: int | None = None,
    note: str = "",
) -> RouteDefinition:
    """A route in force from the first day (an installation, the demo); the one that is there already is left alone."""
    known = RouteDefinition.objects.filter(kind=kind, key=key).order_by("-version").first()
    if known is not None:
        return known
    row = create(kind=kind, label=label, unit=unit, actor=actor, at=at, key=key)
    save_draft(row.pk, label=label, note=note, stages=stages, edits=0, actor=actor, at=at)
    return activate(row.pk, actor=actor, at=at)
