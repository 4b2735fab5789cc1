"""The registers beside the meetings: limits, weeks without meetings, series, the yearly plan, addresses of feeds."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from shuniu.kernel.audit.operations import append_shared
from shuniu.kernel.casework.case import NotAllowed, StepRefused
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.tree import tree
from shuniu.office.meetings.events import CAP, FEED, PLAN, QUIET, SERIES, record
from shuniu.office.meetings.models import Cap, FeedKey, PlanLine, QuietPeriod, Series
from shuniu.office.meetings.operations.refusing import acting, refuse_secrets
from shuniu.office.meetings.roles import DIRECTOR, HOME, LIAISON, SECTION


def _require(actor: Actor, *roles: str) -> None:
    if not any(actor.holds(role, tree().by_code.get(HOME)) for role in roles):
        raise NotAllowed(_("只有会务机构可以这样做。"))


def save_cap(row: Cap, *, actor: Actor, at: datetime) -> Cap:
    """A limit with its source. One that is over stays, with its last day: what was judged by it stays explained."""
    _require(actor, DIRECTOR)
    if row.per_year is None and row.people is None and row.hours is None and row.daily_cost is None:
        raise StepRefused(_("请至少填写一项限额。"))
    with transaction.atomic():
        row.save()
        what = "、".join(
            text for text in (
                tree().name(row.unit_id), str(row.get_klass_display() if row.klass else ""),
                _("每年%(count)s次") % {"count": row.per_year} if row.per_year is not None else "",
            ) if text
        )  # fmt: skip
        record(CAP, {"what": what or "—", "source": row.source}, actor=actor, at=at, subject=row.pk)
    return row


def save_quiet(row: QuietPeriod, *, actor: Actor, at: datetime) -> QuietPeriod:
    _require(actor, *SECTION)
    if row.until < row.since:
        raise StepRefused(_("结束日期早于开始日期。"))
    with transaction.atomic():
        row.save()
        said = {"title": row.title, "since": row.since.isoformat(), "until": row.until.isoformat()}
        record(QUIET, said, actor=actor, at=at, subject=row.pk)
    return row


def save_series(row: Series, *, actor: Actor, at: datetime) -> Series:
    _require(actor, *SECTION)
    if Series.objects.filter(name=row.name).exclude(pk=row.pk).exists():
        raise StepRefused(_("已经有名为“%(name)s”的会议系列。") % {"name": row.name})
    with transaction.atomic():
        row.save()
        record(SERIES, {"name": row.name}, actor=actor, at=at, subject=row.pk)
    return row


def propose_line(row: PlanLine, *, actor: Actor, at: datetime, key: str | None = None) -> PlanLine:
    """A unit's own liaison puts a meeting into the plan."""
    refuse_secrets(row.title)
    if not actor.holds(LIAISON, row.unit_id) and not actor.holds_any(SECTION):
        raise NotAllowed(_("只能报送本单位的会议计划。"))
    with transaction.atomic():
        known = PlanLine.objects.filter(key=key).first() if key else None
        if known is not None:
            return known
        row.by_id, row.at, row.key = acting(actor), at, key
        row.save()
        _record_line(row, actor, at)
    return row


def decide_line(pk: int, status: str, reason: str, *, actor: Actor, at: datetime) -> PlanLine:
    _require(actor, DIRECTOR)
    refuse_secrets(reason)
    with transaction.atomic():
        row = PlanLine.objects.select_for_update().filter(pk=pk).first()
        if row is None:
            raise StepRefused(_("没有这项计划，请刷新后查看。"))
        if row.status == status:
            return row
        if status == PlanLine.Status.REFUSED and not reason:
            raise StepRefused(_("不列入计划的，请填写理由。"))
        row.status, row.reason, row.decided_at = status, reason[:200], at
        row.save()
        _record_line(row, actor, at)
    return row


def _record_line(row: PlanLine, actor: Actor, at: datetime) -> None:
    said = {"year": row.year, "title": row.title, "status": str(row.get_status_display())}
    record(PLAN, said, actor=actor, at=at, subject=row.pk)


def renew_feed(*, person: int | None = None, facility: int | None = None, actor: Actor, at: datetime) -> FeedKey:
    """A new address; every earlier one is a 404 from now on. A person renews their own, the section a room's."""
    if person != acting(actor) and person is not None:
        raise NotAllowed(_("只能更换本人的订阅地址。"))
    if facility is not None:
        _require(actor, *SECTION)
    with transaction.atomic():
        whose: dict[str, Any] = {"person_id": person} if person else {"facility_id": facility}
        row, fresh = FeedKey.objects.select_for_update().get_or_create(**whose, defaults={"made_at": at})
        if not fresh:
            row.version, row.made_at = row.version + 1, at
            row.save()
        record(FEED, {"whose": actor.name if person else str(row.facility)}, actor=actor, at=at)
    return row


def record_export(what: str, rows: int, *, actor: Actor, at: datetime, filters: str) -> None:
    """What leaves the house as a list is an event of the record."""
    with transaction.atomic():
        body = {"what": what, "rows": rows, "filters": filters[:500], "address": actor.address}
        append_shared("access", "export", at=at, actor=actor, body=body)
