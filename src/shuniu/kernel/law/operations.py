"""The two verbs that change the installation's law. Each returns what changed; the caller writes it to the ledger."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.db.models import Max, Q
from django.utils.translation import gettext as _

from shuniu.kernel.law import limits
from shuniu.kernel.law.instruments import Mark
from shuniu.kernel.law.models import HolidayNotice, LocalLimit, Revision
from shuniu.kernel.workdays import Calendar, Notice, Period, load_notice, parse_notice


class LawError(ValueError):
    """The change is refused; the message says why, in the person's language."""


@dataclass(frozen=True, slots=True)
class MovedDay:
    """A day whose standing changed with a notice."""

    day: date
    was: str
    now: str
    working: bool


@dataclass(frozen=True, slots=True)
class YearLoaded:
    """A notice now in force: its row, the version before it, and the days that changed between working and off.

    `was_provisional` says that the year had no notice; then every clock that crosses into it wants a new reckoning even
    if no day moved. `unchanged` says that the very same notice was in force already and nothing was written.
    """

    notice: HolidayNotice
    previous_version: int | None
    moved: tuple[MovedDay, ...]
    was_provisional: bool
    unchanged: bool = False


@dataclass(frozen=True, slots=True)
class LimitSet:
    """A limit now configured: its row, the period that stood on its first day until now, and the row that it ended."""

    row: LocalLimit
    before: Period
    ended: LocalLimit | None = None
    replaced: bool = False


@transaction.atomic
def load_year(file: Path | bytes | str | Mapping[str, Any], *, by: str, at: datetime) -> YearLoaded:
    """Load a year's notice from its file (a path, its content, or its decoded JSON) and put it in force.

    Raises NoticeError, in words, when the file cannot be used. Clocks are not touched: the caller re-runs them.
    """
    notice = parse_notice(file) if isinstance(file, (bytes, str)) else load_notice(file)
    _one_at_a_time()
    before = limits.current_calendar()
    latest = HolidayNotice.objects.filter(year=notice.year).aggregate(Max("version"))["version__max"] or 0
    active = HolidayNotice.objects.filter(year=notice.year, active=True).first()
    if active is not None and load_notice(active.data) == notice:
        return YearLoaded(active, active.version, (), was_provisional=False, unchanged=True)
    if active is not None:
        active.active = False
        active.save(update_fields=["active"])
    row = HolidayNotice.objects.create(
        year=notice.year,
        version=latest + 1,
        title=notice.title,
        number=notice.number,
        data=notice.to_dict(),
        loaded_by=by,
        loaded_at=at,
    )
    _announce()
    moved = moved_days(before, notice)
    return YearLoaded(row, active.version if active else None, moved, notice.year not in before.years)


def moved_days(before: Calendar, notice: Notice) -> tuple[MovedDay, ...]:
    """The days that `notice` would turn from working to off or back: what an administrator sees before agreeing."""
    after = Calendar([*before.notices, notice])
    first = date(notice.year - 1, 12, 25)
    days = (first + timedelta(n) for n in range((date(notice.year, 12, 31) - first).days + 1))
    return tuple(
        MovedDay(day, before.day_kind(day).reason, after.day_kind(day).reason, after.is_working(day))
        for day in days
        if before.is_working(day) != after.is_working(day)
    )


@transaction.atomic
def set_limit(
    *,
    key: str,
    period: Period,
    effective_from: date,
    source_title: str,
    effective_to: date | None = None,
    source_number: str = "",
    mark: Mark = Mark.SECONDARY,
    note: str = "",
) -> LimitSet:
    """Configure a local limit from a day on (until a day, both included).

    The value that stood until then ends on the day before; one that begins on the same day is replaced (a correction).
    Any other overlap is refused. Raises UnknownLimit for a key no module registered, LawError in words otherwise.
    """
    limits.rule_of(key)
    if not source_title.strip():
        raise LawError(_("请写明时限的依据。"))
    if effective_to is not None and effective_to < effective_from:
        raise LawError(_("失效日期不能早于施行日期。"))
    _one_at_a_time()
    before = limits.limit(key, effective_from).value
    ended = _make_room(key, effective_from, effective_to)
    row, created = LocalLimit.objects.update_or_create(
        key=key,
        effective_from=effective_from,
        defaults={
            "value": period.length,
            "unit": period.unit.value,
            "effective_to": effective_to,
            "source_title": source_title.strip(),
            "source_number": source_number.strip(),
            "mark": mark.value,
            "note": note.strip(),
        },
    )
    _announce()
    return LimitSet(row, before, ended, replaced=not created)


def _make_room(key: str, effective_from: date, effective_to: date | None) -> LocalLimit | None:
    """End the open row that stood until `effective_from`; refuse any other overlap."""
    rows = LocalLimit.objects.filter(key=key).filter(Q(effective_to__isnull=True) | Q(effective_to__gte=effective_from))
    if effective_to is not None:
        rows = rows.filter(effective_from__lte=effective_to)
    ended = None
    for row in rows.order_by("effective_from"):
        if row.effective_from == effective_from:
            continue
        if row.effective_from < effective_from and row.effective_to is None:
            row.effective_to = effective_from - timedelta(days=1)
            row.save(update_fields=["effective_to"])
            ended = row
            continue
        raise LawError(
            _("与%(start)s起施行的规定（%(period)s）重叠，请先写明失效日期或改用其他施行日期。")
            % {"start": row.effective_from.isoformat(), "period": str(row.period)}
        )
    return ended


def _one_at_a_time() -> None:
    """Wait for another change of the law to finish: two notices for one year must not both become active."""
    Revision.objects.select_for_update().get_or_create(pk=1, defaults={"token": uuid4().hex})


def _announce() -> None:
    """Tell every process that the law changed. Last, so that no one reads the old rows under the new token."""
    Revision.objects.filter(pk=1).update(token=uuid4().hex)
    limits.forget()
    transaction.on_commit(limits.forget)
