"""Requests at every point of their way, and clients of named people, for the tests of the hotline's pages."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.test import Client

from shuniu.kernel.casework.models import Matter
from shuniu.kernel.web import idempotency
from shuniu.public.hotline.models import Request, Subject
from shuniu.public.hotline.operations.handling import act
from shuniu.public.hotline.operations.intake import Report, submit
from shuniu.public.hotline.queries import subjects
from tests.world import World, moment

MONDAY = moment("2026-11-23 09:30")
GOOD_REPLY = (
    "您好，您反映的湖滨路12号门口路灯不亮一事，我们11月24日到现场查看，是电缆被挖断。依据《城市照明管理规定》第二十一条，"
    "已于11月25日修复并亮灯。如再次不亮或您对处理不满意，可拨打0000-12345联系我们，也可申请复核。"
)


def client_of(world: World, username: str) -> Client:
    client = Client()
    client.force_login(world.people[username])
    return client


def reported(world: World, at: datetime = MONDAY, **more: Any) -> Matter:
    """A request just taken by telephone."""
    given = {
        "text": "湖滨路12号门口的路灯不亮，请问什么时候能修好？", "type": "complaint", "place": "湖滨路12号",
        "name": "张建国", "phone": "13900001234", **more,
    }  # fmt: skip
    return submit(Report(**given), actor=world.liwen, at=at, source="phone").matter


def dispatched(world: World, **more: Any) -> Matter:
    matter = reported(world, **more)
    act("dispatch", matter, actor=world.wanglan, at=moment("2026-11-23 10:00"), data={"unit": world.unit("chengguan")})
    return matter


def handled(world: World, **more: Any) -> Matter:
    matter = dispatched(world, **more)
    act("receive", matter, actor=world.chenlian, at=moment("2026-11-23 11:00"))
    return matter


def replied(world: World, text: str = GOOD_REPLY, **more: Any) -> Matter:
    matter = handled(world, **more)
    act("reply", matter, actor=world.chuban, at=moment("2026-11-23 15:00"), data={"text": text, "result": "resolved"})
    return matter


def answered(world: World, **more: Any) -> Matter:
    matter = replied(world, **more)
    act("approve", matter, actor=world.zhoushen, at=moment("2026-11-23 16:00"))
    return matter


def closed(world: World, **more: Any) -> Matter:
    matter = answered(world, **more)
    act("record_callback", matter, actor=world.wufang, at=moment("2026-11-23 17:00"),
        data={"reached": "yes", "resolved": True, "satisfaction": 4})  # fmt: skip
    return matter


def subject(name: str = "路灯", group: str = "城市照明") -> Subject:
    subjects.forget()
    return Subject.objects.create(code=f"s{Subject.objects.count()}", name=name, group=group)


def sent(matter: Matter, step: str, **data: Any) -> dict[str, Any]:
    """What the form of a step sends, drawn now."""
    seq = Matter.objects.get(pk=matter.pk).seq
    return {"once": idempotency.new_token(f"hotline.{step}"), "expected": str(seq), **data}


def detail(matter: Matter) -> Request:
    return Request.objects.get(pk=matter.pk)
