"""What waits for the archive, what stands on its shelves, and what was handed over."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Q, QuerySet
from django.http import Http404

from shuniu.kernel.casework.models import Matter
from shuniu.kernel.files.models import Attachment
from shuniu.kernel.workdays.periods import SHANGHAI, local_day
from shuniu.office.documents.archiving import Described, all_kept, kept_of
from shuniu.office.documents.models.archive import ArchiveItem, NotKept, Retention, Shelf, TransferPackage
from shuniu.office.documents.queries.archive_retention import Line, Suggestion, suggested, table

CODES = {Retention.PERMANENT: "Y", Retention.THIRTY_YEARS: "D30", Retention.TEN_YEARS: "D10"}
"""Codes of the retentions in a 档号: 永久, 定期30年, 定期10年."""
SHOWN = 50


@dataclass(frozen=True, slots=True)
class Waiting:
    """A closed paper that waits to be filed, with what the table suggests for it."""

    matter: Matter
    paper: Described
    kind: str
    type: str
    suggestion: Suggestion
    year: int

    @property
    def code(self) -> str:
        return self.suggestion.line.code if self.suggestion.line else ""


def waiting() -> QuerySet[Matter]:
    """Closed papers of every kind that is filed, but for what was filed or set aside."""
    wanted = Q(pk__in=[])
    for kept in all_kept():
        wanted |= Q(kind=kept.kind, state__in=(*kept.closed, *kept.done))
    done = ArchiveItem.objects.values("matter")
    aside = NotKept.objects.values("matter")
    return Matter.objects.filter(wanted).exclude(pk__in=done).exclude(pk__in=aside)


def of_year(rows: QuerySet[Matter], year: int) -> QuerySet[Matter]:
    """归档年度: the year in which the handling ended, or of a kind that stays open until it is filed, began."""
    first, last = datetime(year, 1, 1, tzinfo=SHANGHAI), datetime(year + 1, 1, 1, tzinfo=SHANGHAI)
    ended = Q(closed_at__gte=first, closed_at__lt=last)
    return rows.filter(ended | Q(closed_at=None, received_at__gte=first, received_at__lt=last))


def described(matters: Iterable[Matter]) -> dict[int, Described]:
    """How each is described by its own kind: one call for each kind."""
    by_kind: dict[str, list[int]] = {}
    for matter in matters:
        by_kind.setdefault(matter.kind, []).append(matter.pk)
    return {pk: one for kind, ids in by_kind.items() for pk, one in kept_of(kind).describe(ids).items()}


def waiting_rows(matters: Sequence[Matter]) -> list[Waiting]:
    lines, papers = table(), described(matters)
    return [_waiting(matter, papers[matter.pk], lines) for matter in matters if matter.pk in papers]


def _waiting(matter: Matter, paper: Described, lines: Sequence[Line]) -> Waiting:
    kept = kept_of(matter.kind)
    ended = local_day(matter.closed_at or matter.received_at)
    year = ended.year if matter.closed_at or paper.signed_on is None else paper.signed_on.year
    return Waiting(
        matter,
        paper,
        str(kept.label),
        str(kept.types.get(paper.type, paper.type)),
        suggested(matter.kind, paper, lines),
        year,
    )


def years() -> list[int]:
    """Years that have papers waiting or filed, the latest first."""
    shelved = set(Shelf.objects.values_list("year", flat=True))
    ended = {one.year for one in waiting().filter(closed_at__isnull=False).datetimes("closed_at", "year")}
    begun = {one.year for one in waiting().filter(closed_at=None).datetimes("received_at", "year")}
    return sorted(shelved | ended | begun, reverse=True)


@dataclass(frozen=True, slots=True)
class OnShelf:
    """One year and retention: how many items, how many of them not yet handed over."""

    year: int
    retention: str
    label: str
    items: int
    open: int
    whole: bool
    """Whether the 件号 run from 1 without a gap."""


def shelves(year: int | None = None) -> list[OnShelf]:
    rows = Shelf.objects.annotate(
        count=Count("items"), last=Max("items__item"), loose=Count("items", filter=Q(items__package=None))
    ).order_by("-year", "id")
    found = rows.filter(year=year) if year is not None else rows
    order = list(CODES)
    kept = [one for one in found if one.count]
    kept.sort(key=lambda one: (-one.year, order.index(Retention(one.retention))))
    return [
        OnShelf(one.year, one.retention, one.get_retention_display(), one.count, one.loose, one.last == one.count)
        for one in kept
    ]


def items(*, year: int | None = None, retention: str = "", q: str = "") -> QuerySet[ArchiveItem]:
    """Filed papers, found by 档号, title, 文号 or 责任者."""
    found = ArchiveItem.objects.select_related("shelf", "matter")
    if year is not None:
        found = found.filter(shelf__year=year)
    if retention:
        found = found.filter(shelf__retention=retention)
    if q:
        text = q.strip()
        found = found.filter(
            Q(number__icontains=text)
            | Q(title__icontains=text)
            | Q(document_number__icontains=text)
            | Q(organ__icontains=text)
        )
    return found


def shelf_items(year: int, retention: str) -> list[ArchiveItem]:
    """One shelf in the order of its 件号."""
    return list(items(year=year, retention=retention).order_by("item"))


def packages() -> list[TransferPackage]:
    return list(TransferPackage.objects.select_related("made_by")[:SHOWN])


def package(pk: int) -> tuple[TransferPackage, Attachment]:
    """A package with its file; 404 for neither."""
    found = TransferPackage.objects.select_related("made_by").filter(pk=pk).first()
    file = Attachment.objects.filter(pk=found.attachment_id).first() if found else None
    if found is None or file is None:
        raise Http404
    return found, file


def set_aside(year: int) -> QuerySet[NotKept]:
    return NotKept.objects.filter(at__year__gte=year).select_related("matter", "by").order_by("-at")


def item_of(matter_id: int) -> ArchiveItem | None:
    return ArchiveItem.objects.select_related("shelf").filter(matter_id=matter_id).first()
