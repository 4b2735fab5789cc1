"""What tests of the documents share: the series, seals and routes of the small city, and papers at every place of their course."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image, ImageDraw

from shuniu.kernel.casework.models import Matter
from shuniu.kernel.casework.taking import take
from shuniu.kernel.routes.definition import Act, By, Route, Sitter, Stage, stages_json
from shuniu.kernel.routes.models import RouteDefinition
from shuniu.kernel.routes.resolving import resolve
from shuniu.kernel.typesetting.paper import paper_of
from shuniu.kernel.web import idempotency
from shuniu.office.documents.models import Outgoing, Seal, Series
from shuniu.office.documents.operations import approving, dispatching, numbers, producing, seals
from shuniu.office.documents.operations.drafts import open_draft
from shuniu.office.documents.procedures.outgoing import OutgoingPaper
from shuniu.office.documents.queries.routing import facts_of
from tests.world import NOW, World

OFFICE = "云州市人民政府办公室"
CONTENT: dict[str, Any] = {
    "title": "云州市人民政府办公室关于做好冬季供暖工作的通知",
    "text": "为做好今年冬季供暖工作，现就有关事项通知如下。\n一、提前检修\n各供热单位应当在十一月底前完成管网检修。\n二、保障民生\n对困难家庭给予补贴。",
    "organs": [OFFICE],
    "recipients": "各县（市、区）人民政府，市政府各部门",
    "issuer": OFFICE,
}
SIGNING = Route(
    "office", "办公室发文", "documents.outgoing",
    (
        Stage("cosign", "会签", (Sitter(By.UNITS, "documents.head", least=0),), act=Act.COUNTERSIGN),
        Stage("sign", "签发", (Sitter(By.ROLE, "documents.director", unit="office"),), act=Act.SIGN),
    ),
)  # fmt: skip
"""会签 by the units that the drafter picks, then 签发 by the director."""
JOINT = Route(
    "joint", "联合行文", "documents.outgoing",
    (Stage("sign", "签发", (Sitter(By.UNITS, "documents.head", least=2),), act=Act.SIGN),),
)  # fmt: skip
"""Every head of the organs that issue it signs."""
AUDITED = Route(
    "audited", "先审后签", "documents.outgoing",
    (
        Stage("audit", "核稿", (Sitter(By.ROLE, "documents.reviewer", unit="documents_section"),)),
        Stage("cosign", "会签", (Sitter(By.UNITS, "documents.head", least=0),), act=Act.COUNTERSIGN),
        Stage("sign", "签发", (Sitter(By.POST, "leader", unit="city", title="市长"),), act=Act.SIGN),
    ),
)  # fmt: skip


def seal_png(words: str = "印", ground: int = 0) -> bytes:
    """A red ring on a transparent ground (``ground`` 255: on white)."""
    picture = Image.new("RGBA", (420, 420), (255, 255, 255, ground))
    ImageDraw.Draw(picture).ellipse((8, 8, 412, 412), outline=(200, 20, 20, 255), width=12)
    out = BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def series_of(world: World, word: str = "云政办发", unit: str = "office", **more: Any) -> Series:
    said = {"organ": OFFICE, "active_from": date(2026, 1, 1), **more}
    return Series.objects.create(word=word, unit=world.units[unit], **said)


def seal_of(world: World, organ: str = OFFICE, unit: str = "office", at: datetime = NOW, **more: Any) -> Seal:
    said = seals.SealForm(organ, world.unit(unit), more.pop("kind", "organ"), "", date(2026, 1, 1), **more)
    upload = SimpleUploadedFile("seal.png", seal_png(), "image/png")
    return seals.register_seal(upload, said, actor=world.yinguan, at=at)


def drafted(world: World, at: datetime = NOW, who: str = "nigao", unit: str = "office", **more: Any) -> Matter:
    attributes = more.pop("attributes", None)
    content = {**CONTENT, **more}
    return open_draft(content, actor=world.actor(who), at=at, unit=world.unit(unit), key=None, attributes=attributes)


def route_of(world: World, route: Route = SIGNING) -> RouteDefinition:
    """The stored route, in use; made once."""
    row = RouteDefinition.objects.filter(key=route.key, status="active").first()
    return row or RouteDefinition.objects.create(
        key=route.key, label=route.label, kind=route.kind, unit=world.units["office"], status="active",
        stages=stages_json(route.stages), edited_at=NOW, active_from=NOW,
    )  # fmt: skip


def plan_of(world: World, matter: Matter, at: datetime, cosigners: tuple[str, ...] = (), route: Route = SIGNING) -> Any:
    stage = "sign.0" if route is JOINT else "cosign.0"
    chosen = {stage: [world.unit(code) for code in cosigners]}
    paper = detail(matter)
    return resolve(
        route_of(world, route).pk, kind=route.kind, unit=paper.matter.unit_id, facts=facts_of(paper), chosen=chosen,
        on=at.date(), kept=paper.route,
    )  # fmt: skip


def submitted(
    world: World, at: datetime = NOW, cosigners: tuple[str, ...] = (), route: Route = SIGNING, **more: Any
) -> Matter:
    matter = drafted(world, at, **more)
    plan = plan_of(world, matter, at, cosigners, route)
    return approving.submit(matter, actor=world.nigao, at=at + timedelta(minutes=1), data={"route": plan})


def signed(world: World, at: datetime = NOW, **more: Any) -> Matter:
    matter = submitted(world, at, **more)
    return approving.sign("sign", matter, actor=world.fangzhuren, at=at + timedelta(hours=1), data={})


def numbered(world: World, at: datetime = NOW, **more: Any) -> Matter:
    matter = signed(world, at, **more)
    later = at + timedelta(hours=2)
    take(OutgoingPaper.check, matter, actor=world.hegao, at=later)
    return numbers.give_number(matter, actor=world.hegao, at=later)


def sealed(world: World, at: datetime = NOW, **more: Any) -> Matter:
    matter = numbered(world, at, **more)
    return seals.seal_paper(matter, copies=20, actor=world.yinguan, at=at + timedelta(hours=3))


def sent(world: World, at: datetime = NOW, to: tuple[str, ...] = ("chengguan", "shuiwu"), **more: Any) -> Matter:
    matter = sealed(world, at, **more)
    addressees = dispatching.Addressees([world.unit(code) for code in to])
    return dispatching.dispatch(matter, addressees, actor=world.menlai, at=at + timedelta(hours=4))


def detail(matter: Matter) -> Outgoing:
    return Outgoing.objects.select_related("matter").get(pk=matter.pk)


# --- Through the pages ---------------------------------------------------------------------------------------------


def client_of(world: World, username: str) -> Client:
    client = Client()
    client.force_login(world.people[username])
    return client


def post(world: World, who: str, matter: Matter, step: str, **data: Any) -> Any:
    """Send a step's form, as the page drew it just now."""
    seq = Matter.objects.values_list("seq", flat=True).get(pk=matter.pk)
    kind, scope = (
        ("received", "documents.delivery.")
        if (matter.number or "").startswith("FS")
        else ("outgoing", "documents.outgoing.")
    )
    given = {"expected": seq, "once": idempotency.new_token(f"{scope}{step}"), **data}
    return client_of(world, who).post(f"/documents/{kind}/{matter.number}/do/{step}/", given)


def state(matter: Matter) -> str:
    return Matter.objects.values_list("state", flat=True).get(pk=matter.pk)


@contextmanager
def typeset_at_once() -> Iterator[None]:
    """While it lasts a paper is not set anew for every test: one small file stands for all of them."""
    before = producing.pdf
    if not _kept:
        _kept.append(before(paper_of(CONTENT), at=NOW))
    producing.pdf = lambda paper, *, at: _kept[0]  # type: ignore[assignment]  # put back below
    try:
        yield
    finally:
        producing.pdf = before  # type: ignore[assignment]  # the very function that was there


_kept: list[Any] = []
