"""A step on an engagement as a screen asks for it: judged by who may arrange for whom, by the diary, by the database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, OperationalError, transaction
from django.utils.translation import gettext as _

from shuniu.kernel.casework.case import NotAllowed, StepRefused
from shuniu.kernel.casework.models import Matter, Passage
from shuniu.kernel.casework.taking import BUSY, take
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.workdays.periods import local_day
from shuniu.office.engagements.models import Engagement, Leader
from shuniu.office.engagements.operations.asking import bind, kept, refuse_secrets
from shuniu.office.engagements.procedures.engagement import LeaderEngagement
from shuniu.office.engagements.queries import leaders as people
from shuniu.office.engagements.queries.screening import findings
from shuniu.office.engagements.screening import Verdict

FIXES = ("arrange", "accept", "change")
DESKS = ("propose", "arrange", "offer", "pass_on", "put_back", "decline", "change", "hold", "cancel")
"""Steps of whoever keeps the diary: a secretary takes them for the leaders they serve alone."""
COMES = ("propose", "offer", *FIXES)


def perform(
    name: str, matter: Matter, *, actor: Actor, at: datetime, data: Mapping[str, Any] | None = None, note: str = "",
    files: Sequence[UploadedFile[Any]] = (), expected: int | None = None, key: str | None = None,
) -> Matter:  # fmt: skip
    """Take the step. Raises StepRefused (also StaleMatter) in words, saying with whom and why a time does not do."""
    given = dict(data or {})
    refuse_secrets(note, *(value for value in given.values() if isinstance(value, str)))
    brought = kept(files, actor=actor, at=at)
    try:
        with transaction.atomic():
            detail = Engagement.objects.select_related("matter").get(pk=matter.pk)
            if not (key and Passage.objects.filter(key=key).exists()):
                _judged(name, detail, given, actor, at)
            done = take(
                LeaderEngagement.steps[name],
                matter,
                actor=actor,
                at=at,
                data=given,
                note=note,
                expected=expected,
                key=key,
            )
            bind(brought, done)
    except IntegrityError as error:
        raise _taken(detail, given, at) from error
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") not in BUSY:
            raise
        raise StepRefused(_("另一位同事正在办理这件事项，请稍后再试。您填写的内容仍在。")) from error
    return done


def _judged(name: str, detail: Engagement, data: dict[str, Any], actor: Actor, at: datetime) -> None:
    """What the table cannot know: whose diary it is, what day it is, what else stands in the diary."""
    wanted = data.get("leader") or detail.leader_id or detail.wanted_id
    if name in DESKS and not _keeps(name, detail, actor):
        raise NotAllowed(_("您只能安排所服务领导的活动，请由统筹员办理。"))
    if name in DESKS and name != "pass_on" and wanted and not _keeps_of(wanted, name, detail, actor):
        raise NotAllowed(_("您只能安排所服务领导的活动，请由统筹员办理。"))
    leader = people.leader_of(wanted)
    if leader is None and (data.get("leader") or name in COMES):
        raise StepRefused(_("没有这位领导，请从列表中选择。"))
    if leader is not None and data.get("leader"):
        data |= {"leader_name": str(leader), "leader_person": leader.person_id}
    begins = datetime.fromisoformat(data["starts"]) if data.get("starts") else detail.starts_at
    ends = datetime.fromisoformat(data["ends"]) if data.get("ends") else detail.ends_at
    if name in COMES and leader is not None and begins and ends:
        _refuse_time(name, detail, leader, (begins, ends), data, at)
    if name == "hold" and detail.starts_at and detail.starts_at > at:
        raise StepRefused(_("活动还没有开始，结束后再登记结果。"))


def _keeps(name: str, detail: Engagement, actor: Actor) -> bool:
    """The present diary. The leader's own word and the asking unit's are judged by the table."""
    return people.may_arrange(actor, detail.leader_id or detail.wanted_id) or _own_word(name, detail, actor)


def _keeps_of(leader_id: int, name: str, detail: Engagement, actor: Actor) -> bool:
    return people.may_arrange(actor, leader_id) or _own_word(name, detail, actor)


def _own_word(name: str, detail: Engagement, actor: Actor) -> bool:
    """What the leader does with an engagement of their own, and the unit that takes its request back."""
    if name in ("pass_on", "hold") and detail.leader_id:
        owner = people.leader_of(detail.leader_id)
        return owner is not None and owner.person_id in people.acts_for(actor)
    return name == "cancel" and detail.unit_id in actor.units_of(*LeaderEngagement.sees_own)


def _refuse_time(
    name: str,
    detail: Engagement,
    leader: Leader,
    span: tuple[datetime, datetime],
    data: Mapping[str, Any],
    at: datetime,
) -> None:
    begins, ends = span
    if begins < at and not detail.fixed:
        raise StepRefused(_("时间已经过去，请另选时间。"))
    if ends <= begins or local_day(begins) != local_day(ends):
        return  # The table refuses it in its own words.
    place = data.get("place")
    found = findings(detail, leader, asked_on=local_day(at), begins=begins, ends=ends, place_id=place)
    stops = [one for one in found if one.verdict is Verdict.STOP and (name in FIXES or one.key == "away")]
    if stops:
        raise StepRefused(_("不能排在这里：%(why)s") % {"why": " ".join(one.words for one in stops)})


def _taken(detail: Engagement, data: Mapping[str, Any], at: datetime) -> StepRefused:
    """The guard has spoken: somebody else was quicker. Says with what."""
    leader = people.leader_of(data.get("leader") or detail.leader_id)
    begins = datetime.fromisoformat(data["starts"]) if data.get("starts") else detail.starts_at
    ends = datetime.fromisoformat(data["ends"]) if data.get("ends") else detail.ends_at
    found = (
        findings(detail, leader, asked_on=local_day(at), begins=begins, ends=ends) if leader and begins and ends else []
    )
    words = next((one.words for one in found if one.key == "clash"), "")
    return StepRefused(_("这段时间刚刚被同事排定。%(words)s") % {"words": words})
