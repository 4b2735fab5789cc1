"""参会: inviting, answering, sitting, signing in. Each is a row of its own and an event of the record."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from shuniu.kernel.casework.case import NotAllowed, StepRefused
from shuniu.kernel.casework.models import Matter
from shuniu.kernel.casework.taking import load_locked
from shuniu.kernel.notifications.operations import notify
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.tree import tree
from shuniu.office.meetings.events import INVITED, REPLIED, SIGNED, UNINVITED, UNSIGNED, record
from shuniu.office.meetings.models import Invitation, Meeting
from shuniu.office.meetings.notices import INVITATION, about, told
from shuniu.office.meetings.operations.refusing import acting, refuse_secrets
from shuniu.office.meetings.queries.invitations import label_of, may_reply, placed
from shuniu.office.meetings.queries.people import Found, sought, warnings_for
from shuniu.office.meetings.roles import CLERK, HOME

OPEN = ("planning", "noticed")
DOORS_OPEN = timedelta(hours=1)
"""So long before it begins one may sign in."""


@dataclass(slots=True)
class Invited:
    """What became of a list: how many are new, and what the clerk should know of some of them."""

    added: int = 0
    twice: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def require_clerk(actor: Actor) -> None:
    if not actor.holds(CLERK, tree().by_code.get(HOME)):
        raise NotAllowed(_("只有会务员可以这样做。"))


def invite(matter: Matter, lines: Iterable[str], part: str, *, actor: Actor, at: datetime) -> Invited:
    """Put people and units on the list, one line each. Raises ``StepRefused`` when a line names nobody.

    Whoever is on the list already is not put on it again; whoever has another meeting then is invited, and it is told.
    """
    require_clerk(actor)
    with transaction.atomic():
        case = load_locked(matter.pk)
        if case.state not in OPEN:
            raise StepRefused(_("会议现在不能增加参会人员。"))
        wanted = sought(lines)
        if wanted.faults:
            raise StepRefused("".join(wanted.faults))
        return _invite(case.matter, case.detail, wanted.found, part, actor, at)


def _invite(matter: Matter, meeting: Meeting, found: Sequence[Found], part: str, actor: Actor, at: datetime) -> Invited:
    result, live = Invited(), matter.state == "noticed"
    rows = list(Invitation.objects.filter(matter_id=matter.pk))
    known = {(row.person_id, None if row.person_id else row.unit_id): row for row in rows}
    fresh: list[Invitation] = []
    for one in found:
        row = known.get((one.person, None if one.person else one.unit))
        if row is not None and row.withdrawn_at is None:
            result.twice.append(_("%(name)s已在名单中") % {"name": one.name})
            continue
        row = row or Invitation(
            matter=matter, person_id=one.person, unit_id=one.unit, position=len(rows) + len(fresh) + 1
        )
        row.part, row.title, row.withdrawn_at, row.live = part, one.title, None, live
        row.told = row.told or live
        row.starts_at, row.ends_at = meeting.starts_at, meeting.ends_at
        row.save()
        fresh.append(row)
    result.added = len(fresh)
    result.warnings = _warned(found, fresh, meeting, matter.pk)
    if fresh:
        who = "、".join(one.name for one in found if any(_same(one, row) for row in fresh))
        record(INVITED, {"number": matter.number, "who": who}, actor=actor, at=at, subject=matter.pk)
    if live and fresh:
        people = told(fresh, at)
        notify(people, INVITATION, about(matter, meeting), _url(matter), at)
    return result


def _same(one: Found, row: Invitation) -> bool:
    return (one.person, one.unit) == (row.person_id, row.unit_id)


def _warned(found: Sequence[Found], fresh: Sequence[Invitation], meeting: Meeting, matter_id: int) -> list[str]:
    if meeting.starts_at is None or meeting.ends_at is None:
        return []
    people = [row.person_id for row in fresh if row.person_id]
    names = {one.person: one.name for one in found}
    said = warnings_for(people, meeting.starts_at, meeting.ends_at, matter_id)
    return [f"{names[person]}：{'；'.join(why)}" for person, why in said.items()]


def _url(matter: Matter) -> str:
    return reverse("meetings:matter", args=[matter.number])


def uninvite(matter: Matter, pk: int, *, actor: Actor, at: datetime) -> None:
    """Take somebody off the list; nothing is deleted, and they are told when they had been told before."""
    require_clerk(actor)
    with transaction.atomic():
        case = load_locked(matter.pk)
        row = _row(matter, pk)
        if case.state not in OPEN or row.withdrawn_at is not None:
            raise StepRefused(_("名单已经变化，请刷新后查看。"))
        row.withdrawn_at = at
        row.save(update_fields=["withdrawn_at"])
        record(UNINVITED, {"number": matter.number, "who": label_of(row)}, actor=actor, at=at, subject=matter.pk)


def _row(matter: Matter, pk: int) -> Invitation:
    row = Invitation.objects.select_for_update().filter(matter_id=matter.pk, pk=pk).first()
    if row is None:
        raise StepRefused(_("名单已经变化，请刷新后查看。"))
    return row


@dataclass(frozen=True, slots=True)
class Answer:
    """参加, 由他人代为参加 or 请假."""

    reply: str
    reason: str = ""
    attendee: str = ""


def reply(matter: Matter, pk: int, answer: Answer, *, actor: Actor, at: datetime) -> list[str]:
    """Answer an invitation; until it begins an answer may be changed. Answers what should be known of the substitute."""
    refuse_secrets(answer.reason, answer.attendee)
    with transaction.atomic():
        load_locked(matter.pk)
        row = _row(matter, pk)
        if not may_reply(row, actor):
            raise NotAllowed(_("只能回复本人或者本单位的邀请。"))
        _answerable(row, at)
        _complete(row, answer)
        warnings = _put(row, answer, at)
        row.replied_at, row.replied_by_id = at, acting(actor)
        row.save()
        said = {"number": matter.number, "who": label_of(row), "reply": str(Invitation.Reply(answer.reply).label)}
        record(REPLIED, said, actor=actor, at=at, subject=matter.pk)
    return warnings


def _answerable(row: Invitation, at: datetime) -> None:
    if not row.live or row.withdrawn_at is not None:
        raise StepRefused(_("会议还没有通知，或者已经取消，不需要回复。"))
    if row.starts_at is not None and at >= row.starts_at:
        raise StepRefused(_("会议已经开始，不能再回复。请联系会务员。"))


def _complete(row: Invitation, answer: Answer) -> None:
    if answer.reply == Invitation.Reply.SUBSTITUTE and not (answer.attendee and answer.reason):
        raise StepRefused(_("由他人代为参加的，请填写代为参加人和理由。"))
    if answer.reply == Invitation.Reply.NO and not answer.reason:
        raise StepRefused(_("请假的，请填写理由。"))
    if answer.reply == Invitation.Reply.YES and row.person_id is None and not answer.attendee:
        raise StepRefused(_("请填写本单位参会人的姓名和职务。"))


def _put(row: Invitation, answer: Answer, at: datetime) -> list[str]:
    row.reply, row.reason = answer.reply, answer.reason[:200]
    row.attendee, row.attendee_person_id = "", None
    if answer.reply == Invitation.Reply.NO or not answer.attendee:
        return []
    found = next((one for one in sought([answer.attendee]).found if one.person), None)
    row.attendee = (f"{found.name}（{placed(tree().name(found.unit), found.title)}）" if found else answer.attendee)[
        :60
    ]
    if found is None or found.person is None:
        return []
    if found.person == row.person_id:
        raise StepRefused(_("代为参加的应当是另一个人。"))
    row.attendee_person_id = found.person
    notify([found.person], INVITATION, about(row.matter, row), _url(row.matter), at)
    if row.starts_at is None or row.ends_at is None:
        return []
    why = warnings_for([found.person], row.starts_at, row.ends_at, row.matter_id).get(found.person, [])
    return [f"{found.name}：{'；'.join(why)}"] if why else []


def order(matter: Matter, ids: Sequence[int], *, actor: Actor) -> None:
    """座次: the order of the list is the order of the seats."""
    require_clerk(actor)
    with transaction.atomic():
        load_locked(matter.pk)
        place = {pk: number for number, pk in enumerate(ids, start=1)}
        rows = list(Invitation.objects.filter(matter_id=matter.pk, pk__in=ids))
        for row in rows:
            row.position = place[row.pk]
        Invitation.objects.bulk_update(rows, ["position"])


# --- 签到 ----------------------------------------------------------------------------------------------------------


def sign_in(matter: Matter, code: str, *, actor: Actor, at: datetime) -> Invitation:
    """On one's own telephone, with the code that stands in the room. A second press finds it done."""
    with transaction.atomic():
        case = load_locked(matter.pk)
        if not case.detail.code or code != case.detail.code:
            raise StepRefused(_("签到码不对，请扫描会场的二维码。"))
        row = own(matter, actor)
        if row is None:
            raise StepRefused(_("您不在参会名单中，请到会务员处签到。"))
        _doors(row, case.state, at)
        _sign(row, "code", matter, actor, at)
    return row


def own(matter: Matter, actor: Actor) -> Invitation | None:
    """The seat on which this person sits: their own, or the one that they were sent to."""
    rows = Invitation.objects.filter(matter_id=matter.pk, withdrawn_at=None).select_related("person", "unit")
    seats = [row for row in rows if actor.person_id in (row.person_id, row.attendee_person_id)]
    return next(iter(sorted(seats, key=lambda row: row.attendee_person_id != actor.person_id)), None)


def _doors(row: Invitation, state: str, at: datetime) -> None:
    if state != "noticed" or row.starts_at is None:
        raise StepRefused(_("会议现在不能签到。"))
    if at < row.starts_at - DOORS_OPEN:
        raise StepRefused(_("会议开始前1小时起可以签到。"))


def sign_list(matter: Matter, ids: Iterable[int], *, actor: Actor, at: datetime) -> int:
    """按名单签到: those ticked are here, those not ticked are not. Answers how many changed."""
    require_clerk(actor)
    with transaction.atomic():
        case = load_locked(matter.pk)
        if case.state != "noticed":
            raise StepRefused(_("会议现在不能签到。"))
        here, changed = set(ids), 0
        for row in Invitation.objects.filter(matter_id=matter.pk, withdrawn_at=None).select_related("person", "unit"):
            if row.pk in here and row.signed_at is None:
                _sign(row, "list", matter, actor, at)
                changed += 1
            elif row.pk not in here and row.signed_how == "list":
                row.signed_at, row.signed_how = None, ""
                row.save(update_fields=["signed_at", "signed_how"])
                body = {"number": matter.number, "who": label_of(row)}
                record(UNSIGNED, body, actor=actor, at=at, subject=matter.pk)
                changed += 1
    return changed


def _sign(row: Invitation, how: str, matter: Matter, actor: Actor, at: datetime) -> None:
    if row.signed_at is not None:
        return
    row.signed_at, row.signed_how = at, how
    row.save(update_fields=["signed_at", "signed_how"])
    record(SIGNED, {"number": matter.number, "who": label_of(row)}, actor=actor, at=at, subject=matter.pk)
