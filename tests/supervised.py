"""Assignments at every point of their way, for the tests of supervision."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from shuniu.kernel.casework.models import Matter
from shuniu.kernel.web import idempotency
from shuniu.office.supervision.operations.registering import Facts, register
from shuniu.office.supervision.operations.stepping import perform
from tests.world import World, moment

MONDAY = moment("2026-11-23 09:30")
DEADLINE = date(2026, 12, 11)
WALKED: dict[str, Any] = {
    "text": "文", "origin": "resolution", "decided_by": "市政府常务会议", "reason": "理由", "until": "2026-12-20",
    "more_days": 5, "more_unit": "working_days", "finding": "到现场看过", "conclusion": "属实", "grade": "good",
    "received_on": "2026-11-23", "deadline": "2026-12-30", "finish_days": 37, "number": "DC2026-00009",
    "numbers": ["DC2026-00009"], "without_assisting": True, "late": True,
}  # fmt: skip
"""Answers to what every step of an assignment asks, for random walks."""


def facts(**more: Any) -> Facts:
    given: dict[str, Any] = {
        "title": "完成东湖截污工程", "text": "12月11日前完成东湖截污工程并通水。", "origin": "resolution",
        "origin_words": "市政府第12次常务会议", "decided_by": "市政府第12次常务会议",
    }  # fmt: skip
    return Facts(**{**given, **more})


def registered(world: World, at: datetime = MONDAY, **more: Any) -> Matter:
    return register(facts(**more), actor=world.dudu, at=at)


def approved(world: World, **more: Any) -> Matter:
    return perform("approve", registered(world, **more), actor=world.duzhang, at=MONDAY)


def assigned(world: World, data: dict[str, Any] | None = None, **more: Any) -> Matter:
    given = {"unit": world.unit("chengguan"), "deadline": DEADLINE.isoformat(), **(data or {})}
    return perform("assign", approved(world, **more), actor=world.dudu, at=moment("2026-11-23 10:00"), data=given)


def working(world: World, data: dict[str, Any] | None = None, **more: Any) -> Matter:
    return perform("receive", assigned(world, data, **more), actor=world.chengdu, at=moment("2026-11-23 11:00"))


def reported(world: World, at: datetime | None = None, **more: Any) -> Matter:
    at = at or moment("2026-12-01 10:00")
    matter = perform("submit", working(world, **more), actor=world.chengdu, at=at, data={"text": "已经通水。"})
    return perform("sign", matter, actor=world.chengfu, at=at)


def verified(world: World, **more: Any) -> Matter:
    at = moment("2026-12-03 10:00")
    return perform(
        "verify_true", reported(world, **more), actor=world.dudu, at=at, data={"finding": "现场通水，属实。"}
    )


def closed(world: World, **more: Any) -> Matter:
    at = moment("2026-12-04 10:00")
    data = {"conclusion": "按期完成，结果属实。", "grade": "good"}
    matter = perform("conclude", verified(world, **more), actor=world.dudu, at=at, data=data)
    return perform("close", matter, actor=world.duzhang, at=at)


def sent(matter: Matter, step: str, **data: Any) -> dict[str, Any]:
    """What the form of a step sends, drawn now."""
    seq = Matter.objects.get(pk=matter.pk).seq
    return {"once": idempotency.new_token(f"{matter.kind}.{step}"), "expected": str(seq), **data}


def photo(name: str = "现场.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, "现场已经通水".encode())
