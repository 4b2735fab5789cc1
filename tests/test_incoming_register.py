"""收文登记: what is offered, what is refused at the drop, what came before, and a paper that is registered once."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from typing import Any

import docx
import pytest
from PIL import Image

from shuniu.kernel.casework.case import StepRefused
from shuniu.kernel.casework.models import Link, Matter
from shuniu.kernel.files.models import Attachment
from shuniu.kernel.web import clock
from shuniu.office.documents.models import Arrival, Incoming
from shuniu.office.documents.operations.incoming_intake import drop, put_aside, register
from shuniu.office.documents.queries.incoming_reading import offers
from shuniu.office.documents.queries.incoming_repeats import earlier
from tests import incoming_papers as made
from tests.hotline_pages import client_of
from tests.world import World, moment

pytestmark = pytest.mark.django_db
NOW = moment("2026-11-23 09:30")
REGISTER = "/documents/incoming/register/"


def word(text: str) -> bytes:
    out, document = io.BytesIO(), docx.Document()
    for line in text.splitlines():
        document.add_paragraph(line)
    document.save(out)
    return out.getvalue()


def scan() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (400, 560), "white").save(out, "PNG")
    return out.getvalue()


def test_every_field_comes_with_its_words_and_how_sure() -> None:
    found = {one.name: one for one in offers(made.TEXT, on=date(2026, 11, 23))}
    assert found["original_number"].value == "云水〔2026〕48号"
    assert found["original_number"].words == "云水〔2026〕48号"
    assert found["title"].value == "云州市水务局关于启动东湖水源地应急调度的请示"
    assert (found["type"].value, found["urgency"].value) == ("request", "emergency")
    assert found["requested_on"].value == "2026-12-01"
    assert "请于2026年12月1日前答复" in found["requested_on"].words
    assert {one.sure for one in found.values()} <= {"sure", "likely", "unsure"}


def test_a_period_from_receipt_becomes_a_day() -> None:
    text = made.TEXT.replace("请于2026年12月1日前答复", "请在收到本文之日起5个工作日内答复")
    found = {one.name: one.value for one in offers(text, on=date(2026, 11, 23))}
    assert found["requested_on"] == "2026-11-30"


@pytest.mark.parametrize(
    ("name", "data"), [("来文.pdf", made.pdf_of), ("来文.docx", word), ("来文.txt", lambda text: text.encode())]
)
def test_papers_of_each_kind_are_read(world: World, name: str, data: Any) -> None:
    (done,) = drop([made.upload(name, data(made.TEXT))], actor=world.menlai, at=NOW)
    assert done.arrival is not None, done.refused
    values = {one["name"]: one["value"] for one in done.arrival.offered}
    assert (values["original_number"], values["organ"]) == ("云水〔2026〕48号", "云州市水务局")
    assert not done.arrival.scanned


def archive(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, data in parts.items():
            file.writestr(name.replace("__", "/"), data)
    return out.getvalue()


HOSTILE = {
    "a program": ("通知.pdf", lambda: b"MZ\x90\x00" + b"x" * 200),
    "a page with script": ("通知.docx", lambda: b"<html><script>alert(1)</script>"),
    "an archive": ("通知.zip", lambda: archive(x=b"x")),
    "an OFD with path tricks": ("通知.ofd", lambda: archive(**{"OFD.xml": b"<ofd/>", "../../etc/passwd": b"x"})),
    "a secret mark on a word paper": ("通知.docx", lambda: word("机密★10年\n" + made.TEXT)),
    "a secret mark on a later page": ("通知.docx", lambda: word(made.TEXT * 30 + "\n密级：秘密★5年")),
    "a secret mark in the name": ("秘密★5年.txt", lambda: made.TEXT.encode()),
    "a sheet": ("表.xlsx", lambda: archive(**{"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<w/>"})),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_what_must_not_come_in_is_refused_by_name_and_not_kept(world: World, case: str) -> None:
    name, data = HOSTILE[case]
    good = made.upload("好的.txt", made.TEXT.encode())
    done = drop([made.upload(name, data()), good], actor=world.menlai, at=NOW)
    assert done[0].refused
    assert done[0].arrival is None
    assert done[1].arrival is not None, "one that is refused does not undo the others"
    assert [one.name for one in Attachment.objects.all()] == ["好的.txt"]
    client = client_of(world, "menlai")
    page = client.get(REGISTER).content.decode()
    once = re.search(r'id="drop".*?name="once" value="([^"]*)"', page, re.S)
    assert once
    answer = client.post(f"{REGISTER}drop/", {"once": once.group(1), "papers": [made.upload(name, data())]})
    assert answer.status_code == 422
    assert "没有收下的文件" in answer.content.decode()


def test_a_secret_mark_in_what_is_typed_is_refused(world: World) -> None:
    with pytest.raises(StepRefused, match="机要"):
        made.registered(world, title="机密★10年 关于某事的报告")
    assert not Matter.objects.exists()


def form_of(client: Any, address: str = REGISTER) -> dict[str, str]:
    page = client.get(address).content.decode()
    once = re.search(r'id="register".*?name="once" value="([^"]*)"', page, re.S)
    assert once
    return {
        "once": once.group(1), "title": "关于举办冬季长跑活动的函", "organ": "云州市体育局", "type": "letter",
        "original_number": "云体函〔2026〕7号", "urgency": "ordinary", "received_at": "2026-11-23T09:00", "copies": "1",
    }  # fmt: skip


def test_a_scan_is_registered_only_by_whoever_says_that_it_bears_no_mark(world: World) -> None:
    (done,) = drop([made.upload("扫描.png", scan())], actor=world.menlai, at=NOW)
    assert done.arrival is not None
    assert done.arrival.scanned
    client = client_of(world, "menlai")
    with clock.fixed(NOW):
        sent = {**form_of(client, f"{REGISTER}?arrival={done.arrival.pk}"), "arrival": str(done.arrival.pk)}
        answer = client.post(REGISTER, sent)
        assert answer.status_code == 422
        assert "密级标志" in answer.content.decode()
        assert client.post(REGISTER, {**sent, "unmarked": "on"}).status_code == 303
    assert Incoming.objects.get().matter.source == "scan"


def test_what_was_typed_wrongly_is_said_beside_it(world: World) -> None:
    client = client_of(world, "menlai")
    with clock.fixed(NOW):
        sent = {**form_of(client), "title": "", "received_at": "2026-12-24T09:00", "signed_on": "2027-01-01"}
        page = client.post(REGISTER, sent).content.decode()
    assert "签收时间晚于现在" in page
    assert "成文日期晚于今天" in page
    assert "云体函〔2026〕7号" in page, "what was typed stays"


def test_annexes_go_with_their_paper_and_several_wait(world: World) -> None:
    files = [
        made.upload("来文.txt", made.TEXT.encode()),
        made.upload("附件.txt", "方案".encode()),
        made.upload("另一份.txt", b"x"),
    ]
    done = drop(files, actor=world.menlai, at=NOW)
    paper, annex, other = (one.arrival for one in done)
    assert paper
    assert annex
    assert other
    matter = register(made.facts(), actor=world.menlai, at=NOW, source="drop", paper=paper.pk, annexes=[annex.pk])
    roles = dict(Attachment.objects.filter(matter_id=matter.pk).values_list("name", "role"))
    assert roles == {"来文.txt": "paper", "附件.txt": "annex"}
    with pytest.raises(StepRefused, match="已由同事登记"):
        register(made.facts(), actor=world.menlai, at=NOW, source="drop", paper=other.pk, annexes=[annex.pk])
    put_aside(other, at=NOW)
    assert not Attachment.objects.filter(name="另一份.txt").exists()
    assert not Arrival.objects.filter(matter=None, dropped_at=None).exists()


@pytest.mark.parametrize(
    ("title", "organ", "number", "same"),
    [
        ("题目写错了", "云州市水务局", "云水[2026]48号", True),
        ("云州市水务局关于启动东湖水源地应急调度的请示", "云州市水务局", "", True),
        ("关于启动东湖水源地应急调度的请示", "水务局", "云水〔2026〕50号", False),
    ],
)
def test_a_paper_that_comes_twice_is_shown_beside_the_first(
    world: World, title: str, organ: str, number: str, same: bool
) -> None:
    first = made.registered(world)
    (found,) = earlier(title, organ, number, "", signed_on=date(2026, 11, 20), now=NOW)
    assert (found.number, found.same) == (first.number, same)
    assert found.why


def test_another_paper_is_not_taken_for_it(world: World) -> None:
    made.registered(world)
    assert (
        earlier("云州市体育局关于举办长跑活动的函", "云州市体育局", "云体函〔2026〕7号", "", signed_on=None, now=NOW)
        == []
    )


def test_a_repeat_is_registered_and_linked_or_joined(world: World) -> None:
    first = made.registered(world)
    client = client_of(world, "menlai")
    with clock.fixed(NOW):
        again = {**form_of(client), "title": "云州市水务局关于启动东湖水源地应急调度的请示", "organ": "云州市水务局",
                 "original_number": "云水〔2026〕48号", "type": "request"}  # fmt: skip
        answer = client.post(REGISTER, again)
        assert answer.status_code == 422, "nothing is registered before somebody has looked"
        assert "以前收到过" in answer.content.decode()
        assert client.post(REGISTER, {**again, "repeat": first.number}).status_code == 303
    second = Matter.objects.exclude(pk=first.pk).get()
    assert Link.objects.get(source=second).target == first
    made.perform("merge", second, actor=world.menlai, at=NOW, data={"into": first.number})
    second.refresh_from_db()
    assert second.state == "merged"
    with pytest.raises(StepRefused, match="没有编号"):
        made.perform("merge", first, actor=world.menlai, at=NOW, data={"into": "SW2026-99999"})


def test_hints_while_typing(world: World) -> None:
    first = made.registered(world)
    client = client_of(world, "menlai")
    answer = client.post(
        f"{REGISTER}hints/", {"original_number": "云水〔2026〕48号", "organ": "云州市水务局", "title": ""}
    )
    assert first.number in answer.content.decode()
    assert client.post(f"{REGISTER}hints/", {}).content.decode().strip() == ""


def test_the_papers_own_deadline_that_has_passed_starts_no_clock(world: World) -> None:
    matter = made.registered(world, requested_on=date(2026, 11, 1))
    assert not matter.clocks.filter(name="request_clock").exists()
    today = made.registered(world, requested_on=date(2026, 11, 23), original_number="云水〔2026〕49号")
    assert today.clocks.get(name="request_clock").unit == "hours"


def test_only_the_registrar_sees_what_waits(world: World) -> None:
    (done,) = drop([made.upload("来文.txt", made.TEXT.encode())], actor=world.menlai, at=NOW)
    assert done.arrival is not None
    pk = done.arrival.pk
    for username in ("hegao", "chengwen", "yangshizhang"):
        client = client_of(world, username)
        for address in (REGISTER, f"/documents/incoming/arrivals/{pk}/", f"/documents/incoming/arrivals/{pk}/page/"):
            assert client.get(address).status_code == 404
    client = client_of(world, "menlai")
    assert b"".join(client.get(f"/documents/incoming/arrivals/{pk}/").streaming_content)
    assert client.get(f"/documents/incoming/arrivals/{pk}/page/").status_code == 404, "a text has no picture"
    assert client.get("/documents/incoming/arrivals/999999/").status_code == 404
    assert client.post(f"/documents/incoming/arrivals/{pk}/aside/", {}).status_code == 303
    assert client.get(f"/documents/incoming/arrivals/{pk}/").status_code == 404


def test_a_form_whose_file_a_colleague_has_registered_registers_nothing(world: World) -> None:
    (done,) = drop([made.upload("来文.txt", made.TEXT.encode())], actor=world.menlai, at=NOW)
    assert done.arrival is not None
    client = client_of(world, "menlai")
    with clock.fixed(NOW):
        sent = {**form_of(client, f"{REGISTER}?arrival={done.arrival.pk}"), "arrival": str(done.arrival.pk)}
        register(made.facts(), actor=world.menlai, at=NOW, source="drop", paper=done.arrival.pk)
        answer = client.post(REGISTER, sent)
    assert answer.status_code == 422
    assert "已由同事登记" in answer.content.decode()
    assert Matter.objects.count() == 1
