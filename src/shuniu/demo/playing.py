"""Two years of the hotline, played through the product's own procedure with past dates.

Each request lives its whole story in memory through ``Batch``, which judges and applies every step exactly as a live
one; what would happen after ``end`` has not happened yet, and so the present has its open matters.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from random import Random
from typing import Any

from shuniu.demo.city import city
from shuniu.demo.hours import Desk
from shuniu.demo.requests import DemoRequest
from shuniu.demo.seeding import other
from shuniu.demo.stories import Rating, StoryKind
from shuniu.kernel.casework.batch import Batch
from shuniu.kernel.casework.case import Case
from shuniu.kernel.casework.models import Link
from shuniu.kernel.casework.procedure import Step
from shuniu.kernel.organisation.actor import SYSTEM, Actor, actor_of, citizen
from shuniu.kernel.organisation.models import Person
from shuniu.kernel.organisation.tree import tree
from shuniu.public.hotline.models import Subject
from shuniu.public.hotline.operations.intake import Report, contact_of, new_detail, opening_data, title_of
from shuniu.public.hotline.procedures import HotlineRequest as P

KEPT = 4000
"""So many requests are remembered, for others to be joined into."""
CHANNELS = {"app": "web"}


class NotYet(Exception):
    """The story goes on after today: what comes next has not happened."""


class Player:
    """Plays requests one after the other into a batch."""

    def __init__(self, rng: Random, batch: Batch, end: datetime) -> None:
        self.rng, self.batch, self.end = rng, batch, end
        self.desk = Desk(rng, batch.rules.calendar)
        self.subjects = dict(Subject.objects.values_list("code", "pk"))
        self.people = {person.username: person for person in Person.objects.all()}
        self.staff: dict[tuple[str, str], list[str]] = {}
        for one in city().people:
            for role in one.roles:
                self.staff.setdefault((one.unit, role), []).append(one.username)
        self.known: dict[int, tuple[Case, datetime | None]] = {}

    # --- Who -------------------------------------------------------------------------------------------------------

    def actor(self, username: str) -> Actor:
        return _actor(self.people[username], self.end)

    def centre(self, role: str) -> Actor:
        return self.actor(self.rng.choice(self.staff["hotline_centre", role]))

    def at_unit(self, unit: str, role: str) -> Actor:
        return self.actor(self.rng.choice(self.staff[unit, role]))

    # --- Steps -----------------------------------------------------------------------------------------------------

    def take(self, step: Step, case: Case, actor: Actor, at: datetime, data: Mapping[str, Any] | None = None) -> None:
        if at > self.end:
            raise NotYet
        self.batch.take(step, case, actor=actor, at=at, data=data or {})

    def play(self, request: DemoRequest) -> Case:
        """Open the request and live its story up to today."""
        case = self.open(request)
        answered: datetime | None = None
        with contextlib.suppress(NotYet):
            answered = self._story(request, case)
        self.known[request.serial] = (case, answered)
        self.known.pop(request.serial - KEPT, None)
        return case

    def open(self, request: DemoRequest) -> Case:
        report = Report(
            text=request.text,
            type=request.type,
            title=request.title,
            place=request.place.name if request.place else "",
            latitude=request.place.lat if request.place else None,
            longitude=request.place.lon if request.place else None,
            subject_id=self.subjects.get(request.subject) or self.subjects.get(other(request.category)),
            name=request.reporter.name,
            phone=request.reporter.phone,
            sealed=request.sealed,
        )
        detail = new_detail(report, "")
        actor = self.centre("hotline.operator") if request.channel == "phone" else citizen()
        case = self.batch.open(
            P.register,
            detail,
            actor=actor,
            at=request.received_at,
            title=title_of(report),
            source=CHANNELS.get(request.channel, request.channel),
            data=opening_data(report, detail),
            sealed=request.sealed,
        )
        self.batch.also(case, contact_of(report, None, request.sealed))
        return case

    def _story(self, request: DemoRequest, case: Case) -> datetime | None:
        """Live the story; answers the moment of the checked answer."""
        at = self.desk.soon(request.received_at, 2, 9)
        story, operator = request.story, self.centre("hotline.operator")
        if story.kind is StoryKind.ANSWERED_AT_ONCE:
            self.take(P.answer_at_once, case, operator, at, {"text": story.reply, "article": story.article})
            return self._rated_by_citizen(case, at, story.rating)
        if story.kind is StoryKind.EMERGENCY:
            self.take(P.pass_on_emergency, case, operator, at, {"service": story.transfer, "text": story.reply})
            return at
        if story.kind is StoryKind.LEGAL_PATH:
            self.take(P.explain_path, case, operator, at, {"path": story.path, "text": story.reply})
            return at
        if story.kind is StoryKind.MERGED and self._joined(request, case, at):
            return None
        return self._handled(request, case)

    def _joined(self, request: DemoRequest, case: Case, at: datetime) -> bool:
        """Join into the earlier report of the same thing, if that one was still open; wait for its answer."""
        main, answered = self.known.get(-1 if request.duplicate_of is None else request.duplicate_of, (None, None))
        at = self.desk.soon(at, 5, 200)
        if main is None or main.detail.joined_to or not self._open_at(main, answered, at):
            return False
        self.take(P.join, case, self.centre("hotline.dispatcher"), at, {"into": main.matter.number})
        self.batch.link(case, main, Link.Kind.JOINED, at=at)
        if answered is not None:
            text, unit = main.detail.reply, tree().name(main.matter.unit_id)
            self.take(
                P.answer_jointly,
                case,
                SYSTEM,
                answered,
                {
                    "text": text,
                    "unit_name": unit,
                    "main": main.matter.number,
                },
            )
            self._rated_by_citizen(case, answered, request.story.rating)
        return True

    def _open_at(self, main: Case, answered: datetime | None, at: datetime) -> bool:
        return answered > at if answered is not None else main.matter.closed_at is None

    # --- Handling --------------------------------------------------------------------------------------------------

    def _handled(self, request: DemoRequest, case: Case) -> datetime | None:
        unit = request.story.first_unit or request.unit
        at = self.desk.soon(request.received_at, 8, 150)
        others = self._assisting(request, unit)
        self.take(P.dispatch, case, self.centre("hotline.dispatcher"), at, _to(unit, assisting=others))
        if request.story.kind is StoryKind.WITHDRAWN:
            at = self.desk.working(at, request.story.handling_days)
            self.take(P.withdraw, case, citizen(case.matter.pk), at, {"reason": request.story.withdraw_reason})
            return None
        if request.story.return_reason:
            at, unit = self._returned(request, case, unit, at)
        at = self._received(request, case, unit, at, others)
        return self._answered(request, case, unit, at)

    def _assisting(self, request: DemoRequest, unit: str) -> list[str]:
        if self.rng.random() > 0.05 or request.story.return_reason:
            return []
        helper = self.rng.choice(("chengguan", "zhujian", "gongan"))
        return [helper] if (helper, "hotline.liaison") in self.staff and helper != unit else []

    def _returned(self, request: DemoRequest, case: Case, wrong: str, at: datetime) -> tuple[datetime, str]:
        """The wrong unit gives it back; the dispatcher corrects it, sometimes only after a contest."""
        right, liaison = request.unit, self.at_unit(wrong, "hotline.liaison")
        reason = {"reason": request.story.return_reason, **_named("right_unit", right)}
        at = self.desk.working(at, self.rng.uniform(0.1, 0.9))
        self.take(P.return_, case, liaison, at, reason)
        at = self.desk.soon(at, 20, 300)
        dispatcher = self.centre("hotline.dispatcher")
        if self.rng.random() > 0.12:
            self.take(P.redispatch, case, dispatcher, at, _to(right))
            return at, right
        ruling = "派单目录将此类诉求列在贵单位名下，请先行办理。"
        self.take(P.uphold, case, dispatcher, at, {"ruling": ruling, **_named("unit", wrong)})
        at = self.desk.working(at, 0.4)
        self.take(P.contest, case, liaison, at, {"reason": f"{request.story.return_reason} 请复核。"})
        at = self.desk.soon(at, 60, 400)
        ruling = f"经查阅双方职责，由{tree().name(tree().by_code[right])}办理，今后同类诉求照此派单。"
        self.take(P.rule, case, self.centre("hotline.manager"), at, {**_to(right), "ruling": ruling})
        return at, right

    def _received(self, request: DemoRequest, case: Case, unit: str, at: datetime, others: list[str]) -> datetime:
        liaison = self.at_unit(unit, "hotline.liaison")
        at = self.desk.working(at, self.rng.uniform(0.05, 0.6))
        self.take(P.receive, case, liaison, at, _named("unit", unit))
        handler = self.at_unit(unit, "hotline.handler")
        self.take(
            P.appoint,
            case,
            liaison,
            self.desk.soon(at, 3, 40),
            {"person": handler.person_id, "person_name": handler.name},
        )
        at = self.desk.working(at, self.rng.uniform(0.1, 0.9))
        result = "已电话联系，向群众核实了情况。"
        self.take(P.contact, case, handler, at, {"result": result, **_named("unit", unit)})
        for helper in others:
            text = "已派人到场核实，属我单位职责的部分已处理，其余由主办单位统一答复。"
            self.take(
                P.assist, case, self.at_unit(helper, "hotline.liaison"), self.desk.soon(at, 30, 300), {"text": text}
            )
        if self.rng.random() < 0.04:
            at = self.desk.soon(at, 100, 400)
            self.take(
                P.add_material, case, citizen(case.matter.pk), at, {"text": "补充一点：今天情况又出现了，请尽快处理。"}
            )
        return at

    def _answered(self, request: DemoRequest, case: Case, unit: str, at: datetime) -> datetime | None:
        story = request.story
        dispatched = case.detail.dispatched_at or at
        if story.extension_reason:
            at = max(at, self.desk.working(dispatched, 3.2))
            self.take(P.ask_extension, case, self.at_unit(unit, "hotline.head"), at, {"reason": story.extension_reason})
            at = self.desk.soon(at, 30, 300)
            granted = {"reason": story.extension_reason}
            self.take(P.grant_extension, case, self.centre("hotline.dispatcher"), at, granted)
        at = self._chased(case, max(at, self.desk.working(dispatched, story.handling_days)))
        at = self._replied(case, unit, at, story.reply, request)
        answered = at
        at = self._called_back(request, case, unit, at)
        self._afterwards(case, at)
        return answered

    def _chased(self, case: Case, replied: datetime) -> datetime:
        """Before a late reply the centre has chased, and stepped in where it got very late."""
        due = case.clocks["handle_clock"].legal_due
        if replied > due and due + timedelta(hours=10) < replied:
            chased = due + timedelta(hours=9.5)
            self.take(
                P.chase, case, self.centre("hotline.supervisor"), chased, {"text": "已超过办理期限，请抓紧答复群众。"}
            )
            if replied > due + timedelta(days=4):
                text = "超期四日以上，列为督办事项，请单位负责人过问。"
                self.take(P.oversee, case, self.centre("hotline.supervisor"), due + timedelta(days=3), {"text": text})
        return replied

    def _replied(self, case: Case, unit: str, at: datetime, text: str, request: DemoRequest) -> datetime:
        handler, checker = self.at_unit(unit, "hotline.handler"), self.centre("hotline.checker")
        data = {
            "text": text,
            "result": "resolved" if request.type != "consultation" else "explained",
            **_named("unit", unit),
        }
        self.take(P.reply, case, handler, at, data)
        at = self.desk.working(at, self.rng.uniform(0.05, 0.7))
        if self.rng.random() < 0.05:
            self.take(P.send_back, case, checker, at, {"reason": "没有写明完成时间和联系人，请补充。"})
            at = self.desk.working(at, 0.5)
            self.take(P.reply, case, handler, at, {**data, "text": f"{text}如有疑问，可在工作时间与我单位联系。"})
            at = self.desk.working(at, 0.3)
        self.take(P.approve, case, checker, at, _named("unit", unit))
        return at

    def _called_back(self, request: DemoRequest, case: Case, unit: str, at: datetime) -> datetime:
        story, caller = request.story, self.centre("hotline.callback")
        at = self.desk.working(at, self.rng.uniform(0.3, 2.0))
        if story.redo_reply and story.first_rating is not None:
            rated = {"reason": story.first_rating.comment, "redoing": True, **_rating(story.first_rating)}
            self.take(P.redo, case, caller, at, rated)
            at = self.desk.working(at, self.rng.uniform(0.5, 2.5))
            at = self._replied(case, unit, at, story.redo_reply, request)
            at = self.desk.working(at, self.rng.uniform(0.3, 1.5))
        rating = story.rating
        data = {"reached": "no"} if rating is None else {"reached": "yes", "justified": False, **_rating(rating)}
        self.take(P.record_callback, case, caller, at, data)
        return at

    def _afterwards(self, case: Case, at: datetime) -> None:
        detail = case.detail
        if detail.resolved is False and self.rng.random() < 0.2:
            at = self.desk.soon(at, 600, 6000)
            self.take(P.appeal, case, citizen(case.matter.pk), at, {"reason": "问题没有解决，对答复不认可。"})
            at = self.desk.working(at, self.rng.uniform(1, 4))
            text = "经复核，承办单位的处理符合规定，已再次向您说明原因；如有新的情况请随时反映。"
            self.take(P.keep_result, case, self.centre("hotline.manager"), at, {"text": text})
        elif self.rng.random() < 0.03:
            at = self.desk.working(at, self.rng.uniform(3, 12))
            finding = "false" if detail.satisfaction in (1, 2) else "true"
            self.take(P.recheck, case, self.centre("hotline.supervisor"), at, {"finding": finding})
        elif not case.matter.sealed and detail.satisfaction in (4, 5) and self.rng.random() < 0.12:
            self.take(P.publish, case, self.centre("hotline.checker"), self.desk.working(at, 1.5))

    def _rated_by_citizen(self, case: Case, at: datetime, rating: Rating | None) -> datetime:
        if rating is not None:
            self.take(P.rate, case, citizen(case.matter.pk), self.desk.soon(at, 2, 600), _rating(rating))
        return at


@lru_cache(maxsize=2000)
def _actor(person: Person, end: datetime) -> Actor:
    return actor_of(person, on=end.date())


def _named(field: str, code: str) -> dict[str, Any]:
    unit = tree().by_code[code]
    return {field: unit, f"{field}_name": tree().name(unit)}


def _to(code: str, assisting: list[str] | None = None) -> dict[str, Any]:
    data = _named("unit", code)
    if assisting:
        data["assisting"] = [tree().by_code[one] for one in assisting]
    return data


def _rating(rating: Rating) -> dict[str, Any]:
    return {
        "responded": rating.responded,
        "resolved": rating.resolved,
        "satisfaction": rating.satisfaction,
        "comment": rating.comment,
    }
