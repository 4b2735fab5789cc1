"""Requests for information at every point of their way, for the tests of disclosure."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.test import Client

from shuniu.kernel.casework.models import Matter
from shuniu.kernel.web import idempotency
from shuniu.public.disclosure.models import InformationRequest
from shuniu.public.disclosure.operations.filing import Application, open_request
from shuniu.public.disclosure.operations.steps import perform
from tests.world import World, moment

MONDAY = moment("2026-11-02 09:30")
ASKED = "请公开东湖三号排水口2025年全年水质监测数据，以及对排水口运营企业的检查记录。"
PERSON = {"name": "张建国", "identity": "110101199001011234", "phone": "13900001234", "address": "湖滨路12号"}


def filed(world: World, at: datetime = MONDAY, *, key: str | None = None, **more: Any) -> Matter:
    """An application; handed in at the counter when nothing else is said, and so received by the same stroke."""
    given = {"text": ASKED, "way": "in_person", "medium": "paper", **PERSON, **more}
    return open_request(Application(**given), actor=world.gongban, at=at, key=key).matter


def did(world: World, matter: Matter, step: str, at: str, by: str = "gongban", **data: Any) -> Matter:
    note = data.pop("note", "")
    return perform(step, matter, actor=world.actor(by), at=moment(at), data=data, note=note)


def drafted(world: World, matter: Matter, at: str = "2026-11-10 10:00", **more: Any) -> Matter:
    data = {"kind": "given", "text": "现随本答复书提供。", "authority": "云州市人民政府", **more}
    return did(world, matter, "draft_reply", at, **data)


def signed(
    world: World, matter: Matter, at: str = "2026-11-11 10:00", *, drafted_at: str = "2026-11-10 10:00", **more: Any
) -> Matter:
    drafted(world, matter, drafted_at, **more)
    return did(world, matter, "sign", at, "gongzhang")


def sent(matter: Matter, step: str, **data: Any) -> dict[str, Any]:
    """What the form of a step sends, drawn now."""
    seq = Matter.objects.get(pk=matter.pk).seq
    return {"once": idempotency.new_token(f"disclosure.request.{step}"), "expected": str(seq), **data}


def address(matter: Matter, tail: str = "") -> str:
    return f"/disclosure/requests/{matter.number}/{tail}"


def client_of(world: World, username: str) -> Client:
    client = Client()
    client.force_login(world.people[username])
    return client


def detail(matter: Matter) -> InformationRequest:
    return InformationRequest.objects.get(pk=matter.pk)
