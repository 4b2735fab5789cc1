"""What the city's own limits say of a meeting that is asked for: what they refuse, and what is left of the year."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import Q
from django.utils.translation import gettext as _

from shuniu.kernel.law.limits import current_calendar
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.workdays.periods import local_day
from shuniu.office.meetings.limits import LESS_BURDEN, OTHER_HOURS
from shuniu.office.meetings.models import Cap, Klass, Meeting, NotAPaper, QuietPeriod


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request says, as far as the limits care."""

    unit: int
    klass: str
    people: int
    starts: datetime
    ends: datetime
    budget: Decimal
    exemption: str = ""
    not_a_paper: str = ""
    why: str = ""

    @property
    def days(self) -> list[date]:
        """Every day that it touches. One that ends at midnight does not touch the next."""
        first, last = local_day(self.starts), local_day(self.ends - timedelta(seconds=1))
        return [first + timedelta(days=count) for count in range((last - first).days + 1)]

    @property
    def hours(self) -> Decimal:
        return Decimal(str(round((self.ends - self.starts).total_seconds() / 3600, 2)))


@dataclass(frozen=True, slots=True)
class Left:
    """One limit on the number of meetings with what has been used of it."""

    what: str
    source: str
    most: int
    used: int

    @property
    def left(self) -> int:
        return max(0, self.most - self.used)


@dataclass(slots=True)
class Verdict:
    refusals: list[str] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)


def caps_for(unit: int, klass: str, on: date) -> list[Cap]:
    in_force = Q(effective_from__lte=on) & (Q(effective_to=None) | Q(effective_to__gte=on))
    fitting = Q(unit=None) | Q(unit_id=unit)
    return list(Cap.objects.filter(in_force, fitting, klass__in=("", klass)))


def used(unit: int, klass: str, year: int, but: int | None = None) -> int:
    """How many meetings of the unit count in a year; of one class, when it is given."""
    rows = Meeting.objects.filter(unit_id=unit, counted=True, day__gte=date(year, 1, 1), day__lte=date(year, 12, 31))
    rows = rows.filter(klass=klass) if klass else rows
    return rows.exclude(pk=but).count()


def left_of(unit: int, klass: str, on: date, but: int | None = None) -> list[Left]:
    """What is left of the year, for every limit on numbers that holds for the unit and the class."""
    return list(_left(caps_for(unit, klass, on), unit, on.year, but))


def _left(caps: list[Cap], unit: int, year: int, but: int | None) -> Iterator[Left]:
    for cap in caps:
        if cap.per_year is not None:
            label = str(Klass(cap.klass).label) if cap.klass else _("各类会议合计")
            yield Left(label, cap.source, cap.per_year, used(unit, cap.klass, year, but))


def check(asked: Asked, *, but: int | None = None) -> Verdict:
    """Everything that the limits say of a request. ``but``: the meeting itself, when it is asked for again."""
    day = local_day(asked.starts)
    caps = caps_for(asked.unit, asked.klass, day)
    verdict = Verdict(left=list(_left(caps, asked.unit, day.year, but)))
    verdict.refusals += [_over(one, asked.unit, day.year) for one in verdict.left if one.left == 0]
    for cap in caps:
        verdict.refusals += _of_cap(cap, asked)
    _of_days(asked, verdict)
    _of_purpose(asked, verdict)
    return verdict


def _over(one: Left, unit: int, year: int) -> str:
    return _("%(unit)s%(year)s年“%(what)s”限额%(most)s次，已用%(used)s次，没有剩余（%(source)s，待确认）。请并入已批准的会议，或者改为发文。") % {
        "unit": tree().name(unit), "year": year, "what": one.what, "most": one.most, "used": one.used,
        "source": one.source,
    }  # fmt: skip


def _of_cap(cap: Cap, asked: Asked) -> Iterator[str]:
    if cap.people is not None and asked.people > cap.people:
        yield _("参会%(asked)s人，超过本类会议上限%(most)s人（%(source)s，待确认）。请压缩参会范围。") % {
            "asked": asked.people, "most": cap.people, "source": cap.source,
        }  # fmt: skip
    if cap.hours is not None and asked.hours > cap.hours:
        yield _("会期%(asked)s小时，超过本类会议上限%(most)s小时（%(source)s，待确认）。请压缩会期。") % {
            "asked": asked.hours.normalize(), "most": cap.hours.normalize(), "source": cap.source,
        }  # fmt: skip
    allowed = cap.daily_cost and cap.daily_cost * asked.people * len(asked.days)
    if allowed and asked.budget > allowed:
        yield _("预算%(asked)s元，超过按人天折算的上限%(most)s元（%(source)s，待确认）。请压缩预算。") % {
            "asked": f"{asked.budget:,.0f}", "most": f"{allowed:,.0f}", "source": cap.source,
        }  # fmt: skip


def quiet_on(days: list[date]) -> QuietPeriod | None:
    return QuietPeriod.objects.filter(since__lte=days[-1], until__gte=days[0]).first()


def _of_days(asked: Asked, verdict: Verdict) -> None:
    """无会周 and days off: refused, unless somebody says in writing why it cannot wait."""
    calendar, days = current_calendar(), asked.days
    said = verdict.hints if asked.exemption else verdict.refusals
    quiet = quiet_on(days)
    if quiet is not None:
        said.append(
            _("会议时间在“%(title)s”（%(since)s至%(until)s）内，一般不安排会议。确需召开的，请填写例外理由。")
            % {"title": quiet.title, "since": quiet.since.isoformat(), "until": quiet.until.isoformat()}
        )
    for day in days:
        if not calendar.is_working(day):
            said.append(
                _("%(day)s是%(why)s，不是工作日。请改到工作日；确需召开的，请填写例外理由。")
                % {"day": day.isoformat(), "why": calendar.day_kind(day).reason}
            )
    if len(days) > 1:
        verdict.hints.append(_("会议从%(first)s开到%(last)s，跨过零点，请核对时间。")
                             % {"first": days[0].isoformat(), "last": days[-1].isoformat()})  # fmt: skip


def _of_purpose(asked: Asked, verdict: Verdict) -> None:
    if asked.not_a_paper == NotAPaper.TELL and not asked.why:
        verdict.refusals.append(_("只传达布置的事项可以印发文件。确需开会的，请写明开会的理由。"))
    if asked.hours > OTHER_HOURS:
        verdict.hints.append(
            _("%(cited)s：分组讨论的会议不超过1天半，其他会议不超过半天。") % {"cited": LESS_BURDEN.cite()}
        )
