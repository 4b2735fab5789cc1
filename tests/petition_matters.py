"""Petitions at every point of their way, for the tests of their pages."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from shuniu.kernel.casework.models import Matter
from shuniu.kernel.organisation.models import Person, RoleHolding, Unit
from shuniu.kernel.organisation.tree import forget
from shuniu.kernel.web import idempotency
from shuniu.public.petitions.operations.filing import Filing, open_petition
from shuniu.public.petitions.operations.steps import perform
from tests.world import World, moment

MONDAY = moment("2026-11-23 09:30")
TEXT = "东湖街道春柳巷12号楼下烧烤店每晚经营到凌晨，油烟和噪声扰民，多次向社区反映没有解决。请求责令整改并答复。"
OPINION = {
    "result": "supported",
    "request": "请求责令春柳巷烧烤店整改并答复。",
    "facts": "经现场核查，该店未安装油烟净化设施，夜间噪声超过限值。",
    "opinion": "责令限期安装油烟净化设施，二十二时后停止露天经营。",
    "basis": "《中华人民共和国大气污染防治法》第八十一条。",
}
PARTS = {"result": "explained", "facts": "处理意见认定的事实清楚。", "text": "维持原处理意见。"}


def town(world: World) -> World:
    """The city with a district between the city and a township, so that there are two organs above the one that handles."""
    city = Unit.objects.get(code="city")
    district = Unit.objects.create(code="qu", name="临湖区人民政府", kind="district", parent=city)
    street = Unit.objects.create(code="jiedao", name="春柳街道办事处", kind="township", parent=district)
    world.units |= {"qu": district, "jiedao": street}
    for username, name, unit, role in (
        ("jiefang", "街访", street, "liaison"), ("jieban", "街办", street, "handler"), ("jiezhang", "街长", street, "head"),
        ("qufu", "区复", district, "reviewer"),
    ):  # fmt: skip
        person = Person.objects.create_user(username, name=name)
        RoleHolding.objects.create(person=person, role=f"petitions.{role}", unit=unit)
        world.people[username] = person
    forget()
    return world


def filed(world: World, at: datetime = MONDAY, **more: Any) -> Matter:
    """A petition just registered from a letter."""
    given = {"way": "letter", "text": TEXT, "name": "钱多多", "phone": "13900005678", "address": "春柳巷12号", **more}
    return open_petition(Filing(**given), actor=world.xindeng, at=at, source=given["way"]).matter


def done(world: World, matter: Matter, who: str, step: str, at: str = "2026-11-24 09:00", **data: Any) -> Matter:
    return perform(step, matter, actor=world.actor(who), at=moment(at), data=data)


def referred(world: World, unit: str = "chengguan", **more: Any) -> Matter:
    matter = filed(world, **more)
    return done(world, matter, "xindeng", "refer", "2026-11-23 10:00", unit=world.unit(unit))


def handled(world: World, unit: str = "chengguan", liaison: str = "chengfang", **more: Any) -> Matter:
    return done(world, referred(world, unit, **more), liaison, "accept", "2026-11-23 11:00", category="general")


def drafted(world: World, unit: str = "chengguan", who: str = "cheng", **more: Any) -> Matter:
    matter = handled(world, unit, f"{who}fang", **more)
    return done(world, matter, f"{who}ban", "draft_opinion", "2026-11-23 15:00", **OPINION)


def answered(world: World, unit: str = "chengguan", who: str = "cheng", **more: Any) -> Matter:
    return done(world, drafted(world, unit, who, **more), f"{who}zhang", "issue_opinion", "2026-11-23 16:00")


def delivered(world: World, unit: str = "chengguan", who: str = "cheng", **more: Any) -> Matter:
    matter = answered(world, unit, who, **more)
    return done(world, matter, "xindeng", "deliver_opinion", "2026-11-23 17:00", delivered_on="2026-11-23", how="hand")


def sent(matter: Matter, step: str, **data: Any) -> dict[str, Any]:
    """What the form of a step sends, drawn now."""
    seq = Matter.objects.get(pk=matter.pk).seq
    return {"once": idempotency.new_token(f"petitions.petition.{step}"), "expected": str(seq), **data}


def address(matter: Matter, step: str = "") -> str:
    tail = f"{step.replace('_', '-')}/" if step else ""
    return f"/petitions/{matter.number}/{tail}"
