"""Two years of meetings in 云州, and a week around today with meetings at every point of their way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random

from django.db import transaction

from shuniu.kernel.casework.models import Matter
from shuniu.kernel.law.limits import current_calendar
from shuniu.kernel.organisation.actor import Actor, actor_of
from shuniu.kernel.organisation.models import Person
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.workdays.periods import SHANGHAI
from shuniu.office.meetings.models import Cap, Facility, Invitation, PlanLine, QuietPeriod, Resolution, Series
from shuniu.office.meetings.operations import agenda, inviting, registers
from shuniu.office.meetings.operations.requesting import Wanted, request
from shuniu.office.meetings.operations.rooms import save_facility
from shuniu.office.meetings.operations.stepping import perform
from shuniu.office.meetings.queries.lists import lines_for

SEED = "云州会议"
PAST, APART = 48, 15
"""So many meetings of the past, so many days between two."""
SOURCE = "云州市会议管理办法（示范）"
ROOMS = (
    ("常务会议室", "1号楼3层", 36, ("screen", "sound", "record")),
    ("第一会议室", "1号楼2层", 60, ("screen", "video", "sound")),
    ("第二会议室", "2号楼2层", 24, ("screen",)),
    ("视频会议室", "2号楼4层", 40, ("screen", "video", "sound", "access")),
    ("多功能厅", "会议中心", 220, ("screen", "video", "sound", "record", "access")),
)
SUBJECTS = (
    ("chengguan", "城市道路井盖安全整治"), ("shuiwu", "东湖水源地保护"), ("jiaoyu", "义务教育入学工作"),
    ("minzheng", "养老服务设施建设"), ("renshe", "根治欠薪工作"), ("huanbao", "秋冬季大气污染防治"),
    ("chengguan", "背街小巷环境整治"), ("shuiwu", "排水防涝工程"), ("jiaoyu", "校园安全工作"), ("minzheng", "低保提标工作"),
    ("renshe", "重点群体就业"), ("huanbao", "噪声污染治理"),
)  # fmt: skip
TASKS = ("形成工作方案并组织实施", "完成排查并建立问题清单", "制定资金保障办法", "开展专项督导")


@dataclass(frozen=True, slots=True)
class Staged:
    """A meeting of the story: when, whose, about what, and how far it has come."""

    starts: datetime
    unit: str
    title: str
    stop: str
    session: int | None = None
    series: Series | None = None


class Section:
    """Those who take the steps."""

    def __init__(self, now: datetime) -> None:
        self.now, self.rng = now, Random(SEED)  # noqa: S311 - an invented city, not a secret
        self._people = {one.username: one for one in Person.objects.all()}
        self.clerk, self.director = self.named("huiwu"), self.named("huiwuhead")

    def named(self, username: str) -> Actor:
        return actor_of(self._people[username], on=self.now.date())

    def liaison(self, unit: str) -> Actor:
        return self.named("huiyi" if unit == "general_office" else f"{unit}_wenshu")

    def head(self, unit: str) -> Actor:
        return self.named("director" if unit == "general_office" else f"{unit}_head")

    def name(self, username: str) -> str:
        return self._people[username].name


def make(now: datetime) -> None:
    """All of it in one transaction: a city that is made is made whole."""
    with transaction.atomic():
        section = Section(now)
        rooms = _registers(section)
        _plan(section)
        for staged in sorted(_stages(section), key=lambda one: one.starts):
            _play(section, staged, rooms)


# --- The registers -------------------------------------------------------------------------------------------------


def _registers(section: Section) -> list[Facility]:
    home, begun = tree().by_code["meetings_section"], section.now - timedelta(days=740)
    rooms = [
        save_facility(
            Facility(name=name, place=place, seats=seats, features=list(features), unit_id=home, columns=12 if seats > 100 else 8),
            actor=section.clerk, at=begun,
        )
        for name, place, seats, features in ROOMS
    ]  # fmt: skip
    for name in ("移动扩音机", "同声传译设备"):
        save_facility(Facility(kind="equipment", name=name, unit_id=home), actor=section.clerk, at=begun)
    first = date(begun.year, 1, 1)
    for klass, per_year, people, hours in (
        ("topic", 12, 150, 4),
        ("city", 2, 300, 4),
        ("system", 1, 150, 4),
        ("seminar", 6, 50, 12),
    ):
        cap = Cap(
            klass=klass, per_year=per_year, people=people, hours=Decimal(hours), source=SOURCE, effective_from=first
        )
        registers.save_cap(cap, actor=section.director, at=begun)
    monday = _monday(section.now.date()) + timedelta(days=21)
    quiet = QuietPeriod(title=f"{monday.month}月无会周", since=monday, until=monday + timedelta(days=4), source=SOURCE)
    registers.save_quiet(quiet, actor=section.clerk, at=section.now - timedelta(days=30))
    return rooms


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _plan(section: Section) -> None:
    year = section.now.year
    for place, (unit, subject) in enumerate(SUBJECTS):
        line = PlanLine(
            year=year + (place % 3 == 2), unit_id=tree().by_code[unit], title=f"{subject}推进会", klass="topic", month=place + 1,
            people=30 + 5 * place, hours=Decimal(2), budget=Decimal(1000 + 300 * place),
        )  # fmt: skip
        at = section.now - timedelta(days=40 - place)
        registers.propose_line(line, actor=section.liaison(unit), at=at)
        if place % 4:
            registers.decide_line(line.pk, "approved", "", actor=section.director, at=at + timedelta(days=3))


# --- The stages ----------------------------------------------------------------------------------------------------


def _stages(section: Section) -> Iterator[Staged]:
    """Every fortnight one of the past, executive meetings and meetings of units by turns; then the weeks around today."""
    series = registers.save_series(
        Series(name="市政府常务会议", unit_id=tree().by_code["general_office"], klass="executive", mark="云州市人民政府常务会议纪要"),
        actor=section.clerk, at=section.now - timedelta(days=740),
    )  # fmt: skip
    for place in range(PAST):
        day = _working(section.now.date() - timedelta(days=APART * (PAST - place)))
        if place % 3 == 0:
            yield Staged(
                _at(day, 9),
                "general_office",
                f"市政府第{40 + place // 3}次常务会议",
                "concluded",
                40 + place // 3,
                series,
            )
        else:
            unit, subject = SUBJECTS[place % len(SUBJECTS)]
            yield Staged(_at(day, 15), unit, f"{subject}专题会议", "cancelled" if place % 11 == 4 else "short")
    yield from _present(section, series)


PRESENT = (
    (-3, 9, "general_office", "following"), (-2, 15, "chengguan", "reviewing"), (-1, 9, "shuiwu", "held"),
    (0, 9, "renshe", "noticed"), (0, 15, "jiaoyu", "noticed"), (1, 9, "minzheng", "noticed"), (2, 15, "huanbao", "noticed"),
    (1, 15, "general_office", "noticed"), (4, 15, "chengguan", "planning"), (5, 9, "shuiwu", "endorsed"),
    (6, 15, "jiaoyu", "requested"),
)  # fmt: skip
"""Working days from today, hour, unit and how far."""


def _present(section: Section, series: Series) -> Iterator[Staged]:
    subjects = dict(SUBJECTS)
    for days, hour, unit, stop in PRESENT:
        day = _shifted(section.now.date(), days)
        starts = _at(day, hour)
        if stop == "noticed" and starts <= section.now + timedelta(minutes=30):
            stop = "held" if starts + timedelta(hours=2) < section.now else stop
        if unit == "general_office":
            session = 57 + (days > 0)
            yield Staged(starts, unit, f"市政府第{session}次常务会议", stop, session, series)
        else:
            yield Staged(starts, unit, f"{subjects[unit]}调度会", stop)


def _shifted(day: date, days: int) -> date:
    """So many working days from the last working day on or before ``day``; 0 is the next one when today is none."""
    calendar = current_calendar()
    here = _working(day)
    step = timedelta(days=1 if days > 0 else -1)
    for _day in range(abs(days)):
        here += step
        while not calendar.is_working(here):
            here += step
    return here


def _working(day: date) -> date:
    return current_calendar().next_working(day)


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), SHANGHAI)


# --- Playing -------------------------------------------------------------------------------------------------------


def _play(section: Section, staged: Staged, rooms: list[Facility]) -> None:
    """Step after step, until the story of this meeting stops or today is reached."""
    now = min(section.now, staged.starts)
    fresh = staged.stop in ("requested", "endorsed")
    asked, ends = now - (timedelta(hours=5) if fresh else timedelta(days=9)), staged.starts + timedelta(hours=2)
    unit = tree().by_code[staged.unit]
    wanted = Wanted(
        title=staged.title, klass="executive" if staged.series else "topic", starts=staged.starts, ends=ends,
        purpose="听取汇报，研究下一步工作。", people=section.rng.randrange(12, 34), budget=Decimal(section.rng.randrange(0, 40) * 100),
        series=staged.series.pk if staged.series else None, session=staged.session, plan_line=_line_of(section, staged),
    )  # fmt: skip
    matter = request(wanted, unit=unit, actor=section.liaison(staged.unit), at=asked)
    if staged.stop == "requested":
        return
    perform("endorse", matter, actor=section.head(staged.unit), at=asked + timedelta(hours=3))
    if staged.stop == "endorsed":
        return
    perform("approve", matter, actor=section.director, at=asked + timedelta(days=1))
    room = rooms[0] if staged.series else rooms[1 + section.rng.randrange(3)]
    data = {"starts": staged.starts.isoformat(), "ends": ends.isoformat(), "facilities": [room.pk]}
    perform("schedule", matter, actor=section.clerk, at=asked + timedelta(days=1, hours=2), data=data)
    _prepare(section, staged, matter, asked + timedelta(days=2))
    if staged.stop == "planning":
        return
    perform("notify", matter, actor=section.clerk, at=asked + timedelta(days=3))
    if staged.stop == "cancelled":
        perform(
            "cancel", matter, actor=section.clerk, at=asked + timedelta(days=4), data={"reason": "与其他会议合并召开"}
        )
        return
    if _recent(section, staged):
        _answer(section, matter, asked + timedelta(days=4))
    if staged.stop != "noticed":
        _hold(section, staged, matter, ends)


def _recent(section: Section, staged: Staged) -> bool:
    """What was answered and brought long ago nobody looks up; the city is made in seconds."""
    return staged.starts > section.now - timedelta(days=20)


def _line_of(section: Section, staged: Staged) -> int | None:
    """The line of the plan that a meeting of these weeks comes from, where its unit has one that is free."""
    if staged.series is not None or not _recent(section, staged):
        return None
    free = lines_for(tree().by_code[staged.unit], staged.starts.year)
    return next((one.pk for one in free if one.year == staged.starts.year), None)


def _prepare(section: Section, staged: Staged, matter: Matter, at: datetime) -> None:
    """The list, and an item of the unit that asked."""
    leader = "mayor" if staged.series else f"vicemayor{section.rng.choice(('', '2', '3', '4'))}"
    others = [f"{code}_head" for code, _subject in SUBJECTS[:6] if code != staged.unit]
    names = [section.name(one) for one in (leader, *section.rng.sample(others, 3))]
    if staged.unit != "general_office":
        names.append(section.name(f"{staged.unit}_head"))
    inviting.invite(matter, names, "present", actor=section.clerk, at=at)
    if staged.unit == "general_office" or not _recent(section, staged):
        return
    subject = dict(SUBJECTS)[staged.unit]
    brought = agenda.Brought(tree().by_code[staged.unit], f"{subject}情况", "汇报进展、问题和建议。", 30)
    item = agenda.propose(matter, brought, actor=section.liaison(staged.unit), at=at)
    agenda.judge(matter, item.pk, "endorsed", actor=section.head(staged.unit), at=at)
    agenda.judge(matter, item.pk, "accepted", actor=section.clerk, at=at)


def _answer(section: Section, matter: Matter, at: datetime) -> None:
    """Some answer, one excuses himself; today's are left for whoever looks at the city."""
    rows = list(Invitation.objects.filter(matter=matter).select_related("person"))
    for row in rows[1:3]:
        assert row.person is not None
        answer = inviting.Answer("no", "外出开会") if section.rng.random() < 0.15 else inviting.Answer("yes")
        inviting.reply(matter, row.pk, answer, actor=section.named(row.person.username), at=at)


def _hold(section: Section, staged: Staged, matter: Matter, ends: datetime) -> None:
    rows = [row.pk for row in Invitation.objects.filter(matter=matter).exclude(reply="no")]
    inviting.sign_list(matter, rows, actor=section.clerk, at=staged.starts)
    data = {
        "ended": ends.isoformat(),
        "attended": len(rows) + section.rng.randrange(8, 24),
        "cost": str(section.rng.randrange(0, 30) * 100),
    }
    perform("finish", matter, actor=section.clerk, at=ends, data=data)
    if staged.stop == "held":
        return
    if staged.stop == "short":
        perform(
            "without_minutes",
            matter,
            actor=section.director,
            at=ends + timedelta(hours=2),
            data={"reason": "只作情况交流，没有议定事项"},
        )
        return
    _minute(section, staged, matter, ends + timedelta(hours=3))


def _minute(section: Section, staged: Staged, matter: Matter, at: datetime) -> None:
    unit = "chengguan" if staged.unit == "general_office" else staged.unit
    name, due = tree().name(tree().by_code[unit]), (at + timedelta(days=45)).date().isoformat()
    task = section.rng.sample(TASKS, 2)
    text = "\n".join([
        f"{at.year}年{at.month}月{at.day}日，召开{staged.title}。现将会议议定事项纪要如下。", f"一、{dict(SUBJECTS)[unit]}",
        f"会议听取了{name}的汇报，原则同意下一步工作安排。", f"※ 就{dict(SUBJECTS)[unit]}{task[0]}｜{name}｜{due}",
        f"※ 就{dict(SUBJECTS)[unit]}{task[1]}｜{name}｜{due}",
    ])  # fmt: skip
    who = "、".join(
        row.person.name for row in Invitation.objects.filter(matter=matter).select_related("person") if row.person
    )
    data = {"title": f"{staged.title}纪要", "text": text, "present": who, "copies": "市委办公室"}
    perform("draft_minutes", matter, actor=section.clerk, at=at, data=data)
    if staged.stop == "reviewing":
        return
    perform("approve_minutes", matter, actor=section.director, at=at + timedelta(hours=1))
    perform("send_minutes", matter, actor=section.clerk, at=at + timedelta(hours=2))
    if staged.stop == "following":
        return
    for row in Resolution.objects.filter(matter=matter):
        aside = {"resolution": str(row.pk), "reason": "已随纪要落实，由会务科跟踪办结"}
        perform("set_aside", matter, actor=section.clerk, at=at + timedelta(hours=3), data=aside)
    perform("conclude", matter, actor=section.clerk, at=at + timedelta(hours=4))
