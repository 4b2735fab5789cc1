"""筛查: what the rules say of one request. Pure: what they look at is handed in, so a case is tested without a database.

Every rule answers, also where it has nothing against it, so that the arranger sees what was looked at and why.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.utils.translation import gettext as _

from shuniu.kernel.workdays.calendar import Calendar, DaySort
from shuniu.kernel.workdays.periods import SHANGHAI, local_day
from shuniu.office.engagements.models import Kind, Leader
from shuniu.office.engagements.rules import BY_KEY, TYPICAL, Value


class Verdict(StrEnum):
    """FIT: nothing against it. LOOK: a person should look. STOP: it cannot be fixed like this."""

    FIT = "fit"
    LOOK = "look"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule says, and by what number from what paper."""

    key: str
    label: str
    verdict: Verdict
    words: str
    basis: str = ""

    def kept(self) -> dict[str, str]:
        return {
            "key": self.key,
            "label": self.label,
            "verdict": self.verdict.value,
            "words": self.words,
            "basis": self.basis,
        }


@dataclass(frozen=True, slots=True)
class Busy:
    """Another engagement of the same leader, as far as the reader may know it."""

    number: str
    title: str
    begins: datetime
    ends: datetime
    fixed: bool
    place_id: int | None = None
    place: str = ""
    kind: str = ""
    unit_id: int | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """The request as it is judged: with a time, or not yet."""

    kind: str
    necessity: str
    unit_id: int | None
    headcount: int
    begins: datetime | None
    ends: datetime | None
    place_id: int | None = None
    place: str = ""
    private: bool = False


@dataclass(frozen=True, slots=True)
class Around:
    """What the rules look at besides the request."""

    calendar: Calendar
    values: Mapping[str, Value]
    asked_on: date
    level: str = ""
    """The leader's level; empty while nobody is named."""
    leader: str = ""
    day: Sequence[Busy] = ()
    """The leader's other engagements of the day."""
    near: Sequence[Busy] = ()
    """The leader's engagements for the same unit, as far back and forth as the rule of frequency looks."""
    week: Sequence[Busy] = ()
    ceremonies: int = 0
    """节庆仪式 of the leader in the year so far."""
    ways: Mapping[tuple[int, int], int] = field(default_factory=dict)
    away: str = ""
    """Why the leader is not there on the day, and who acts for them; empty when they are."""

    def number(self, key: str) -> int:
        found = self.values.get(key)
        return found.value if found is not None else BY_KEY[key].default


def screen(ask: Ask, around: Around) -> list[Finding]:
    """Every rule's answer, the gravest first."""
    rules = (
        (_away, _clash, _travel, _calendar_day, _evening)
        if ask.private
        else (
            _away,
            _clash,
            _travel,
            _necessity,
            _rank,
            _ceremony,
            _frequency,
            _notice,
            _calendar_day,
            _evening,
            _meetings,
        )
    )
    found = [one for one in (rule(ask, around) for rule in rules) if one is not None]
    order = (Verdict.STOP, Verdict.LOOK, Verdict.FIT)
    return sorted(found, key=lambda one: order.index(one.verdict))


def _said(key: str, verdict: Verdict, words: str, around: Around, label: str = "") -> Finding:
    value = around.values.get(key)
    basis = value.source if value else str(TYPICAL) if key in BY_KEY else ""
    return Finding(key, label or str(BY_KEY[key].label), verdict, words, basis)


def _away(ask: Ask, around: Around) -> Finding | None:
    if not around.leader:
        return None
    if around.away:
        return _said("away", Verdict.STOP, around.away, around, _("是否在岗"))
    return _said("away", Verdict.FIT, _("%(leader)s当日在岗。") % {"leader": around.leader}, around, _("是否在岗"))


def clashes(begins: datetime, ends: datetime, day: Sequence[Busy]) -> list[Busy]:
    return [one for one in day if one.begins < ends and begins < one.ends]


def _hours(one: Busy) -> str:
    return f"{one.begins.astimezone(SHANGHAI):%H:%M}—{one.ends.astimezone(SHANGHAI):%H:%M}"


def _clash(ask: Ask, around: Around) -> Finding | None:
    if ask.begins is None or ask.ends is None or not around.leader:
        return None
    label, found = _("时间冲突"), clashes(ask.begins, ask.ends, around.day)
    if not found:
        return _said("clash", Verdict.FIT, _("这段时间没有其他活动。"), around, label)
    words = _("%(leader)s %(hours)s 已有“%(title)s”（%(state)s）。") % {
        "leader": around.leader, "hours": _hours(found[0]), "title": found[0].title,
        "state": _("已排定") if found[0].fixed else _("拟排"),
    }  # fmt: skip
    return _said("clash", Verdict.STOP if any(one.fixed for one in found) else Verdict.LOOK, words, around, label)


def way(a: int | None, b: int | None, around: Around) -> int:
    """Minutes between two places; none where one of them is not known."""
    if a is None or b is None or a == b:
        return 0
    return around.ways.get((min(a, b), max(a, b)), around.number("travel"))


def _travel(ask: Ask, around: Around) -> Finding | None:
    if ask.begins is None or ask.ends is None or not around.day:
        return None
    for one in around.day:
        gap = one.begins - ask.ends if one.begins >= ask.ends else ask.begins - one.ends
        needed = way(ask.place_id, one.place_id, around)
        if timedelta(0) <= gap < timedelta(minutes=needed):
            words = _("与“%(title)s”（%(hours)s，%(place)s）只隔%(gap)s分钟，路程要%(needed)s分钟。") % {
                "title": one.title, "hours": _hours(one), "place": one.place, "gap": int(gap.total_seconds() // 60),
                "needed": needed,
            }  # fmt: skip
            return _said("travel", Verdict.LOOK, words, around)
    return _said("travel", Verdict.FIT, _("前后活动之间路程时间够用。"), around)


def _necessity(ask: Ask, around: Around) -> Finding | None:
    least = around.number("necessity")
    if len(ask.necessity.strip()) < least:
        words = _("必要性说明不足%(least)s字，请申请单位写明为什么必须请领导出席。") % {"least": least}
        return _said("necessity", Verdict.LOOK, words, around)
    return _said("necessity", Verdict.FIT, _("已说明：%(words)s") % {"words": ask.necessity}, around)


def _rank(ask: Ask, around: Around) -> Finding | None:
    least = around.number("scale")
    if around.level == Leader.Level.PRINCIPAL and ask.kind in (Kind.MEETING, Kind.CEREMONY) and ask.headcount < least:
        words = _("参加%(count)s人，少于主要领导出席的一般规模%(least)s人，建议请分管领导。") % {
            "count": ask.headcount, "least": least,
        }  # fmt: skip
        return _said("scale", Verdict.LOOK, words, around, _("出席规格"))
    return _said("scale", Verdict.FIT, _("拟请领导的层级与活动规模相称。"), around, _("出席规格"))


def _ceremony(ask: Ask, around: Around) -> Finding | None:
    if ask.kind != Kind.CEREMONY:
        return None
    most = around.number("ceremony")
    words = _("节庆仪式一般不请领导出席；今年已安排%(count)s次，上限%(most)s次。") % {
        "count": around.ceremonies, "most": most,
    }  # fmt: skip
    return _said("ceremony", Verdict.LOOK, words, around)


def _frequency(ask: Ask, around: Around) -> Finding | None:
    if ask.unit_id is None or not around.leader:
        return None
    days, near = around.number("frequency"), around.near
    if near:
        last = near[0]
        words = _("该单位%(days)s天内已请%(leader)s：%(day)s“%(title)s”。") % {
            "days": days, "leader": around.leader, "day": f"{last.begins.astimezone(SHANGHAI):%m-%d}", "title": last.title,
        }  # fmt: skip
        return _said("frequency", Verdict.LOOK, words, around)
    words = _("该单位%(days)s天内没有请过%(leader)s。") % {"days": days, "leader": around.leader}
    return _said("frequency", Verdict.FIT, words, around)


def _notice(ask: Ask, around: Around) -> Finding | None:
    if ask.begins is None:
        return None
    least = around.number("notice")
    given = around.calendar.working_days_between(around.asked_on, local_day(ask.begins))
    verdict = Verdict.FIT if given >= least else Verdict.LOOK
    words = _("提前%(given)s个工作日申请，要求%(least)s个。") % {"given": max(given, 0), "least": least}
    return _said("notice", verdict, words, around)


def _calendar_day(ask: Ask, around: Around) -> Finding | None:
    if ask.begins is None:
        return None
    kind, label = around.calendar.day_kind(local_day(ask.begins)), _("工作日")
    if kind.working:
        extra = _("（调休上班）") if kind.sort is DaySort.MAKE_UP else ""
        return _said("day", Verdict.FIT, _("当日是工作日%(extra)s。") % {"extra": extra}, around, label)
    words = _("当日不是工作日：%(reason)s。") % {"reason": kind.reason}
    return _said("day", Verdict.LOOK, words, around, label)


def _evening(ask: Ask, around: Around) -> Finding | None:
    if ask.begins is None or ask.ends is None:
        return None
    hour = around.number("evening")
    begins, ends = ask.begins.astimezone(SHANGHAI), ask.ends.astimezone(SHANGHAI)
    late = ends.hour * 60 + ends.minute > hour * 60
    if late or (begins.hour == 12 or (begins.hour < 12 < ends.hour)):
        words = _("活动到%(hour)s点以后，占用晚间。") % {"hour": hour} if late else _("活动占用中午用餐和休息时间。")
        return _said("evening", Verdict.LOOK, words, around)
    return _said("evening", Verdict.FIT, _("不占用午间和晚间。"), around)


def _meetings(ask: Ask, around: Around) -> Finding | None:
    if ask.kind != Kind.MEETING or not around.leader or ask.begins is None or ask.ends is None:
        return None
    own = (ask.ends - ask.begins).total_seconds()
    spent = {True: own, False: 0.0}
    for one in around.week:
        spent[one.kind == Kind.MEETING] += (one.ends - one.begins).total_seconds()
    share = round(100 * spent[True] / (sum(spent.values()) or 1))
    most = around.number("meetings")
    words = _("排入后会议占%(leader)s本周已排时间的%(share)s%%，上限%(most)s%%。") % {
        "leader": around.leader, "share": share, "most": most,
    }  # fmt: skip
    # Of a week with two things in it no share means anything.
    return _said("meetings", Verdict.LOOK if share > most and len(around.week) > 2 else Verdict.FIT, words, around)
