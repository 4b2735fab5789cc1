"""Publications at every point of their way, and applications of citizens, for the tests of disclosure's public side."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from shuniu.kernel.casework.models import Matter
from shuniu.kernel.files.receiving import attachments_of
from shuniu.kernel.organisation.actor import citizen
from shuniu.kernel.search.index import put
from shuniu.public.disclosure.operations.filing import Application, Filed, open_request
from shuniu.public.disclosure.operations.publications import Proposal, perform, propose
from shuniu.public.disclosure.search_open import entries
from tests.world import World, moment

MONDAY = moment("2026-11-23 09:30")
TITLE = "云州市城市照明管理办法"
TEXT = "一、总则\n为了加强城市照明管理，制定本办法。\n二、维护\n路灯损坏的，应当在三日内修复。"
CHECKED = {"no_secret": True, "no_third_party": True, "no_privacy": True}
IDENTITY = "110101199003070716"


def client_of(world: World, username: str) -> Client:
    client = Client()
    client.force_login(world.people[username])
    return client


def proposed(world: World, at: datetime = MONDAY, files: Any = (), **more: Any) -> Matter:
    """What the liaison of urban management wants published."""
    given = {"title": TITLE, "text": TEXT, "category": "20.1", "formed_on": date(2026, 11, 16),
             "document_number": "云政办发〔2026〕31号", **more}  # fmt: skip
    return propose(Proposal(**given), unit=world.unit("chengguan"), actor=world.chengfang, at=at, files=files)


def reviewed(world: World, **more: Any) -> Matter:
    matter = proposed(world, **more)
    return perform("review", matter, actor=world.chengcha, at=moment("2026-11-24 10:00"), data=CHECKED)


def released(world: World, index: str = "2026-2001-000001", at: str = "2026-11-25 10:00", **more: Any) -> Matter:
    """Public, and found by the search."""
    matter = reviewed(world, **more)
    done = perform("release", matter, actor=world.gongzhang, at=moment(at), data={"index_number": index})
    put(entries([done.pk]))
    return done


def amended(world: World, matter: Matter, text: str, at: str = "2026-11-26 10:00") -> Matter:
    data = {"title": TITLE, "text": text, "category": "20.1", "reason": "三日改为两日", **CHECKED}
    return perform("amend", matter, actor=world.gongzhang, at=moment(at), data=data)


def filed(at: datetime = MONDAY, key: str | None = None, **more: Any) -> Filed:
    """A citizen asks for information through the portal."""
    given = {"text": "请公开南湖路路灯改造工程的验收报告。", "name": "张建国", "identity": IDENTITY, "phone": "13900001234",
             "email": "zhang@example.com", **more}  # fmt: skip
    return open_request(Application(**given), actor=citizen(), at=at, key=key)


def following(filed: Filed) -> Client:
    """The browser of whoever has shown number and code."""
    client = Client()
    client.post("/follow/", {"number": filed.matter.number, "code": filed.code})
    return client


def places(world: World, names: list[str]) -> dict[str, Any]:
    """Rows behind the addresses of publications and of the citizens' portal, for the tests of doors.

    One publication is public, in its second version and with a file; another waits for its review.
    """
    public = released(world, files=[SimpleUploadedFile("表.txt", "名单".encode())])
    amended(world, public, "新的正文")
    waiting, asked = proposed(world, title="等待审查的"), filed()
    file = attachments_of(public.pk)[0].pk
    found: dict[str, Any] = {"disclosure:publication_step step": "review", "information:act step": "withdraw"}
    for name in names:
        space = name.split(":")[0]
        number = {"open": public.number, "information": asked.matter.number}.get(space, public.number)
        if name.startswith(("open:", "information:", "disclosure:publication")):
            found |= {f"{name} number": number, f"{name} pk": file, f"{name} version": 2, f"{name} seq": 1}
            found |= {f"{name} old": 1, f"{name} new": 2}
    for name in ("publication", "publication_step"):
        found[f"disclosure:{name} number"] = waiting.number
    return found
