"""Meetings at every point of their way, for the tests of meetings."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from shuniu.kernel.casework.models import Matter
from shuniu.kernel.web import idempotency
from shuniu.office.meetings.models import Cap, Facility, Invitation, Series
from shuniu.office.meetings.operations import agenda, inviting
from shuniu.office.meetings.operations.requesting import Wanted, request
from shuniu.office.meetings.operations.stepping import perform
from tests.world import World, moment

MONDAY = moment("2026-11-23 09:30")
STARTS, ENDS = moment("2026-11-26 09:00"), moment("2026-11-26 11:00")
SOURCE = "云州市会议管理办法（试行）"
TEXT = """2026年11月26日，市长主持召开排水防涝工作会议。现将会议议定事项纪要如下。
一、积水点改造
会议听取了城市管理局的汇报。
※ 完成东湖路积水点改造｜城市管理局｜2026-12-31｜水务局
※ 修订排水管网养护办法｜水务局｜2027年1月15日"""
WALKED: dict[str, Any] = {
    "title": "题", "klass": "topic", "starts": STARTS.isoformat(), "ends": ENDS.isoformat(), "people": 20, "reason": "理由",
    "budget": "100", "until": ENDS.isoformat(), "digest": "0" * 64, "resolution": 1, "no": 1, "decisions": 1, "place": "会议室",
}  # fmt: skip
"""Answers to what every step of a meeting asks, for random walks."""


def room_of(world: World, name: str = "一号会议室", seats: int = 40, **more: Any) -> Facility:
    unit = world.units["meetings_section"]
    return Facility.objects.create(name=name, seats=seats, columns=8, unit=unit, **more)


def series_of(world: World) -> Series:
    return Series.objects.create(
        name="市政府常务会议", unit=world.units["office"], klass="executive", mark="云州市人民政府常务会议纪要"
    )


def cap_of(**more: Any) -> Cap:
    return Cap.objects.create(source=SOURCE, effective_from=date(2026, 1, 1), **more)


def wanted(**more: Any) -> Wanted:
    given: dict[str, Any] = {
        "title": "排水防涝工作会议", "klass": "topic", "starts": STARTS, "ends": ENDS, "purpose": "研究积水点改造。",
        "people": 20, "budget": Decimal(2000),
    }  # fmt: skip
    return Wanted(**{**given, **more})


def requested(world: World, at: datetime = MONDAY, **more: Any) -> Matter:
    return request(wanted(**more), unit=world.unit("chengguan"), actor=world.chenghui, at=at)


def endorsed(world: World, **more: Any) -> Matter:
    return perform("endorse", requested(world, **more), actor=world.chengfu, at=MONDAY)


def planned(world: World, **more: Any) -> Matter:
    return perform("approve", endorsed(world, **more), actor=world.huizhang, at=MONDAY)


def scheduled(world: World, room: Facility | None = None, **more: Any) -> Matter:
    room = room or Facility.objects.first() or room_of(world)
    matter = planned(world, **more)
    when = wanted(**more)
    data = {"starts": when.starts.isoformat(), "ends": when.ends.isoformat(), "facilities": [room.pk]}
    return perform("schedule", matter, actor=world.huiwu, at=MONDAY, data=data)


def invited(world: World, names: tuple[str, ...] = ("杨市长", "成局", "水务局"), **more: Any) -> Matter:
    matter = scheduled(world, **more)
    inviting.invite(matter, names, "present", actor=world.huiwu, at=MONDAY)
    return matter


def noticed(world: World, **more: Any) -> Matter:
    return perform("notify", invited(world, **more), actor=world.huiwu, at=MONDAY)


def held(world: World, **more: Any) -> Matter:
    matter = noticed(world, **more)
    rows = [row.pk for row in Invitation.objects.filter(matter=matter)]
    when = wanted(**{key: value for key, value in more.items() if key in ("starts", "ends")})
    inviting.sign_list(matter, rows, actor=world.huiwu, at=when.starts)
    data = {"ended": when.ends.isoformat(), "cost": "1800"}
    return perform("finish", matter, actor=world.huiwu, at=when.ends, data=data)


def minuted(world: World, text: str = TEXT, **more: Any) -> Matter:
    matter = held(world, **more)
    at = wanted(**{key: value for key, value in more.items() if key in ("starts", "ends")}).ends
    data = {
        "title": "排水防涝工作会议纪要",
        "text": text,
        "present": "杨市长、成局",
        "absent": "",
        "attending": "水务局",
    }
    perform("draft_minutes", matter, actor=world.huiwu, at=at, data=data)
    perform("approve_minutes", matter, actor=world.huizhang, at=at)
    return perform("send_minutes", matter, actor=world.huiwu, at=at)


def item_of(world: World, matter: Matter, title: str = "积水点改造", files: Any = (), **more: Any) -> Any:
    """An item of the bureau that asked, accepted."""
    brought = agenda.Brought(world.unit("chengguan"), title, **more)
    item = agenda.propose(matter, brought, actor=world.chenghui, at=MONDAY, files=files)
    agenda.judge(matter, item.pk, "endorsed", actor=world.chengfu, at=MONDAY)
    return agenda.judge(matter, item.pk, "accepted", actor=world.huiwu, at=MONDAY)


def state(matter: Matter) -> str:
    return Matter.objects.values_list("state", flat=True).get(pk=matter.pk)


def sent(matter: Matter, step: str, **data: Any) -> dict[str, Any]:
    """A step's form as the page drew it just now."""
    seq = Matter.objects.values_list("seq", flat=True).get(pk=matter.pk)
    return {"expected": seq, "once": idempotency.new_token(f"meetings.meeting.{step}"), **data}


def address(matter: Matter, path: str = "") -> str:
    return f"/meetings/{matter.number}/{path}"
