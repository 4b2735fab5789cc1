"""The sheet's verbs: a card is put into half a day, what fits is fixed together, the week is published as a version."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from shuniu.kernel.audit.operations import append_shared
from shuniu.kernel.casework.case import NotAllowed, StepRefused
from shuniu.kernel.casework.models import Matter
from shuniu.kernel.notifications.operations import notify
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.workdays.periods import SHANGHAI, local_day
from shuniu.office.engagements.models import Engagement, Serving, WeekVersion
from shuniu.office.engagements.operations.arranging import perform
from shuniu.office.engagements.placing import HOURS, Half, Ways, first_gap, half_of
from shuniu.office.engagements.queries import leaders as people
from shuniu.office.engagements.queries.rules import values, ways
from shuniu.office.engagements.queries.screening import in_diary, midnight
from shuniu.office.engagements.queries.sheets import DAYS, Sheet
from shuniu.office.engagements.queries.week import sheet, snapshot

WEEK = "engagements.week"
FIXED = ("arranged",)


@dataclass(frozen=True, slots=True)
class Drop:
    """Where a card was put: half a day of a leader, or an exact time in it."""

    leader: int
    day: date
    half: Half
    at: datetime | None = None


def move(
    matter: Matter, drop: Drop, *, actor: Actor, at: datetime, expected: int | None, key: str | None
) -> tuple[datetime, datetime]:
    """Put an engagement there: 拟排, or 改期 of what is fixed. Answers the time it got. Raises StepRefused in words."""
    detail = Engagement.objects.select_related("matter").get(pk=matter.pk)
    begins, ends = _time(detail, drop, at)
    step = "change" if detail.matter.state in FIXED else "propose"
    data = {"leader": drop.leader, "starts": begins.isoformat(), "ends": ends.isoformat()}
    perform(step, matter, actor=actor, at=at, data=data, expected=expected, key=key)
    return begins, ends


def _time(detail: Engagement, drop: Drop, at: datetime) -> tuple[datetime, datetime]:
    """The hour it had, where it only changes its day or leader; else the first gap; else the beginning of the half day."""
    length = (
        detail.ends_at - detail.starts_at if detail.starts_at and detail.ends_at else timedelta(minutes=detail.minutes)
    )
    if drop.at is not None:
        return drop.at, drop.at + length
    before = detail.starts_at
    same_place = before is not None and (detail.leader_id, local_day(before), half_of(before)) == (
        drop.leader,
        drop.day,
        drop.half,
    )
    asked = _asked(detail, drop)
    if before is not None and half_of(before) is drop.half and not same_place:
        asked = datetime.combine(drop.day, before.astimezone(SHANGHAI).time(), SHANGHAI)
    day = midnight(drop.day)
    busy = in_diary(drop.leader, day, day + timedelta(days=1), but=detail.pk)
    road = Ways(ways(), values(local_day(at))["travel"].value)
    free = not any(one.begins < asked + length and asked < one.ends for one in busy) if asked else False
    if asked is not None and free and asked > at:
        return asked, asked + length
    minutes = int(length.total_seconds() // 60)
    after = max(at, asked - timedelta(minutes=1)) if asked is not None else at
    gap = first_gap(minutes, drop.day, drop.half, busy, detail.place_id, road, after=after)
    begins = asked or datetime.combine(drop.day, HOURS[drop.half][0], SHANGHAI)
    return gap or (begins, begins + length)


def _asked(detail: Engagement, drop: Drop) -> datetime | None:
    """The earliest hour that was asked for, when it lies in this very half day."""
    begins = detail.earliest
    return begins if local_day(begins) == drop.day and half_of(begins) is drop.half else None


def fix_ready(monday: date, *, actor: Actor, at: datetime, key: str) -> tuple[int, list[str]]:
    """排定 every 拟排 of the week that has no trouble, each on its own: how many, and why others were not."""
    done, refused = 0, []
    for card in sheet(actor, monday, now=at).ready:
        matter = Matter.objects.get(number=card.number)
        try:
            perform("arrange", matter, actor=actor, at=at, expected=card.seq, key=f"{key}:{card.number}"[:64])
            done += 1
        except StepRefused as refusal:
            refused.append(f"{card.title}：{refusal}")
    return done, refused


def publish(monday: date, *, actor: Actor, at: datetime, seen: int, key: str) -> WeekVersion:
    """发布: the week as it stands is the next version, and all concerned are told. ``seen`` is the version on the page."""
    known = WeekVersion.objects.filter(key=key).first()
    if known is not None:
        return known
    if not people.arranges(actor):
        raise NotAllowed(_("一周安排由统筹员发布。"))
    shown = sheet(actor, monday, now=at)
    standing = shown.version.version if shown.version else 0
    if standing != seen:
        raise StepRefused(_("您打开页面之后，同事已发布第%(version)s版，请看过再发布。") % {"version": standing})
    if shown.version is not None and not shown.changes:
        raise StepRefused(_("本周安排自第%(version)s版以来没有变动，不需要再发布。") % {"version": standing})
    try:
        return _published(shown, standing + 1, actor, at, key)
    except IntegrityError as error:
        raise StepRefused(_("同事刚刚发布了这一周的安排，请看过再发布。")) from error


@transaction.atomic
def _published(shown: Sheet, number: int, actor: Actor, at: datetime, key: str) -> WeekVersion:
    made = WeekVersion.objects.create(
        monday=shown.monday, version=number, rows=snapshot(shown.cards), published_at=at, published_by_id=actor.person_id,
        by=actor.label, key=key,
    )  # fmt: skip
    body = {"week": shown.monday.isoformat(), "version": number, "entries": len(made.rows)}
    append_shared("engagements", "engagements.week_published", at=at, actor=actor, body=body)
    context = {"week": week_label(shown.monday), "version": number}
    notify(_readers(shown, actor, at), WEEK, context, f"/engagements/week/?on={shown.monday.isoformat()}", at)
    return made


def _readers(shown: Sheet, actor: Actor, at: datetime) -> list[int]:
    """Leaders with a row, their secretaries, and the liaisons of the units that are on the sheet."""
    leader_ids = [row.leader.pk for row in shown.rows]
    found = {row.leader.person_id for row in shown.rows}
    found |= set(Serving.objects.filter(leader_id__in=leader_ids).values_list("person_id", flat=True))
    return sorted(found - {actor.person_id or 0})


def week_label(monday: date) -> str:
    sunday = monday + timedelta(days=DAYS - 1)
    return _("%(year)s年%(month)s月%(day)s日至%(to_month)s月%(to_day)s日") % {
        "year": monday.year, "month": monday.month, "day": monday.day, "to_month": sunday.month, "to_day": sunday.day,
    }  # fmt: skip
