"""The versions of a paper: who wrote which when, at which step, and two of them compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from shuniu.kernel.casework.models import Matter, Passage
from shuniu.kernel.casework.pages import Opened
from shuniu.kernel.casework.pages import opened as opened_in
from shuniu.kernel.organisation.actor import Actor
from shuniu.office.documents.models import KeptFinding, Outgoing, Version
from shuniu.office.documents.procedures.outgoing import OutgoingPaper
from shuniu.office.documents.queries.comparing import Comparison, compare


def opened(actor: Actor, number: str) -> Opened:
    """The paper of that number with its passages; 404 for a stranger."""
    return opened_in(actor, Outgoing.objects.select_related("series"), number)


@dataclass(frozen=True, slots=True)
class Line:
    """One version in the list."""

    no: int
    by: str
    at: datetime
    note: str
    step: str
    characters: int


def lines(matter: Matter, passages: Sequence[Passage]) -> list[Line]:
    """The versions, the newest first. One query, and none for the steps: the page has read the passages."""
    steps = {passage.data["version"]: passage for passage in passages if "version" in passage.data}
    rows = Version.objects.filter(matter=matter).select_related("by").order_by("-no")
    return [
        Line(
            one.no,
            passage.by if (passage := steps.get(one.no)) else (one.by.name if one.by else ""),
            one.at,
            one.note,
            str(OutgoingPaper.steps[passage.step].label) if passage else "",
            len(str(one.content.get("text", ""))),
        )
        for one in rows
    ]


def pair(matter: Matter, old: int, new: int) -> tuple[Version, Version] | None:
    """Two versions, the earlier one first; None when either is not there."""
    found = {one.no: one for one in Version.objects.filter(matter=matter, no__in=(old, new))}
    return (found[min(old, new)], found[max(old, new)]) if len(found) == len({old, new}) and found else None


def compared(old: Version, new: Version) -> Comparison:
    return compare(old.content, new.content)


def kept_findings(matter: Matter | None, person_id: int | None) -> list[KeptFinding]:
    """What was decided to be left, with who and why; before the first save, what this person decided."""
    rows = KeptFinding.objects.select_related("by")
    return list(rows.filter(matter=matter) if matter else rows.filter(matter=None, by_id=person_id))


def saved_with(key: str) -> bool:
    """Whether the form with this token has been saved already."""
    return bool(key) and (Matter.objects.filter(key=key).exists() or Passage.objects.filter(key=key).exists())
