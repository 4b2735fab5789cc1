"""议题: brought by units, endorsed by their heads, taken or refused by the section, put in order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from shuniu.kernel.casework.case import Case, NotAllowed, StepRefused
from shuniu.kernel.casework.models import Matter
from shuniu.kernel.casework.taking import load_locked
from shuniu.kernel.files.receiving import STAFF, receive
from shuniu.kernel.files.refusals import Refused
from shuniu.kernel.organisation.actor import Actor
from shuniu.office.meetings.events import ITEM, ORDERED, record
from shuniu.office.meetings.models import AgendaItem, Call
from shuniu.office.meetings.operations.inviting import require_clerk
from shuniu.office.meetings.operations.refusing import acting, refuse_secrets
from shuniu.office.meetings.roles import HEAD, LIAISON

Status = AgendaItem.Status
KINDS = frozenset({"pdf", "docx", "ofd", "doc", "xlsx", "pptx", "jpeg", "png"})
OPEN = ("planning", "noticed")


@dataclass(frozen=True, slots=True)
class Brought:
    """An item as its unit brings it."""

    unit: int
    title: str
    summary: str = ""
    length: int = 15
    reporter: str = ""
    units: tuple[int, ...] = ()


def propose(
    matter: Matter, brought: Brought, *, actor: Actor, at: datetime, key: str | None = None, files: Sequence[Any] = ()
) -> AgendaItem:
    """报送议题, with its papers. Raises ``StepRefused``; a repeated ``key`` answers the same item."""
    refuse_secrets(brought.title, brought.summary, brought.reporter)
    with transaction.atomic():
        case = load_locked(matter.pk)
        known = AgendaItem.objects.filter(key=key).first() if key else None
        if known is not None:
            return known
        _may_bring(case, brought.unit, actor)
        _in_time(case, at)
        item = AgendaItem.objects.create(
            matter=matter, unit_id=brought.unit, title=brought.title[:200], summary=brought.summary,
            length=brought.length, reporter=brought.reporter[:60], units=list(brought.units), by_id=acting(actor), at=at,
            key=key, position=AgendaItem.objects.filter(matter_id=matter.pk).count() + 1,
        )  # fmt: skip
        add_papers(item, files, actor=actor, at=at)
        _record(item, matter, actor, at)
    return item


def _may_bring(case: Case, unit: int, actor: Actor) -> None:
    if not actor.holds(LIAISON, unit):
        raise NotAllowed(_("只能报送本单位的议题。"))
    if unit != case.matter.unit_id and not Call.objects.filter(matter_id=case.matter.pk, unit_id=unit).exists():
        raise NotAllowed(_("本次会议没有向本单位征集议题。"))


def _in_time(case: Case, at: datetime) -> None:
    if case.state not in OPEN:
        raise StepRefused(_("会议现在不能报送议题。"))
    until = case.detail.items_until
    if until is not None and at > until:
        raise StepRefused(_("议题征集已经截止，请与会务员联系。"))


def add_papers(item: AgendaItem, files: Iterable[Any], *, actor: Actor, at: datetime) -> None:
    """Raises ``StepRefused`` in words for a file that may not come in."""
    for upload in files:
        try:
            receive(
                upload,
                at=at,
                limits=STAFF,
                kinds=KINDS,
                by=actor.person_id,
                matter_id=item.matter_id,
                role=item.file_role,
            )
        except Refused as refused:
            raise StepRefused(f"{upload.name}：{refused}") from refused


def judge(matter: Matter, pk: int, status: str, *, actor: Actor, at: datetime, reason: str = "") -> AgendaItem:
    """审签 by the head of the unit; 列入 or 不列入 by the section."""
    refuse_secrets(reason)
    with transaction.atomic():
        case = load_locked(matter.pk)
        item = AgendaItem.objects.select_for_update().filter(matter_id=matter.pk, pk=pk).first()
        if item is None or case.state not in OPEN:
            raise StepRefused(_("会议现在不能审核议题。"))
        if item.status == status:
            return item  # A second click.
        _may_judge(item, status, actor)
        if status == Status.REFUSED and not reason:
            raise StepRefused(_("不列入的，请填写理由。"))
        item.status, item.reason = status, reason[:300]
        item.save(update_fields=["status", "reason"])
        _record(item, matter, actor, at)
    return item


def _may_judge(item: AgendaItem, status: str, actor: Actor) -> None:
    if status == Status.ENDORSED:
        if not actor.holds(HEAD, item.unit_id):
            raise NotAllowed(_("议题由报送单位负责人审签。"))
        if item.status != Status.PROPOSED:
            raise StepRefused(_("这项议题已经审签过。"))
        return
    require_clerk(actor)
    if item.status == Status.PROPOSED:
        raise StepRefused(_("这项议题还没有经报送单位负责人审签。"))


def order(matter: Matter, ids: Sequence[int], *, actor: Actor, at: datetime) -> None:
    """The order of the agenda. Ids that are not this meeting's are passed over."""
    require_clerk(actor)
    with transaction.atomic():
        load_locked(matter.pk)
        place = {pk: number for number, pk in enumerate(ids, start=1)}
        rows = list(AgendaItem.objects.filter(matter_id=matter.pk, pk__in=ids))
        for row in rows:
            row.position = place[row.pk]
        AgendaItem.objects.bulk_update(rows, ["position"])
        record(ORDERED, {"number": matter.number}, actor=actor, at=at, subject=matter.pk)


def _record(item: AgendaItem, matter: Matter, actor: Actor, at: datetime) -> None:
    said = {"number": matter.number, "title": item.title, "status": str(item.get_status_display())}
    record(ITEM, said, actor=actor, at=at, subject=matter.pk)
