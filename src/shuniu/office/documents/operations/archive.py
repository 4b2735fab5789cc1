"""归档: filing papers with their numbers, taking one back with its reason, setting aside what is not kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from shuniu.kernel.audit.operations import append_shared
from shuniu.kernel.casework.case import StepRefused
from shuniu.kernel.casework.models import Matter
from shuniu.kernel.casework.procedure import Step
from shuniu.kernel.casework.registry import procedure_of
from shuniu.kernel.casework.taking import load_locked, take
from shuniu.kernel.files.receiving import attachments_of
from shuniu.kernel.organisation.actor import Actor
from shuniu.office.documents.archiving import kept_of
from shuniu.office.documents.events_archive import NOT_KEPT, NUMBERED, RETENTION_CHANGED, STEM
from shuniu.office.documents.models.archive import ArchiveItem, NotKept, Retention, RetentionCategory, Shelf
from shuniu.office.documents.queries.archive import CODES
from shuniu.office.documents.queries.archive_retention import Line, line_of, table
from shuniu.office.documents.roles import ARCHIVIST

OFFICE = "BGS"
"""机构代码 of the office in a 档号: 办公室."""
YEARS = range(1949, 2101)


@dataclass(frozen=True, slots=True)
class Wanted:
    """One paper to be filed: under which line of the table, and for which year."""

    matter_id: int
    code: str
    year: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one paper."""

    title: str
    number: str = ""
    refused: str = ""


def file_papers(wanted: Sequence[Wanted], *, actor: Actor, at: datetime, key: str) -> list[Outcome]:
    """File several papers, each in its own transaction, in the order of their closing: numbers follow one another."""
    matters = {one.pk: one for one in Matter.objects.filter(pk__in=[one.matter_id for one in wanted])}
    lines = table()
    kept = [one for one in wanted if one.matter_id in matters]
    kept.sort(key=lambda one: (one.year, matters[one.matter_id].closed_at or at, one.matter_id))
    return [_filed(matters[one.matter_id], one, lines, actor, at, f"{key}:{one.matter_id}"[:64]) for one in kept]


def _filed(matter: Matter, wanted: Wanted, lines: Sequence[Line], actor: Actor, at: datetime, key: str) -> Outcome:
    try:
        item = file_paper(matter, wanted, lines, actor=actor, at=at, key=key)
    except StepRefused as refused:
        return Outcome(matter.title, refused=str(refused))
    return Outcome(matter.title, item.number)


def file_paper(
    matter: Matter, wanted: Wanted, lines: Sequence[Line], *, actor: Actor, at: datetime, key: str | None = None
) -> ArchiveItem:
    """File one paper: its number on the shelf, its state, and its place in the record are one act."""
    line = line_of(wanted.code, lines)
    if line is None:
        raise StepRefused(_("请选择归档范围。"))
    if wanted.year not in YEARS:
        raise StepRefused(_("归档年度不对，请填四位年份。"))
    with transaction.atomic():
        case = load_locked(
            matter.pk
        )  # Before the shelf, as everywhere: two who meet wait for each other in the same order.
        known = ArchiveItem.objects.filter(matter_id=matter.pk).first()
        if known is not None:
            return known
        shelf = _locked_shelf(wanted.year, line.retention)
        item = ArchiveItem(
            matter=matter, shelf=shelf, item=_free(shelf), category=line.code, category_name=line.name[:120]
        )
        item.number = number_of(shelf, item.item)
        _describe(item, actor, at)
        data = {"archive_number": item.number, "retention": line.retention, "category": line.name, "year": wanted.year}
        _into_the_record(case.matter, data, actor=actor, at=at, key=key)
        item.save()
    return item


def _into_the_record(matter: Matter, data: dict[str, Any], *, actor: Actor, at: datetime, key: str | None) -> None:
    """By the kind's own step; of what that step filed without a number, the number is an event of its own."""
    kept = kept_of(matter.kind)
    if matter.state not in kept.done:
        take(_step(matter, kept.file), matter, actor=actor, at=at, data=data, key=key)
    elif not actor.holds(ARCHIVIST):
        raise StepRefused(_("只有档案员可以归档。"))
    else:
        body = {"number": matter.number, "title": matter.title, **data}
        append_shared(STEM, NUMBERED, at=at, actor=actor, body=body, subject=matter.pk)


def _describe(item: ArchiveItem, actor: Actor, at: datetime) -> None:
    paper = kept_of(item.matter.kind).describe([item.matter_id])[item.matter_id]
    item.title, item.organ, item.document_number = paper.title[:300], paper.organ[:120], paper.document_number[:80]
    item.signed_on, item.files = paper.signed_on, len(attachments_of(item.matter_id))
    item.filed_by_id, item.filed_at = actor.person_id or 0, at


def _locked_shelf(year: int, retention: str) -> Shelf:
    Shelf.objects.get_or_create(year=year, retention=retention)
    return Shelf.objects.select_for_update().get(year=year, retention=retention)


def _free(shelf: Shelf) -> int:
    """The lowest number that is free: a number that was taken back is given again, so that the run has no gap."""
    taken = set(ArchiveItem.objects.filter(shelf=shelf).values_list("item", flat=True))
    return next(one for one in range(1, len(taken) + 2) if one not in taken)


def number_of(shelf: Shelf, item: int) -> str:
    """档号: 全宗号-档案门类代码·年度-保管期限代码-机构代码-件号 (DA/T 22-2015; two sources agree on the parts)."""
    return f"{settings.FONDS}-WS·{shelf.year}-{CODES[Retention(shelf.retention)]}-{OFFICE}-{item:04d}"


def _step(matter: Matter, name: str) -> Step:
    step = procedure_of(matter.kind, matter.procedure_version).steps.get(name)
    if step is None:
        raise StepRefused(_("这类公文不能这样办理。"))
    return step


def take_back(matter: Matter, reason: str, *, actor: Actor, at: datetime, key: str | None = None) -> None:
    """撤销归档: with its reason, which stays in the record; the number becomes free again.

    What was handed over stays where it is. The last item of a shelf may always be taken back; from the middle the number
    is the next to be given.
    """
    with transaction.atomic():
        load_locked(matter.pk)
        item = ArchiveItem.objects.select_related("shelf").filter(matter_id=matter.pk).first()
        if item is None:
            raise StepRefused(_("本件没有归档。"))
        if item.package_id is not None:
            raise StepRefused(_("本件已随移交包移交，不能撤销归档。"))
        Shelf.objects.select_for_update().get(pk=item.shelf_id)
        data = {"reason": reason, "archive_number": item.number}
        take(_step(matter, kept_of(matter.kind).unfile), matter, actor=actor, at=at, data=data, key=key)
        item.delete()


def set_aside(matters: Sequence[Matter], reason: str, *, actor: Actor, at: datetime) -> int:
    """不归档: what article 4 leaves out. Each is an event; the papers themselves stay where they are."""
    done = 0
    for matter in matters:
        with transaction.atomic():
            made, fresh = NotKept.objects.get_or_create(
                matter=matter, defaults={"reason": reason[:200], "by_id": actor.person_id or 0, "at": at}
            )
            if fresh:
                body = {"number": matter.number, "title": matter.title, "reason": made.reason}
                append_shared(STEM, NOT_KEPT, at=at, actor=actor, body=body, subject=matter.pk)
                done += 1
    return done


def change_line(code: str, *, name: str, retention: str, source: str, actor: Actor, at: datetime) -> None:
    """Change a line of the 保管期限表, or add one of the organ's own. Papers filed earlier keep their period."""
    before = line_of(code, table())
    with transaction.atomic():
        RetentionCategory.objects.update_or_create(
            code=code, defaults={"name": name[:120], "retention": retention, "source": source[:200], "changed_at": at}
        )
        body = {
            "code": code, "name": name, "source": source, "after": str(Retention(retention).label),
            "before": before.retention_label if before else _("（新增）"),
        }  # fmt: skip
        append_shared(STEM, RETENTION_CHANGED, at=at, actor=actor, body=body)
