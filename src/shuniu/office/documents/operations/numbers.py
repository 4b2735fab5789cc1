"""编号: drawing document numbers, reserving them, and declaring them void. A number is never given twice."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from shuniu.kernel.audit.operations import append_shared
from shuniu.kernel.casework.case import Case, StepRefused
from shuniu.kernel.casework.models import Matter
from shuniu.kernel.casework.taking import load_locked, repeated, take
from shuniu.kernel.numbering.operations import reserve
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.tree import tree
from shuniu.office.documents import roles
from shuniu.office.documents.events import NUMBERS_RESERVED, NUMBERS_VOID, SERIES_CHANGED
from shuniu.office.documents.models import NumberRecord, Series
from shuniu.office.documents.operations.refusing import refuse_secrets
from shuniu.office.documents.procedures.outgoing import OutgoingPaper

COUNTERS = {Series.Counts.YEAR.value: "documents.number", Series.Counts.EVER.value: "documents.number.ever"}
"""The kernel's series that count by word (``registration``)."""
MOST = 200
"""How many numbers one reservation may take."""


def give_number(
    matter: Matter,
    *,
    actor: Actor,
    at: datetime,
    series: int | None = None,
    reserved: int | None = None,
    expected: int | None = None,
    key: str | None = None,
) -> Matter:
    """编号: the next number of a series, or one that was reserved. The year is that of the signature, not of today."""
    with transaction.atomic():
        case = load_locked(matter.pk)
        if repeated(OutgoingPaper.assign_number, matter.pk, key):
            return case.matter
        day = _signed_on(case)
        chosen = _series_in_force(series or case.detail.series_id, day)
        # Judged before a number is drawn: a step that is refused rolls back and leaves no gap, but it need not wait.
        kept = _own(case, chosen, day, at) or (
            _reserved(reserved, chosen, day) if reserved else _drawn(chosen, day, actor, at)
        )
        data = {"number": kept.text, "series": chosen.pk, "year": day.year, "value": kept.value}
        done = take(OutgoingPaper.assign_number, matter, actor=actor, at=at, data=data, expected=expected, key=key)
        kept.status, kept.matter_id, kept.by_id, kept.at = NumberRecord.Status.GIVEN, matter.pk, actor.person_id, at
        kept.save()
    return done


def void_number(
    matter: Matter, *, reason: str, actor: Actor, at: datetime, expected: int | None = None, key: str | None = None
) -> Matter:
    """文号作废: a numbered paper is given up before it went out; its number stays in the register as void."""
    refuse_secrets(reason)
    with transaction.atomic():
        done = take(
            OutgoingPaper.void_number, matter, actor=actor, at=at, data={"reason": reason}, expected=expected, key=key
        )
        NumberRecord.objects.filter(matter=matter, status="given").update(status="void", why=reason[:200], at=at)
    return done


def reserve_numbers(
    series: Series, *, on: date, count: int, why: str, used: bool, actor: Actor, at: datetime, key: str = ""
) -> list[str]:
    """预留: take the next numbers for later, or note as void what was used on paper before the product came (``used``)."""
    _refuse_strangers(actor)
    refuse_secrets(why)
    if not 1 <= count <= MOST:
        raise StepRefused(_("一次最多预留%(most)s个文号。") % {"most": MOST})
    status = NumberRecord.Status.VOID if used else NumberRecord.Status.RESERVED
    with transaction.atomic():
        if key and NumberRecord.objects.filter(key=key).exists():
            return []  # The same form, sent again.
        first = reserve(COUNTERS[series.counts], on, count, unit=series.word)
        rows = [_record(series, on, first + step, status, why, actor, at) for step in range(count)]
        rows[0].key = key
        NumberRecord.objects.bulk_create(rows)
        body = {"series": series.word, "first": rows[0].text, "last": rows[-1].text, "count": count, "why": why}
        append_shared("documents", NUMBERS_RESERVED, at=at, actor=actor, body=body)
    return [row.text for row in rows]


def void_reserved(record: NumberRecord, *, why: str, actor: Actor, at: datetime) -> None:
    """A reserved number will not be used: it stays in the register as void."""
    _refuse_strangers(actor)
    refuse_secrets(why)
    with transaction.atomic():
        changed = NumberRecord.objects.filter(pk=record.pk, status="reserved").update(
            status="void", why=why[:200], by_id=actor.person_id, at=at
        )
        if not changed:
            raise StepRefused(_("这个文号已经使用或作废，请刷新后查看。"))
        append_shared("documents", NUMBERS_VOID, at=at, actor=actor, body={"number": record.text, "why": why})


def save_series(series: Series, *, actor: Actor, at: datetime) -> Series:
    """A new series, or the last day of one. A word in use is never changed: it ends, and another begins."""
    _refuse_strangers(actor)
    with transaction.atomic():
        series.full_clean()
        series.save()
        body = {
            "series": series.word,
            "organ": series.organ,
            "from": str(series.active_from),
            "to": str(series.active_to or ""),
        }
        append_shared("documents", SERIES_CHANGED, at=at, actor=actor, body=body)
    return series


def _refuse_strangers(actor: Actor) -> None:
    home = tree().by_code.get(roles.HOME)
    if not any(actor.holds(role, home) for role in (roles.REVIEWER, roles.REGISTRAR, roles.DIRECTOR)):
        raise StepRefused(_("发文字号由文电科管理，您没有这项权限。"))


def _own(case: Case, series: Series, day: date, at: datetime) -> NumberRecord | None:
    """The number that the paper already bears, when it went back to be checked. In another year it gets another one."""
    known = NumberRecord.objects.select_for_update().filter(matter_id=case.matter.pk, status="given").first()
    if known is None or (known.year == series.period_of(day) and known.word == series.word):
        return known
    known.status, known.why, known.at = NumberRecord.Status.VOID, _("重新签发后改编文号"), at
    known.save(update_fields=["status", "why", "at"])
    return None


def _signed_on(case: Case) -> date:
    if case.detail.signed_on is None:
        raise StepRefused(_("文件还没有签发，不能编号。"))
    day: date = case.detail.signed_on
    return day


def _series_in_force(series_id: int | None, day: date) -> Series:
    chosen = Series.objects.filter(pk=series_id).first() if series_id else None
    if chosen is None:
        raise StepRefused(_("请选择发文代字。"))
    if not chosen.active_on(day):
        raise StepRefused(
            _("“%(word)s”在成文日期%(day)s没有启用，请选择当日有效的发文代字。")
            % {"word": chosen.word, "day": day.isoformat()}
        )
    return chosen


def _reserved(record_id: int, series: Series, day: date) -> NumberRecord:
    found = NumberRecord.objects.select_for_update().filter(pk=record_id, status="reserved").first()
    if found is None or found.word != series.word or found.year != series.period_of(day):
        raise StepRefused(_("选定的预留文号已经使用、作废，或不属于这一年这一代字，请重新选择。"))
    return found


def _drawn(series: Series, day: date, actor: Actor, at: datetime) -> NumberRecord:
    value = reserve(COUNTERS[series.counts], day, 1, unit=series.word)
    return _record(series, day, value, NumberRecord.Status.GIVEN, "", actor, at)


def _record(series: Series, day: date, value: int, status: str, why: str, actor: Actor, at: datetime) -> NumberRecord:
    return NumberRecord(
        word=series.word, year=series.period_of(day), value=value, text=series.written(value, day), series=series,
        status=status, why=why[:200], by_id=actor.person_id, at=at,
    )  # fmt: skip
