"""Diaries for tests: two leaders with a secretary, three places, requests at every point of their way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shuniu.kernel.casework.models import Matter
from shuniu.kernel.organisation.models import Person, Post, RoleHolding
from shuniu.kernel.web import idempotency
from shuniu.office.engagements.models import Leader, Place, Serving, Travel
from shuniu.office.engagements.operations.arranging import perform
from shuniu.office.engagements.operations.asking import Request, ask
from tests.world import World, moment

NOW = moment("2026-11-23 09:30")
"""A Monday."""
WHY = "事关冬季供水安全，需要市领导现场协调各部门。"


@dataclass
class Diaries:
    world: World
    mayor: Leader
    deputy: Leader
    hall: Place
    works: Place

    def __getattr__(self, name: str) -> Any:
        return getattr(self.world, name)


def diaries(world: World) -> Diaries:
    """杨市长, whose secretary is 米书, and 罗副市长, who has none."""
    person = Person.objects.create(username="luofu", name="罗副市长")
    world.people["luofu"] = person
    Post.objects.create(person=person, unit=world.units["city"], title="副市长")
    RoleHolding.objects.create(person=person, role="leader", unit=world.units["city"])
    mayor = Leader.objects.create(person=world.people["yangshizhang"], title="市长", level="principal", position=1)
    deputy = Leader.objects.create(person=person, title="副市长", position=2)
    Serving.objects.create(leader=mayor, person=world.people["mishu"])
    hall, works = (
        Place.objects.create(name="市政府会议中心", position=1),
        Place.objects.create(name="城东水厂", position=2),
    )
    Travel.objects.create(a=hall, b=works, minutes=40)
    return Diaries(world, mayor, deputy, hall, works)


def wanted(made: Diaries, begins: str = "2026-11-26 09:00", minutes: int = 90, **more: Any) -> Request:
    at = moment(begins)
    given = {
        "about": "冬季供水调度会", "kind": "project", "necessity": WHY, "unit": made.world.unit("chengguan"), "earliest": at,
        "latest": moment(begins).replace(hour=23, minute=0), "minutes": minutes, "leader": made.mayor.pk, "place": made.hall.pk,
        "headcount": 30, **more,
    }  # fmt: skip
    return Request(**given)


def asked(
    made: Diaries, begins: str = "2026-11-26 09:00", *, by: str = "chengqing", at: datetime = NOW, **more: Any
) -> Matter:
    return ask(wanted(made, begins, **more), actor=made.world.actor(by, at), at=at, key=None)


def times(leader: Leader, begins: str, ends: str, **more: Any) -> dict[str, Any]:
    return {"leader": leader.pk, "starts": moment(begins).isoformat(), "ends": moment(ends).isoformat(), **more}


def placed(
    made: Diaries,
    begins: str,
    ends: str,
    *,
    step: str = "propose",
    leader: Leader | None = None,
    at: datetime = NOW,
    **more: Any,
) -> Matter:
    """On the sheet: proposed, or fixed with ``step="arrange"``."""
    matter = asked(made, begins, at=at, leader=(leader or made.mayor).pk, **more)
    perform(step, matter, actor=made.world.tongchou, at=at, data=times(leader or made.mayor, begins, ends))
    matter.refresh_from_db()
    return matter


def fixed(made: Diaries, begins: str, ends: str, **more: Any) -> Matter:
    return placed(made, begins, ends, step="arrange", **more)


def sent(matter: Matter, step: str, **data: Any) -> dict[str, Any]:
    """What the form of a step sends, drawn now."""
    seq = Matter.objects.get(pk=matter.pk).seq
    return {"once": idempotency.new_token(f"engagements.engagement.{step}"), "expected": str(seq), **data}


def moved(matter: Matter, leader: Leader, day: str, half: str, **more: Any) -> dict[str, Any]:
    """What the sheet sends when a card is put somewhere."""
    seq = Matter.objects.get(pk=matter.pk).seq
    return {
        "once": idempotency.new_token("engagements.move"), "on": day, "number": matter.number, "leader": str(leader.pk),
        "day": day, "half": half, "expected": str(seq), **more,
    }  # fmt: skip
