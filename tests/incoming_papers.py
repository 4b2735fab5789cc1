"""Incoming papers at every point of their way, for the tests of their pages; and the words of papers that were never written."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import typst
from django.core.files.uploadedfile import SimpleUploadedFile

from shuniu.kernel.casework.models import Matter
from shuniu.kernel.typesetting.fonts import found
from shuniu.kernel.web import idempotency
from shuniu.office.documents.operations.incoming_intake import Facts, register
from shuniu.office.documents.operations.incoming_stepping import perform
from tests.world import World, moment

MONDAY = moment("2026-11-23 09:30")
WALKED: dict[str, Any] = {
    "organ": "云州市水务局",
    "nature": "handle",
    "requested_on": "2026-12-10",
    "requested_length": 17,
    "requested_unit": "calendar_days",
    "requested_source": "云州市水务局《请示》",
    "opinion": "建议由城市管理局研处。",
    "answer_by": "unit",
    "leader": "instruct:walker.4",
    "unmet": ["rules"],
    "archive_number": "X",
    "retention": "ten_years",
    "why_none": "已知悉",
}
"""Answers to what every step of an incoming paper asks, for random walks."""


def listed(units: list[int], person: int | None) -> dict[str, Any]:
    """A leader who instructs and a unit that reads, for random walks."""
    leader = {"key": "instruct:walker", "name": "甲", "person": person, "unit": units[0], "role": "leader"}
    reader = {"key": "read:walked", "name": "乙", "person": None, "unit": units[1], "role": "documents.liaison"}
    return {"leaders": [leader], "readers": [reader]}


TEXT = """特急
云州市水务局文件
云水〔2026〕48号
云州市水务局关于启动东湖水源地应急
调度的请示
市人民政府：
    受上游来水偏少影响，东湖水源地水位持续下降。为保障冬季供水，拟启动应急调度，
现请示如下：
    一、建议自12月1日起实施错峰调度。
    二、请市城市管理局、东湖街道办事处配合做好宣传。
    妥否，请批示。因调度需要，请于2026年12月1日前答复。
云州市水务局
2026年11月20日
（联系人：水文，电话：0000-1234567）
"""


def facts(**more: Any) -> Facts:
    given: dict[str, Any] = {
        "title": "云州市水务局关于启动东湖水源地应急调度的请示",
        "organ": "云州市水务局",
        "type": "request",
        "original_number": "云水〔2026〕48号",
        "signed_on": date(2026, 11, 20),
        "received_at": MONDAY,
        "received_by": "门来",
        "text": TEXT,
    }
    return Facts(**{**given, **more})


def registered(world: World, at: datetime = MONDAY, **more: Any) -> Matter:
    return register(facts(**more), actor=world.menlai, at=at, source="hand")


def checked(world: World, **more: Any) -> Matter:
    matter = registered(world, **more)
    points = dict.fromkeys(("ours", "rules", "type", "form", "agreed", "drafting"), "yes")
    return perform("accept", matter, actor=world.menlai, at=moment("2026-11-23 10:00"),
                   data={"points": points, "nature": "handle"})  # fmt: skip


def leader_of(world: World) -> dict[str, Any]:
    person = world.people["yangshizhang"].pk
    return {
        "key": f"instruct:{person}",
        "name": "杨市长（市长）",
        "person": person,
        "unit": world.unit("city"),
        "role": "leader",
    }


def reader_of(world: World, username: str, unit: str, role: str) -> dict[str, Any]:
    person = world.people[username]
    return {
        "key": f"read:{person.pk}",
        "name": person.name,
        "person": person.pk,
        "unit": world.unit(unit),
        "role": role,
    }


def proposed(world: World, *, readers: tuple[dict[str, Any], ...] = (), **more: Any) -> Matter:
    matter = checked(world, **more)
    data = {
        "opinion": "建议请城市管理局牵头，水务局配合研处。", "unit": world.unit("chengguan"),
        "assisting": [world.unit("shuiwu")], "leaders": [leader_of(world)], "leaders_in_order": True,
        "readers": list(readers), "readers_in_order": False,
    }  # fmt: skip
    return perform("propose", matter, actor=world.menlai, at=moment("2026-11-23 10:30"), data=data)


def submitted(world: World, **more: Any) -> Matter:
    matter = proposed(world, **more)
    data = matter.passages.get(step="propose").data
    return perform("submit", matter, actor=world.fangzhuren, at=moment("2026-11-23 11:00"), data=data)


def instructed(world: World, text: str = "同意拟办意见。", **more: Any) -> Matter:
    matter = submitted(world, **more)
    return perform("instruct", matter, actor=world.yangshizhang, at=moment("2026-11-23 14:00"), data={"text": text})


def assigned(world: World, **more: Any) -> Matter:
    matter = instructed(world, **more)
    data = {"unit": world.unit("chengguan"), "assisting": [world.unit("shuiwu"), world.unit("tiyu")]}
    return perform("assign", matter, actor=world.menlai, at=moment("2026-11-23 14:30"), data=data)


def unassisted(world: World) -> Matter:
    """In the hands of one unit alone."""
    matter = instructed(world)
    perform("assign", matter, actor=world.menlai, at=moment("2026-11-23 14:30"), data={"unit": world.unit("chengguan")})
    return perform("receive", matter, actor=world.chengwen, at=moment("2026-11-23 15:00"))


def kept(world: World) -> Matter:
    """Read by nobody but the register, and put away."""
    matter = checked(world, original_number="云水〔2026〕52号")
    return perform("keep", matter, actor=world.menlai, at=moment("2026-11-23 11:00"), data={"reason": "供参阅"})


def handled(world: World, **more: Any) -> Matter:
    return perform("receive", assigned(world, **more), actor=world.chengwen, at=moment("2026-11-23 15:00"))


def reported(world: World, **more: Any) -> Matter:
    matter = handled(world, **more)
    for username in ("shuiwen", "tiwen"):
        perform(
            "assist",
            matter,
            actor=world.actor(username),
            at=moment("2026-11-24 09:00"),
            data={"text": "同意，无其他意见。"},
        )
    data = {"text": "已会同水务局制定调度方案。", "answer_by": "office"}
    return perform("report", matter, actor=world.chengwen, at=moment("2026-11-24 10:00"), data=data)


def concluded(world: World, **more: Any) -> Matter:
    matter = reported(world, **more)
    return perform(
        "conclude",
        matter,
        actor=world.menlai,
        at=moment("2026-11-24 11:00"),
        data={"text": "原则同意，请按方案组织实施。"},
    )


def sent(matter: Matter, step: str, **data: Any) -> dict[str, Any]:
    """What the form of a step sends, drawn now."""
    seq = Matter.objects.get(pk=matter.pk).seq
    return {"once": idempotency.new_token(f"documents.incoming.{step}"), "expected": str(seq), **data}


def pdf_of(text: str) -> bytes:
    """A PDF with these lines of text that can be read again, set with the house's own faces."""
    lines = "\\ ".join(line.replace("#", "").replace("@", "") for line in text.splitlines())
    source = f'#set text(font: ("FandolFang R", "Noto Sans SC"), lang: "zh")\n{lines}'
    return bytes(typst.compile(source.encode(), format="pdf", font_paths=list(found().folders)))


def upload(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)
