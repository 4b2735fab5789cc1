"""An incoming PDF becomes a matter with its fields right, a leader's instruction, three handlers, an answer: through the pages."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from shuniu.kernel.audit.verification import verify
from shuniu.kernel.casework.models import Matter, Task
from shuniu.kernel.casework.rebuilding import differences
from shuniu.kernel.files.models import Attachment
from shuniu.kernel.web import clock
from shuniu.office.documents.models import Arrival, Incoming
from tests import incoming_papers as made
from tests.hotline_pages import client_of
from tests.world import World, moment

pytestmark = pytest.mark.django_db
REGISTER = "/documents/incoming/register/"


def hidden(html: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', html)
    return found.group(1) if found else ""


def value_of(html: str, name: str) -> str:
    field = re.search(rf'<(?:input|textarea)[^>]*name="{name}"[^>]*>(?:\s*([^<]*)</textarea>)?', html)
    assert field, name
    return (field.group(1) or (re.search(r'value="([^"]*)"', field.group(0)) or [None, ""])[1]).strip()


def dropped(client: Client, *files: SimpleUploadedFile) -> Any:
    page = client.get(REGISTER)
    once = re.search(r'id="drop".*?name="once" value="([^"]*)"', page.content.decode(), re.S)
    assert once
    return client.post(f"{REGISTER}drop/", {"once": once.group(1), "papers": list(files)})


def take(client: Client, matter: Matter, step: str, at: str, **data: Any) -> None:
    """Send the form of a step as its page draws it."""
    path = f"/documents/incoming/{matter.number}/{step.strip('_').replace('_', '-')}/"
    with clock.fixed(moment(at)):
        page = client.get(path)
        assert page.status_code == 200, (step, page.status_code)
        html = page.content.decode()
        form = {"once": hidden(html, "once"), "expected": hidden(html, "expected"), **data}
        answer = client.post(path, form)
    assert answer.status_code == 303, re.findall(r'class="wrong".*?</p>', answer.content.decode())


POINTS = {f"point_{key}": "yes" for key in ("ours", "rules", "type", "form", "agreed", "drafting")}
READ = ("title", "organ", "original_number", "signed_on", "received_at", "copies", "requested_on", "requested_words")


def registered(world: World) -> Matter:
    """A PDF dropped, what was read confirmed, and the form sent twice."""
    menlai = client_of(world, "menlai")
    with clock.fixed(moment("2026-11-23 09:30")):
        answer = dropped(menlai, made.upload("来文.pdf", made.pdf_of(made.TEXT)))
        assert answer.status_code == 303
        html = menlai.get(answer["Location"]).content.decode()
        found = {name: value_of(html, name) for name in READ}
        assert found["title"] == "云州市水务局关于启动东湖水源地应急调度的请示"
        assert (found["organ"], found["original_number"]) == ("云州市水务局", "云水〔2026〕48号")
        assert (found["signed_on"], found["requested_on"]) == ("2026-11-20", "2026-12-01")
        assert '<option value="request" selected>' in html
        assert '<option value="emergency" selected>' in html
        once = re.search(r'id="register".*?name="once" value="([^"]*)"', html, re.S)
        assert once
        sent = {
            **found,
            "once": once.group(1),
            "type": "request",
            "urgency": "emergency",
            "arrival": hidden(html, "arrival"),
        }
        assert menlai.post(REGISTER, sent).status_code == 303
        assert menlai.post(REGISTER, sent).status_code == 303, "the second click is the first"
    matter = Incoming.objects.get().matter
    assert Attachment.objects.get().matter_id == matter.pk
    assert Arrival.objects.get().matter_id == matter.pk
    assert {one.name for one in matter.clocks.all()} == {"check_clock", "request_clock"}
    return matter


def instructed(world: World, matter: Matter) -> None:
    """Checked, proposed, approved, and three touches on a phone."""
    menlai, director, leader = (client_of(world, name) for name in ("menlai", "fangzhuren", "yangshizhang"))
    take(menlai, matter, "accept", "2026-11-23 10:00", nature="handle", **POINTS)
    opinion = {
        "opinion": "建议请城市管理局牵头研处。", "unit": "城市管理局", "assisting": ["水务局", "体育局"],
        "leaders": [f"instruct:{world.people['yangshizhang'].pk}"], "order_of_leaders": "order",
        "readers": ["成局"], "order_of_readers": "once",
    }  # fmt: skip
    take(menlai, matter, "propose", "2026-11-23 10:20", **opinion)
    shown = director.get(f"/documents/incoming/{matter.number}/submit/").content.decode()
    assert "建议请城市管理局牵头研处。" in shown
    take(director, matter, "submit", "2026-11-23 10:30", **opinion)
    with clock.fixed(moment("2026-11-23 10:40")):
        cards = leader.get("/documents/incoming/leader/").content.decode()
        assert f"/documents/incoming/{matter.number}/instruct/?back=leader" in cards
    take(leader, matter, "instruct", "2026-11-23 10:41", phrase="请城市管理局研处。", back="leader")
    matter.refresh_from_db()
    assert matter.state == "instructed", "the last instruction moves the paper on by itself"


def test_from_the_drop_to_the_archive(world: World) -> None:
    matter = registered(world)
    instructed(world, matter)
    menlai, lead = client_of(world, "menlai"), client_of(world, "chengwen")
    take(menlai, matter, "assign", "2026-11-23 11:00", unit="城市管理局", assisting=["水务局", "体育局"])
    take(lead, matter, "receive", "2026-11-23 11:10")
    take(lead, matter, "appoint", "2026-11-23 11:12", person=str(world.people["chengwen"].pk))
    for username in ("shuiwen", "tiwen"):
        take(client_of(world, username), matter, "assist", "2026-11-23 15:00", text="同意，已安排配合。")
    take(client_of(world, "chengju"), matter, "read", "2026-11-23 15:20", note="请抓紧。")
    take(lead, matter, "report", "2026-11-24 09:00", text="调度方案已定。", answer_by="office")
    take(menlai, matter, "conclude", "2026-11-24 09:30", text="原则同意，请组织实施。")
    matter.refresh_from_db()
    paper = Incoming.objects.get()
    assert (matter.state, matter.closed_at) == ("concluded", moment("2026-11-24 09:30"))
    assert not Task.objects.exists()
    assert paper.answered_at
    assert (paper.leaders[0]["text"], paper.readers[0]["note"]) == ("请城市管理局研处。", "请抓紧。")
    page = menlai.get(f"/documents/incoming/{matter.number}/").content.decode()
    assert "原则同意，请组织实施。" in page
    with clock.fixed(moment("2026-12-01 09:00")):
        archivist = client_of(world, "dangan")
        once = hidden(archivist.get("/documents/archive/").content.decode(), "once")
        chosen = {f"code_{matter.pk}": "T2", f"year_{matter.pk}": "2026"}
        answer = archivist.post("/documents/archive/file/", {"once": once, "pick": str(matter.pk), **chosen})
        assert "J001-WS·2026-D30-BGS-0001" in answer.content.decode()
    matter.refresh_from_db()
    assert (matter.state, matter.closed_at) == ("filed", moment("2026-11-24 09:30"))
    assert "J001-WS·2026-D30-BGS-0001" in menlai.get(f"/documents/incoming/{matter.number}/").content.decode()
    assert list(differences()) == []
    assert verify().ok
