"""A sheet's way in (read, tried in a transaction that is rolled back, then applied in one that is not) and out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from shuniu.kernel.organisation import roles, tree
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.errors import Refused
from shuniu.kernel.organisation.models import ImportDraft, Person, Post, RoleHolding, Unit
from shuniu.kernel.organisation.record import record
from shuniu.kernel.organisation.spreadsheets.reading import read
from shuniu.kernel.organisation.spreadsheets.rows import SHEETS, Moment

FIRST_ROW = 2
"""The row of the sheet that holds the first data: headings are in row 1."""

KEPT = timedelta(days=7)
"""A draft that nobody applied is personal data without a purpose."""


def kinds_for(actor: Actor) -> list[str]:
    """Which sheets the actor may bring in: only whoever administers the whole city, since a sheet names any unit."""
    return [kind for kind, sheet in SHEETS.items() if _everything(actor, sheet.role)]


def _everything(actor: Actor, role: str) -> bool:
    units = actor.units_of(role)
    return bool(units) and all(unit.id in units for unit in tree.tree().nodes.values() if unit.parent_id is None)


def draft(*, kind: str, file: UploadedFile[Any], actor: Actor, on: date, at: datetime) -> ImportDraft:
    """Read a sheet and try it; the draft says what is wrong by row, or how many rows would change something."""
    if kind not in kinds_for(actor):
        raise Refused(_("此类表格须由负责全市的%(role)s导入。") % {"role": roles.label(SHEETS[kind].role)})
    rows = read(file, SHEETS[kind].headings())
    changes, errors = _tried(kind, rows, Moment(actor, on, at))
    ImportDraft.objects.filter(applied_at__isnull=True, created_at__lt=at - KEPT).delete()
    return ImportDraft.objects.create(
        person_id=actor.person_id or 0,
        kind=kind,
        filename=(file.name or "")[:200],
        rows=rows,
        errors=errors,
        changes=changes,
        created_at=at,
    )


def _tried(kind: str, rows: list[dict[str, str]], now: Moment) -> tuple[int, list[tuple[int, str]]]:
    with transaction.atomic():
        outcome = _run(kind, rows, now)
        transaction.set_rollback(True)
    tree.forget()
    return outcome


@transaction.atomic
def apply(*, draft_id: int, actor: Actor, on: date, at: datetime) -> int:
    """Apply a draft whole; how many rows changed something. Refused, with nothing done, when any row is wrong by now."""
    found = ImportDraft.objects.select_for_update().get(pk=draft_id, person_id=actor.person_id or 0)
    if found.applied_at is not None:
        raise Refused(_("这份表格已经导入过了。"))
    if found.kind not in kinds_for(actor):
        raise Refused(_("您已没有导入此类表格的权限。"))
    changes, errors = _run(found.kind, found.rows, Moment(actor, on, at))
    if errors:
        raise Refused(_("第 %(row)d 行：%(words)s") % {"row": errors[0][0], "words": errors[0][1]})
    record("organisation.imported", at=at, actor=actor, body={"file": found.filename, "rows": len(found.rows)})
    # The rows are personal data and have done their service.
    found.rows, found.changes, found.applied_at = [], changes, at
    found.save(update_fields=["rows", "changes", "applied_at"])
    return changes


def _run(kind: str, rows: list[dict[str, str]], now: Moment) -> tuple[int, list[tuple[int, str]]]:
    """Bring the rows about in their order, each in its own savepoint, so that every wrong row is told at once."""
    sheet, changes, errors = SHEETS[kind], 0, []
    # Authority over the whole city was asked once; a unit made by an earlier row is in nobody's remembered scope yet.
    who = now.actor
    trusted = Actor("system", who.name, who.person_id, who.post, who.unit_id, address=who.address)
    now = Moment(trusted, now.on, now.at)
    for number, row in enumerate(rows, FIRST_ROW):
        form = sheet.form(row)
        if not form.is_valid():
            errors.append((number, _words(form)))
            continue
        try:
            with transaction.atomic():
                changes += sheet.bring(form.cleaned_data, now)
        except Refused as refusal:
            errors.append((number, str(refusal)))
    return changes, errors


def _words(form: Any) -> str:
    return "；".join(f"{form.fields[key].label}：{' '.join(errors)}" for key, errors in form.errors.items())


def draft_of(actor: Actor, draft_id: int) -> ImportDraft | None:
    return ImportDraft.objects.filter(pk=draft_id, person_id=actor.person_id or 0).first()


def exported(kind: str, *, on: date) -> Iterator[dict[str, Any]]:
    """The rows of a sheet as they stand, in the columns in which they can be brought in again."""
    return {"units": _units, "people": _people, "posts": _posts, "roles": _roles}[kind](on)


def _units(on: date) -> Iterator[dict[str, Any]]:
    labels = dict(Unit.Kind.choices)
    for node, _depth in tree.tree().walk():
        if not node.closed:
            unit = {"code": node.code, "name": node.name, "short_name": node.short_name, "remit": node.remit}
            parent = tree.tree().get(node.parent_id)
            position = node.position
            yield unit | {"kind": str(labels[node.kind]), "parent": parent.code if parent else "", "position": position}


def _people(on: date) -> Iterator[dict[str, Any]]:
    main = Post.objects.filter(main=True, until__isnull=True, person__is_active=True).select_related("person", "unit")
    for post in main.order_by("person_id").iterator(2000):
        person: Person = post.person
        reach = {"username": person.username, "name": person.name, "email": person.email, "phone": person.phone}
        yield reach | {"unit": post.unit.code, "title": post.title}


def _posts(on: date) -> Iterator[dict[str, Any]]:
    running = Post.objects.filter(until__isnull=True, person__is_active=True).select_related("person", "unit")
    for post in running.order_by("person_id", "-main", "id").iterator(2000):
        where = {"username": post.person.username, "unit": post.unit.code}
        yield where | {"title": post.title, "main": "是" if post.main else "否"}


def _roles(on: date) -> Iterator[dict[str, Any]]:
    for one in RoleHolding.objects.select_related("person", "unit").order_by("person_id", "id").iterator(2000):
        if one.until is None or one.until >= on:
            who = {"username": one.person.username, "role": roles.label(one.role), "unit": one.unit.code}
            yield who | {"since": one.since, "until": one.until}
