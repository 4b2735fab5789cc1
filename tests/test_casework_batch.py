"""The bulk form is the same code: a story played in memory leaves what the same story leaves when it is lived."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Model

from shuniu.kernel.audit.models import Event
from shuniu.kernel.casework.batch import Batch
from shuniu.kernel.casework.models import Clock, Link, Matter, Party, Passage, Task
from shuniu.kernel.casework.procedure import Step
from shuniu.kernel.casework.rebuilding import differences
from shuniu.kernel.casework.taking import link, open_matter, take
from shuniu.kernel.organisation.actor import SYSTEM, Actor, citizen
from shuniu.office.documents.models.incoming import Incoming
from shuniu.office.documents.procedures.incoming import IncomingPaper
from shuniu.public.hotline.digest import digest_of
from shuniu.public.hotline.models import Request
from shuniu.public.hotline.procedures import HotlineRequest as P
from tests.world import World, moment

pytestmark = pytest.mark.django_db


def opening(title: str) -> dict[str, Any]:
    digest = digest_of(title, title, "")
    return {"title": title, "source": "phone", "data": {"type": "complaint", "subject": None, "digest": digest}}


def detail(title: str) -> Request:
    return Request(text=title, digest=digest_of(title, title, ""), type="complaint")


Move = tuple[Step, str, Actor, str, Mapping[str, Any]]


def story(world: World) -> list[Move]:
    """Two requests: one joins, the other is returned, contested, extended, sent back, redone, appealed and kept."""
    moves: list[Move] = []

    def step(step: Step, name: str, actor: Actor, at: str, data: Mapping[str, Any]) -> None:
        moves.append((step, name, actor, at, data))

    unit = {code: {"unit": world.unit(code), "unit_name": code} for code in ("shuiwu", "chengguan")}
    step(P.register, "main", world.liwen, "2026-11-23 09:00", {})
    step(P.register, "other", citizen(), "2026-11-23 09:05", {})
    step(P.dispatch, "main", world.wanglan, "2026-11-23 09:20",
         {**unit["shuiwu"], "assisting": [world.unit("donghu"), world.unit("tiyu")]})  # fmt: skip
    step(P.return_, "main", world.jiangshui, "2026-11-23 10:00", {"reason": "不属于", "right_unit": world.unit("tiyu")})
    step(P.uphold, "main", world.wanglan, "2026-11-23 10:30", {"ruling": "先行办理"})
    step(P.contest, "main", world.jiangshui, "2026-11-23 11:00", {"reason": "请复核"})
    step(P.join, "other", world.wanglan, "2026-11-23 11:30", {"into": "main"})
    step(P.rule, "main", world.fengzhuren, "2026-11-23 14:00",
         {**unit["chengguan"], "ruling": "由城管办理", "assisting": [world.unit("tiyu")]})  # fmt: skip
    step(P.receive, "main", world.chenlian, "2026-11-23 15:00", {})
    step(P.appoint, "main", world.chenlian, "2026-11-23 15:10", {"person": world.people["chuban"].pk})
    step(P.contact, "main", world.chuban, "2026-11-24 09:00", {"result": "reached"})
    step(P.ask_extension, "main", world.chenlian, "2026-11-24 10:00", {"reason": "要换零件"})
    step(P.grant_extension, "main", world.zhengdu, "2026-11-24 11:00", {"reason": "要换零件"})
    step(P.assist, "main", world.hanwai, "2026-11-24 16:00", {"text": "已配合"})
    step(P.reply, "main", world.chuban, "2026-12-09 10:00", {"text": "已修", "result": "resolved"})
    step(P.send_back, "main", world.zhoushen, "2026-12-09 11:00", {"reason": "写清时间"})
    step(P.reply, "main", world.chuban, "2026-12-10 10:00", {"text": "十日已修", "result": "resolved"})
    step(P.approve, "main", world.zhoushen, "2026-12-10 15:00", {})
    step(
        P.answer_jointly, "other", SYSTEM, "2026-12-10 15:00", {"text": "十日已修", "unit_name": "城管", "main": "main"}
    )
    step(P.redo, "main", world.wufang, "2026-12-11 09:00", {"reason": "又坏了", "resolved": False, "satisfaction": 2})
    step(P.reply, "main", world.chuban, "2026-12-12 10:00", {"text": "再修好", "result": "resolved"})
    step(P.approve, "main", world.zhoushen, "2026-12-12 11:00", {})
    step(P.answer_again, "other", SYSTEM, "2026-12-12 11:00", {"text": "再修好", "unit_name": "城管", "main": "main"})
    step(P.record_callback, "main", world.wufang, "2026-12-13 09:00", {"reached": "yes", "satisfaction": 4})
    step(P.appeal, "main", world.liwen, "2026-12-14 09:00", {"reason": "不认可"})
    step(P.keep_result, "main", world.fengzhuren, "2026-12-15 09:00", {"text": "维持"})
    return moves


def lived(moves: list[Move]) -> None:
    found: dict[str, Matter] = {}
    for step, name, actor, at, data in moves:
        if step.opens:
            found[name] = open_matter(step, detail(name), actor=actor, at=moment(at), **opening(name))
        else:
            take(step, found[name], actor=actor, at=moment(at), data=data)
    link(found["other"], found["main"], Link.Kind.JOINED, at=moment("2026-11-23 11:30"))


def played(moves: list[Move]) -> None:
    batch, found = Batch(), dict[str, Any]()
    for step, name, actor, at, data in moves:
        if step.opens:
            found[name] = batch.open(step, detail(name), actor=actor, at=moment(at), **opening(name))
        else:
            batch.take(step, found[name], actor=actor, at=moment(at), data=data)
    batch.link(found["other"], found["main"], Link.Kind.JOINED, at=moment("2026-11-23 11:30"))
    assert batch.flush() == 2
    with pytest.raises(ValueError, match="has been written"):
        batch.take(P.chase, found["main"], actor=SYSTEM, at=moment("2026-12-16 09:00"))


OWN = {"id", "created_at", "recorded_at"}
"""Keys of the rows themselves and the clock's own: what may differ."""


def rows(model: type[Model], numbers: dict[int, str]) -> list[str]:
    """Every row as text, matters by their number."""
    found = []
    for row in model._default_manager.all():
        said = {field.attname: getattr(row, field.attname) for field in model._meta.concrete_fields}
        for name in ("matter_id", "source_id", "target_id"):
            if name in said and said[name] in numbers:
                said[name] = numbers[said[name]]
        found.append(json.dumps({key: str(said[key]) for key in said if key not in OWN}, ensure_ascii=False))
    return sorted(found)


def left() -> dict[str, list[str]]:
    numbers = {pk: str(number) for pk, number in Matter.objects.values_list("pk", "number")}
    found = {model.__name__: rows(model, numbers) for model in (Matter, Request, Passage, Clock, Task, Party, Link)}
    events = Event.objects.filter(type="casework.passage").order_by("subject", "seq")
    found["Event"] = [f"{numbers[one.subject or 0]} {one.seq} {one.actor} {one.body}" for one in events]
    return found


class Undone(Exception):
    """The first telling is rolled back, so that the second begins in the same city."""


@pytest.mark.parametrize("steps", [2, 3, 8, 13, 17, 26])
def test_played_is_lived(world: World, steps: int) -> None:
    moves = story(world)[:steps]
    told: dict[str, list[str]] = {}
    with contextlib.suppress(Undone), transaction.atomic():
        lived(moves)
        told = left()
        raise Undone
    assert not Matter.objects.exists()
    played(moves)
    found = left()
    for name, expected in told.items():
        assert found[name] == expected, name
    assert len(found["Event"]) == steps
    assert list(differences()) == []


def test_numbers_of_a_year_run_on_over_its_days_and_over_batches(world: World) -> None:
    batch = Batch()

    def opened(at: str) -> str | None:
        paper = Incoming(title="来文", organ="云州市水务局", digest="0" * 64)
        case = batch.open(
            IncomingPaper.register,
            paper,
            actor=SYSTEM,
            at=moment(at),
            title="来文",
            source="hand",
            data={"organ": "云州市水务局"},
        )
        return case.matter.number

    days = ("2026-11-23 09:00", "2026-11-24 09:00", "2027-01-04 09:00", "2026-11-25 09:00")
    assert [opened(day) for day in days] == ["SW2026-00001", "SW2026-00002", "SW2027-00001", "SW2026-00003"]
    batch.flush()
    assert opened("2026-11-26 09:00") == "SW2026-00004"
    assert batch.flush() == 1
