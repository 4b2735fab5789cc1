"""What everybody may read: released publications, their versions and what became of them, and their lists."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from shuniu.kernel.casework.models import Passage
from shuniu.kernel.files.models import Attachment
from shuniu.kernel.files.receiving import attachments_of
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.search import find
from shuniu.public.disclosure import lists
from shuniu.public.disclosure.comparing import Line, compare
from shuniu.public.disclosure.models import Publication, PublicationText
from shuniu.public.disclosure.models.publication import OPEN
from shuniu.public.disclosure.procedures import PublicationProcedure

FACET = "open"
"""Marks in the index what was released."""
FOUND_MOST = 200
NEAR_MOST = 20
NEAR_SHARE = 0.4
"""What has less than this share of the best one's score is about something else."""
NEWEST = ("-published_on", "-pk")
YEARS_MOST = 30
HEADING = re.compile(r"^\s*(?:第[一二三四五六七八九十百]+[章节]|[一二三四五六七八九十]{1,3}、)")
HEADING_MOST = 60


def released() -> QuerySet[Publication]:
    """Everything that is public."""
    return Publication.objects.filter(published_on__isnull=False).select_related("matter")


def listed(
    query: str = "", *, category: str = "", year: int | None = None, validity: str = ""
) -> QuerySet[Publication]:
    """The list, narrowed; by the index when words are asked for, never by reading the texts."""
    rows = released()
    if category:
        rows = rows.filter(category=category)
    if year:
        rows = rows.filter(published_on__gte=date(year, 1, 1), published_on__lte=date(year, 12, 31))
    if validity == "in_force":
        rows = rows.filter(validity=Publication.Validity.IN_FORCE)
    elif validity == "ended":
        rows = rows.exclude(validity=Publication.Validity.IN_FORCE)
    return rows.filter(pk__in=_hits(query, FOUND_MOST)) if query else rows


def _hits(query: str, most: int, share: float = 0) -> list[int]:
    hits = find(query, kinds=[PublicationProcedure.kind], any_of=[[FACET]], limit=most).hits
    return [hit.key for hit in hits if hit.score >= hits[0].score * share]


def best_for(query: str, most: int = 6) -> list[Row]:
    """What may already answer a question, best first."""
    keys = _hits(query, most, NEAR_SHARE) if query else []
    found = {one.pk: one for one in released().filter(pk__in=keys)} if keys else {}
    return [row_of(found[key]) for key in keys if key in found]


def years(today: date) -> list[int]:
    """Years in which something was published, newest first, as far as a list of choices should be long."""
    first = released().order_by("published_on").values_list("published_on", flat=True).first()
    return list(range(today.year, max(first.year, today.year - YEARS_MOST) - 1, -1)) if first else []


class Row(NamedTuple):
    """One line of the public list."""

    pk: int
    number: str
    title: str
    category: str
    index_number: str
    document_number: str
    published_on: date
    changed_at: datetime
    validity: str
    standing: str
    unit: str
    interprets: bool

    @property
    def url(self) -> str:
        return reverse("open:show", args=[self.number])

    @property
    def category_label(self) -> str:
        return lists.short_of(self.category)


def row_of(one: Publication) -> Row:
    assert one.published_on is not None
    assert one.changed_at is not None
    return Row(
        one.pk, one.matter.number or "", one.matter.title, one.category, one.index_number, one.document_number,
        one.published_on, one.changed_at, one.validity, str(Publication.Validity(one.validity).label),
        tree().name(one.matter.unit_id), one.explains_id is not None,
    )  # fmt: skip


def rows_of(found: Iterable[Publication]) -> list[Row]:
    return [row_of(one) for one in found]


def stamp() -> tuple[datetime | None, int] | None:
    """When anything public last changed, and which: the whole of the public pages is as old as that."""
    changed = released().filter(changed_at__isnull=False)  # Said, so that the partial index answers.
    return changed.order_by("-changed_at").values_list("changed_at", "pk").first()


# --- One publication -----------------------------------------------------------------------------------------------


class Paragraph(NamedTuple):
    text: str
    heading: bool


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the history that everybody may read. ``version`` is 0 where no words changed."""

    sort: str
    label: str
    at: datetime
    reason: str
    version: int
    effective: date | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """A publication as it is read, in one of its public versions."""

    row: Row
    item: lists.Item | None
    publication: Publication
    formed_on: date
    text: PublicationText
    version: int
    newest: int
    paragraphs: list[Paragraph]
    history: list[Change]
    files: list[Attachment]
    policy: Row | None
    explanations: list[Row]

    @property
    def is_newest(self) -> bool:
        return self.version == self.newest

    @property
    def ended(self) -> Change | None:
        return next((one for one in self.history if one.sort in ("repeal", "expire")), None)

    @property
    def older(self) -> int:
        """The public version before this one, 0 for the first."""
        return self.version - 1 if self.publication.public_from and self.version > self.publication.public_from else 0


def published(number: str) -> Publication | None:
    return released().filter(matter__number=number).first() if "\x00" not in number else None


def reading(number: str, version: int = 0) -> Reading | None:
    """The publication of that number in that version (the newest without one); None when it is not public."""
    one = published(number)
    if one is None or one.public_from is None:
        return None
    shown = version or one.version
    if not one.public_from <= shown <= one.version:
        return None
    text = PublicationText.objects.filter(matter_id=one.pk, version=shown).first()
    if text is None:
        return None
    near = {near.pk: near for near in _near(one)}
    return Reading(
        row=row_of(one),
        item=lists.ITEMS.get(one.category),
        publication=one,
        formed_on=one.formed_on,
        text=text,
        version=shown,
        newest=one.version,
        paragraphs=paragraphs_of(text.text),
        history=_history(one),
        files=attachments_of(one.pk, roles=(OPEN,)),
        policy=row_of(near[one.explains_id]) if one.explains_id in near else None,
        explanations=[row_of(each) for each in near.values() if each.explains_id == one.pk],
    )


def _near(one: Publication) -> list[Publication]:
    """What explains it, newest first, and the policy that it explains."""
    explaining = list(released().filter(explains_id=one.pk).order_by(*NEWEST)[:NEAR_MOST])
    return explaining + (list(released().filter(pk=one.explains_id)) if one.explains_id else [])


def paragraphs_of(text: str) -> list[Paragraph]:
    lines = (line.strip() for line in text.splitlines())
    return [Paragraph(line, len(line) <= HEADING_MOST and bool(HEADING.match(line))) for line in lines if line]


def _history(one: Publication) -> list[Change]:
    """Released, corrected, repealed, expired: newest first. What came before the release is not public."""
    labels = {"release": _("公开"), "amend": _("更正"), "repeal": _("废止"), "expire": _("失效")}
    found: list[Change] = []
    version = one.public_from or 1
    passages = Passage.objects.filter(matter_id=one.pk, step__in=labels).order_by("seq")
    for step, at, data in passages.values_list("step", "at", "data"):
        version += step == "amend"
        words = step in ("release", "amend")
        effective = date.fromisoformat(data["repealed_on"]) if step == "repeal" else None
        found.append(Change(step, labels[step], at, _told(step, data), version if words else 0, effective))
    return found[::-1]


def _told(step: str, data: dict[str, Any]) -> str:
    return "" if step == "release" else str(data.get("reason", ""))


def comparison(number: str, version: int) -> tuple[Reading, PublicationText, list[Line]] | None:
    """A public version beside the public one before it."""
    shown = reading(number, version)
    if shown is None or not shown.older:
        return None
    before = PublicationText.objects.filter(matter_id=shown.publication.pk, version=shown.older).first()
    return (shown, before, compare(before.text, shown.text.text)) if before else None


def file_of(number: str, pk: int) -> Attachment | None:
    one = published(number)
    own = attachments_of(one.pk, roles=(OPEN,)) if one else []
    return next((file for file in own if file.pk == pk), None)


def mapped(year: int, most: int) -> list[tuple[str, datetime | None]]:
    """Address and last change of a year's publications, for the sitemap."""
    rows = listed(year=year).order_by(*NEWEST).values_list("matter__number", "changed_at")[:most]
    return [(reverse("open:show", args=[number]), at) for number, at in rows]
