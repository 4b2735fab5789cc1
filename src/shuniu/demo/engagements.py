"""领导活动: two years of leaders' diaries played through the procedure, the working week with two clashes, and what waits."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from shuniu.demo.hours import Desk
from shuniu.demo.sources import table
from shuniu.kernel.casework.batch import Batch
from shuniu.kernel.casework.case import Case
from shuniu.kernel.casework.procedure import Step
from shuniu.kernel.files.receiving import STAFF, receive
from shuniu.kernel.organisation.actor import Actor, actor_of, authority_changed
from shuniu.kernel.organisation.models import Person, Post, RoleHolding
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.typesetting.composing import pdf
from shuniu.kernel.typesetting.fonts import NoChineseFont
from shuniu.kernel.workdays.periods import SHANGHAI, local_day
from shuniu.office.engagements.models import Leader, Place, Serving, Travel
from shuniu.office.engagements.operations.asking import MATERIAL, Request, data_of, detail_of
from shuniu.office.engagements.operations.settings import set_absence, set_priorities
from shuniu.office.engagements.operations.weeks import publish
from shuniu.office.engagements.procedures.engagement import LeaderEngagement as P
from shuniu.office.engagements.queries.week import shown_week
from shuniu.office.engagements.roles import HOME, LIAISON, SECRETARY
from shuniu.office.engagements.screening import Around, Ask, screen

SEED = "云州领导活动"
COUNT = 190
MATERIALS = 3
LEADERS = ("mayor", "vicemayor", "vicemayor2", "vicemayor3", "vicemayor4", "secretarygeneral")
SERVES = {
    "secretary": ("mayor",),
    "secretary2": ("vicemayor", "vicemayor2"),
    "secretary3": ("vicemayor3", "vicemayor4"),
}
HOURS = (time(8, 30), time(9), time(10), time(14, 30), time(15, 30))
REFUSED = (
    ("time", "当天已有安排，建议改由分管领导出席。"), ("need", "必要性不足，请部门自行组织。"), ("paper", "请书面报告。"),
    ("frequency", "近期已多次安排，请合并汇报。"), ("rank", "规模较小，请分管领导出席。"),
)  # fmt: skip


def make(start: datetime, now: datetime) -> int:
    """Everything; answers how many engagements there are."""
    story = Story(now)
    story.set_up(start)
    story.years(start)
    story.week()
    story.wait()
    story.batch.flush()
    story.papers()
    publish(shown_week(local_day(now)), actor=story.arranger, at=now, seen=0, key="demo-week")
    return story.count


class Story:
    """Plays engagements into one batch; knows what each leader's day already holds, so that nothing fixed overlaps."""

    def __init__(self, now: datetime) -> None:
        self.rng, self.now, self.batch = Random(SEED), now, Batch()  # noqa: S311 - an invented city
        self.desk = Desk(self.rng, self.batch.rules.calendar)
        self.data = table("engagements")
        self.people = {one.username: one for one in Person.objects.all()}
        self.diary: dict[tuple[int, date], list[tuple[datetime, datetime]]] = {}
        self.leaders: list[Leader] = []
        self.places: list[Place] = []
        self.actors: dict[int, Actor] = {}
        self.count = 0
        self.next_of_mayor: list[Case] = []

    # --- Who and where ---------------------------------------------------------------------------------------------

    def actor(self, username: str) -> Actor:
        person = self.people[username]
        if person.pk not in self.actors:
            person.refresh_from_db()
            self.actors[person.pk] = actor_of(person, on=local_day(self.now))
        return self.actors[person.pk]

    @property
    def arranger(self) -> Actor:
        return self.actor("arranger")

    def set_up(self, start: datetime) -> None:
        self._lend_roles()
        for at, name in enumerate(LEADERS):
            person = self.people[name]
            post = Post.objects.filter(person=person).values_list("title", flat=True).first() or ""
            level = "principal" if at == 0 else "deputy"
            self.leaders.append(Leader.objects.create(person=person, title=post, level=level, position=at))
        by_name = {leader.person.username: leader for leader in self.leaders}
        Serving.objects.bulk_create(
            Serving(leader=by_name[one], person=self.people[who]) for who, served in SERVES.items() for one in served
        )
        self.places = [Place.objects.create(name=name, position=at) for at, name in enumerate(self.data["places"])]
        Travel.objects.bulk_create(
            Travel(a=self.places[a], b=self.places[b], minutes=minutes) for a, b, minutes in self.data["ways"]
        )
        mayor = self.leaders[0]
        set_priorities(mayor, self.data["wishes"], actor=self.arranger, at=start, on=local_day(start))
        away = shown_week(local_day(self.now)) + timedelta(days=9)
        set_absence(
            self.leaders[4],
            since=away,
            until=away + timedelta(days=3),
            reason="赴省委党校学习",
            actor=self.arranger,
            at=self.now,
        )

    def _lend_roles(self) -> None:
        """Clerks ask for their units; secretaries keep diaries of the whole government."""
        ids = tree().by_code
        clerks = [one for name, one in self.people.items() if name.endswith("_wenshu")]
        units = dict(Post.objects.filter(person__in=clerks).values_list("person_id", "unit_id"))
        rows = [RoleHolding(person=one, role=LIAISON, unit_id=units[one.pk]) for one in clerks]
        rows += [RoleHolding(person=self.people[name], role=SECRETARY, unit_id=ids[HOME]) for name in SERVES]
        rows.append(RoleHolding(person=self.people["wenshu"], role=LIAISON, unit_id=ids["chengguan"]))
        RoleHolding.objects.bulk_create(rows)
        authority_changed(*(row.person_id for row in rows), at=self.now)

    # --- One engagement --------------------------------------------------------------------------------------------

    def ask(self, row: dict[str, Any], leader: Leader, begins: datetime, at: datetime) -> Case:
        unit = tree().by_code[row["unit"]]
        ends = begins + timedelta(minutes=row["minutes"])
        request = Request(
            about=row["title"], kind=row["kind"], necessity=row["necessity"], unit=unit, earliest=begins,
            latest=ends, minutes=row["minutes"], leader=leader.pk, place=self.places[row["place"]].pk,
            headcount=row["people"],
        )  # fmt: skip
        said = Ask(row["kind"], row["necessity"], unit, row["people"], begins, ends, request.place)
        around = Around(self.desk.calendar, {}, local_day(at), level=leader.level, leader=leader.person.name)
        asker = f"{row['unit']}_wenshu"
        self.count += 1
        return self.batch.open(
            P.ask, detail_of(request, screen(said, around)), actor=self.actor(asker if asker in self.people else "arranger"),
            at=at, title=request.about, source="office", data=data_of(request, leader),
        )  # fmt: skip

    def take(
        self, step: Step, case: Case, at: datetime, data: dict[str, Any] | None = None, by: str = "arranger"
    ) -> None:
        self.batch.take(step, case, actor=self.actor(by), at=at, data=data or {})

    def time(self, leader: Leader, begins: datetime, minutes: int, **more: Any) -> dict[str, Any]:
        ends = begins + timedelta(minutes=minutes)
        return {
            "leader": leader.pk,
            "leader_person": leader.person_id,
            "leader_name": str(leader),
            "starts": begins.isoformat(),
            "ends": ends.isoformat(),
            **more,
        }

    def free(self, leader: Leader, begins: datetime, minutes: int) -> bool:
        ends = begins + timedelta(minutes=minutes)
        return all(
            ends <= since or until <= begins for since, until in self.diary.get((leader.pk, local_day(begins)), [])
        )

    def hold_time(self, leader: Leader, begins: datetime, minutes: int) -> None:
        span = (begins, begins + timedelta(minutes=minutes))
        self.diary.setdefault((leader.pk, local_day(begins)), []).append(span)

    # --- Two years -------------------------------------------------------------------------------------------------

    def years(self, start: datetime) -> None:
        end = datetime.combine(shown_week(local_day(self.now)), time(), SHANGHAI) - timedelta(days=1)
        days = sorted(self.rng.uniform(0, (min(end, self.now) - start).days - 8) for _ in range(COUNT))
        for after in days:
            self._one(start + timedelta(days=7 + after))

    def _one(self, around: datetime) -> None:
        kind, title, units, minutes, people, place, whom, necessity, result = self.rng.choice(self.data["rows"])
        unit = self.rng.choice(units)
        row = {
            "kind": kind, "title": title.replace("{unit}", tree().code(unit).short_name.removeprefix("市")), "unit": unit,
            "minutes": minutes, "people": people, "place": place, "necessity": necessity,
        }  # fmt: skip
        leader = (
            self.leaders[0] if whom == "p" else self.rng.choice(self.leaders[1:5] if whom == "d" else self.leaders[:5])
        )
        day = self.desk.calendar.next_working(local_day(around))
        begins = datetime.combine(day, self.rng.choice(HOURS), SHANGHAI)
        if begins + timedelta(minutes=minutes) > self.now:
            return
        asked = self.desk.working(begins - timedelta(days=self.rng.randint(5, 9)), 0)
        case = self.ask(row, leader, begins, min(asked, begins - timedelta(days=2)))
        self._lived(case, leader, begins, row, result)

    def _lived(self, case: Case, leader: Leader, begins: datetime, row: dict[str, Any], result: str) -> None:
        at = self.desk.soon(case.matter.received_at, 60, 1400)
        if self.rng.random() < 0.17 or not self.free(leader, begins, row["minutes"]):
            why, reason = self.rng.choice(REFUSED) if self.free(leader, begins, row["minutes"]) else REFUSED[0]
            self.take(P.decline, case, at, {"why": why, "reason": reason})
            return
        need = (
            "low"
            if row["kind"] == "ceremony" and self.rng.random() < 0.7
            else self.rng.choice(("high", "middle", "middle", "low"))
        )
        self.take(P.propose, case, at, self.time(leader, begins, row["minutes"], need=need))
        if self.rng.random() < 0.5:
            self.take(P.accept, case, self.desk.soon(at, 30, 300), by=leader.person.username)
        else:
            self.take(P.arrange, case, self.desk.soon(at, 30, 300))
        if self.rng.random() < 0.06:
            self.take(P.cancel, case, begins - timedelta(hours=20), {"reason": "主办单位调整了计划。"})
            return
        self.hold_time(leader, begins, row["minutes"])
        done = begins + timedelta(minutes=row["minutes"] + 60)
        self.take(P.hold, case, done, {"text": result})

    # --- Now -------------------------------------------------------------------------------------------------------

    def week(self) -> None:
        """The working week that the sheet opens on, with two clashes to solve on days that have not passed."""
        monday = shown_week(local_day(self.now))
        first = max(0, (local_day(self.now) - monday).days + 1)
        rows = sorted(self.data["week"], key=lambda row: not row[-1].endswith("+"))
        for who, day, since, until, kind, title, unit, place, state in rows:
            on = monday + timedelta(days=max(day, first) if state.endswith("+") else day)
            begins, ends = (datetime.combine(on, time.fromisoformat(one), SHANGHAI) for one in (since, until))
            minutes = int((ends - begins).total_seconds() // 60)
            row = {"kind": kind, "title": title, "unit": unit, "minutes": minutes, "people": 30, "place": place,
                   "necessity": "本周重点工作，须由市领导协调各单位。"}  # fmt: skip
            if state.endswith("+") or self.free(self.leaders[who], begins, minutes):
                self._this_week(row, self.leaders[who], begins, fixed=state.startswith("arranged"))

    def _this_week(self, row: dict[str, Any], leader: Leader, begins: datetime, *, fixed: bool) -> None:
        asked = min(self.now, begins) - (timedelta(days=4) if fixed else timedelta(hours=5))
        case = self.ask(row, leader, begins, asked)
        placed = self.desk.soon(asked, 60, 240)
        self.take(P.propose, case, placed, self.time(leader, begins, row["minutes"], need="middle"))
        if leader is self.leaders[0] and begins > self.now:
            self.next_of_mayor.append(case)
        if not fixed:
            return
        self.take(P.arrange, case, self.desk.soon(placed, 30, 200))
        self.hold_time(leader, begins, row["minutes"])
        done = begins + timedelta(minutes=row["minutes"] + 30)
        if done < self.now:
            self.take(P.hold, case, done, {"text": "按计划进行，议定事项已交办。"})

    def wait(self) -> None:
        monday = shown_week(local_day(self.now))
        for at, (kind, title, unit, minutes, people, place, whom, necessity) in enumerate(self.data["waiting"]):
            leader = self.leaders[0 if whom == "p" else 1 + at % 4]
            begins = datetime.combine(
                max(monday, local_day(self.now)) + timedelta(days=1 + at % 4), time(14, 30), SHANGHAI
            )
            row = {"kind": kind, "title": title, "unit": unit, "minutes": minutes, "people": people, "place": place,
                   "necessity": necessity}  # fmt: skip
            self.ask(row, leader, begins, min(self.now, begins) - timedelta(hours=3 + 5 * at))

    def papers(self) -> None:
        """Papers for the mayor's next engagements, a tap away on the telephone."""
        template = Path(__file__).resolve().parent / "data" / "material.typ"
        lines = [("一、基本情况", "本周各项工作按计划推进，重点任务完成序时进度。"), ("二、存在的问题", "个别项目征迁滞后，部门之间衔接不够。"),
                 ("三、请研究的事项", "一是明确牵头单位；二是倒排完成时限；三是落实所需资金。")]  # fmt: skip
        for case in self.next_of_mayor[:MATERIALS]:
            try:
                made = pdf(template, {"title": f"{case.matter.title}汇报提纲", "lines": lines}, at=self.now)
            except NoChineseFont:
                return  # A machine without Chinese faces goes without papers.
            upload = SimpleUploadedFile("汇报提纲.pdf", made)
            receive(
                upload, at=self.now, limits=STAFF, by=self.arranger.person_id, matter_id=case.matter.pk, role=MATERIAL
            )
