"""The people of the story and how each of them sends a form, for the journeys through the whole product."""

from __future__ import annotations

import io
import re
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from shuniu.kernel.casework.models import Matter, Passage
from shuniu.kernel.insight.training import Example, train
from shuniu.kernel.web import clock, idempotency
from shuniu.public.hotline import hints
from shuniu.public.hotline.models import RoutingVersion
from tests import hotline_pages as made
from tests.insight.texts import labelled
from tests.world import World

SAID = (
    "松涛路夜宵摊占道经营，油烟熏得睡不着，污水倒进雨水井，一下雨路面就积水，请问什么时候能疏通雨水井、把摊贩清理走？"
)
PLACE = "松涛路12号"
CALLED = "白鹭小区门口流动摊贩占满人行道，行人只能走机动车道，请问什么时候清理？"
REPLY = (
    "您好，您反映松涛路12号门前雨水井堵塞、路面积水的问题，我们已到现场查看，是油污堵住了雨水井。"
    "依据《城镇排水与污水处理条例》第二十条，已于12月9日疏通，摊贩已由城市管理局清理。"
    "如再次积水或您对处理不满意，可拨打0000-12345联系我们，也可申请复核。"
)
AGAIN = REPLY.replace("已于12月9日疏通", "已于12月15日再次疏通并更换井盖")
UNITS_OF_LABELS = {"城管": "chengguan", "教育": "tiyu", "社保": "donghu"}


def photo() -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (1200, 900), (70, 90, 60)).save(out, "JPEG")
    return SimpleUploadedFile("雨水井.jpg", out.getvalue(), content_type="image/jpeg")


def train_routing(at: datetime, folder: Any) -> None:
    """A model in use, taught with the invented messages of three subjects."""
    known = [Example(text, UNITS_OF_LABELS[label]) for text, label in labelled()]
    model = train(known, on=at.date())
    file = folder / "routing.model"
    version = model.save(file)
    RoutingVersion.objects.create(
        version=version, trained_at=at, examples=len(known), card=model.card, content=file.read_bytes(), active=True
    )
    hints.forget()


class Office:
    """Everybody with a browser of their own; ``at`` sets the clock that all of them see."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.citizen = Client(headers={"User-Agent": "phone"})

    def get(self, who: str, path: str, at: datetime, **query: Any) -> str:
        with clock.fixed(at):
            answer = made.client_of(self.world, who).get(path, query)
        assert answer.status_code == 200, (who, path, answer.status_code)
        return str(answer.content.decode())

    def step(self, who: str, matter: Matter, step: str, at: datetime, **data: Any) -> str:
        """Open the form of a step as its page offers it, send it, and answer the state that it led to."""
        address = f"/hotline/{matter.number}/{step.strip('_').replace('_', '-')}/"
        with clock.fixed(at):
            client = made.client_of(self.world, who)
            form = client.get(address)
            assert form.status_code == 200, (who, step, form.content.decode()[:2000])
            answer = client.post(address, {**hidden(form.content.decode()), **data})
        assert answer.status_code == 303, (who, step, answer.content.decode()[:6000])
        assert Passage.objects.filter(matter=matter).latest("seq").step == step
        return str(Matter.objects.get(pk=matter.pk).state)

    def report(self, at: datetime, **more: Any) -> tuple[Matter, str]:
        """A citizen's report; the matter and the query code as the receipt shows them."""
        with clock.fixed(at):
            token = idempotency.new_token("hotline.report")
            sent = {"type": "complaint", "text": SAID, "place": PLACE, "phone": "100 1234 5678", **more, "once": token}
            assert self.citizen.post("/report/", sent).status_code == 303
            number, code = codes(self.citizen.get("/report/done/").content.decode())
        return Matter.objects.get(number=number), code

    def follows(self, matter: Matter, code: str, at: datetime) -> str:
        with clock.fixed(at):
            given = {"number": matter.number, "code": code}
            assert self.citizen.post("/follow/", given).status_code == 303
            return str(self.citizen.get(f"/follow/{matter.number}/").content.decode())

    def citizen_does(self, matter: Matter, code: str, step: str, at: datetime, **data: Any) -> str:
        self.follows(matter, code, at)
        with clock.fixed(at):
            token = idempotency.new_token(f"citizens.{step}")
            answer = self.citizen.post(f"/follow/{matter.number}/{step}/", {**data, "once": token})
        assert answer.status_code == 303, answer.content.decode()[:6000]
        return str(Matter.objects.get(pk=matter.pk).state)


def codes(page: str) -> list[str]:
    return re.findall(r'<strong class="num">([0-9A-Z]+)</strong>', page)


def hidden(page: str) -> dict[str, str]:
    """The hidden inputs of the step's form: its once token and what the person has seen so far."""
    token, seq = re.search(r'name="once" value="([^"]+)"', page), re.search(r'name="expected" value="(\d+)"', page)
    assert token is not None
    assert seq is not None
    return {"once": token.group(1), "expected": seq.group(1)}
