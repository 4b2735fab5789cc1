"""申请领导活动: a unit asks for a leader's time, or a leader or secretary enters what has no asking unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from shuniu.kernel.casework.case import NotAllowed, StepRefused
from shuniu.kernel.casework.models import Matter
from shuniu.kernel.casework.taking import open_matter
from shuniu.kernel.files.models import Attachment
from shuniu.kernel.files.receiving import STAFF, attach, receive
from shuniu.kernel.files.refusals import SECRET_REFUSAL, Refused
from shuniu.kernel.files.secrecy import marks_in
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.workdays.periods import local_day
from shuniu.office.engagements.models import Engagement, Leader, Rank
from shuniu.office.engagements.procedures.engagement import LeaderEngagement
from shuniu.office.engagements.queries import leaders as people
from shuniu.office.engagements.queries.screening import around
from shuniu.office.engagements.screening import Ask, Finding, screen

MATERIAL = "material"
TAKEN = "已有安排"
"""What a private entry is called wherever its words must not stand."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked for. ``leader`` names one; else ``rank`` says of what level."""

    about: str
    kind: str
    necessity: str
    unit: int | None
    earliest: datetime
    latest: datetime
    minutes: int
    leader: int | None = None
    rank: str = Rank.NAMED.value
    place: int | None = None
    place_note: str = ""
    attendees: str = ""
    headcount: int = 0
    private: bool = False


def ask(
    request: Request, *, actor: Actor, at: datetime, key: str | None, files: Sequence[UploadedFile[Any]] = ()
) -> Matter:
    """Open the request with what the rules say of it. Raises StepRefused in words."""
    leader = _checked(request, actor, at)
    brought = kept(files, actor=actor, at=at)
    return open_matter(
        LeaderEngagement.ask, detail_of(request, screened(request, leader, at)), actor=actor, at=at,
        title=TAKEN if request.private else request.about, source="office", key=key, data=data_of(request, leader),
        then=lambda matter: bind(brought, matter),
    )  # fmt: skip


def detail_of(request: Request, found: Sequence[Finding]) -> Engagement:
    return Engagement(
        unit_id=request.unit, kind=request.kind, about=request.about, necessity=request.necessity,
        place_note=request.place_note, attendees=request.attendees, headcount=request.headcount, earliest=request.earliest,
        latest=request.latest, minutes=request.minutes, private=request.private, screening=[one.kept() for one in found],
    )  # fmt: skip


def data_of(request: Request, leader: Leader | None) -> dict[str, Any]:
    """What the record says of the request. Of a private entry it says no more than that there is one."""
    said = {} if request.private else {"about": request.about, "kind": request.kind, "necessity": request.necessity}
    return {
        **said, "unit": request.unit, "leader": request.leader, "rank": request.rank, "place": request.place,
        "leader_name": str(leader) if leader else "", "minutes": request.minutes,
        "earliest": request.earliest.isoformat(), "latest": request.latest.isoformat(),
    }  # fmt: skip


def screened(request: Request, leader: Leader | None, at: datetime) -> list[Finding]:
    """The rules' answers for the earliest time that was asked for."""
    begins = request.earliest
    exact = (request.latest - begins).total_seconds() / 60 <= request.minutes
    said = Ask(
        request.kind, request.necessity, request.unit, request.headcount, begins if exact else None,
        request.latest if exact else None, request.place, private=request.private,
    )  # fmt: skip
    return screen(said, around(leader, said, asked_on=local_day(at), year_of=local_day(begins)))


def _checked(request: Request, actor: Actor, at: datetime) -> Leader | None:
    refuse_secrets(request.about, request.necessity, request.attendees, request.place_note)
    if request.earliest < at:
        raise StepRefused(_("时间已经过去，请另选时间。"))
    if request.latest <= request.earliest:
        raise StepRefused(_("最晚时间须晚于最早时间。"))
    leader = people.leader_of(request.leader)
    if request.leader and leader is None:
        raise StepRefused(_("没有这位领导，请从列表中选择。"))
    if leader is not None and leader.until is not None and leader.until < local_day(request.earliest):
        raise StepRefused(people.away(leader, local_day(request.earliest)))
    if request.private and (leader is None or leader.pk not in people.reads_private(actor)):
        raise NotAllowed(_("不公开内容的安排由领导本人或其秘书登记。"))
    if request.unit is not None and (tree().get(request.unit) is None or tree()[request.unit].closed):
        raise StepRefused(_("申请单位已经撤并，请选择现在的单位。"))
    return leader


def refuse_secrets(*texts: str) -> None:
    """涉密: what bears a mark does not enter, by whatever door."""
    if any(marks_in(text) for text in texts if text):
        raise StepRefused(str(SECRET_REFUSAL))


def kept(files: Sequence[UploadedFile[Any]], *, actor: Actor, at: datetime) -> list[Attachment]:
    found = []
    for file in files:
        try:
            found.append(receive(file, at=at, limits=STAFF, by=actor.person_id, role=MATERIAL))
        except Refused as refusal:
            raise StepRefused(_("“%(name)s”：%(why)s") % {"name": file.name, "why": str(refusal)}) from refusal
    return found


def bind(files: Sequence[Attachment], matter: Matter) -> None:
    if files:
        attach([one.pk for one in files], matter_id=matter.pk, role=MATERIAL)
