"""依申请公开 as a citizen meets it: the right path first, one form, one request, and every step followed without an account."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from shuniu.kernel.casework.models import Matter, Passage
from shuniu.kernel.web import clock
from shuniu.public.disclosure.models import Applicant, InformationRequest
from shuniu.public.disclosure.operations import letters as setting
from shuniu.public.disclosure.operations.steps import perform
from tests import open_city as made
from tests.world import World, moment

pytestmark = pytest.mark.django_db
NOW = moment("2026-11-23 10:00")
GIVEN = {
    "text": "请公开湖滨路路灯改造工程的竣工验收报告。", "medium": "electronic", "kind": "person", "name": "张建国",
    "identity": made.IDENTITY, "phone": "13900001234", "email": "zhang@example.com", "address": "",
}  # fmt: skip


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with clock.fixed(NOW):
        yield


def body(answer: Any, status: int = 200) -> str:
    assert answer.status_code == status, answer.content.decode()[-2000:]
    return str(answer.content.decode())


def confirmed(client: Client, **more: str) -> dict[str, str]:
    """The hidden fields of the page on which the application is confirmed."""
    page = body(client.post("/information/apply/", {**GIVEN, **more}))
    return {**dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page)), "sure": "1"}


def filed(client: Client, **more: str) -> tuple[str, str]:
    answer = client.post("/information/apply/", confirmed(client, **more))
    assert answer.status_code == 303, answer.content.decode()[-2000:]
    page = body(client.get(answer.url))
    number, code = re.findall(r'<strong class="num">(\w+)</strong>', page)
    return number, code


def test_the_first_screen_tells_the_path_before_anything_is_typed(world: World, client: Client) -> None:
    made.released(world)
    page = body(client.get("/information/"))
    for path in (
        "填写申请",
        "去反映",
        "《政府信息公开条例》第三十九条第一款",
        "《政府信息公开条例》第三十六条第（七）项",
    ):
        assert path in page
    published = body(client.get("/information/?q=城市照明"))
    assert "这些可能就是您要的" in published
    assert made.TITLE in published
    asks = body(client.get("/information/?q=路灯坏了怎么办"))
    assert "/report/?text=%E8%B7%AF%E7%81%AF" in asks, "what was typed goes along"
    assert asks.index("去反映") < asks.index("填写申请")
    assert "《政府信息公开条例》第十条" in body(client.get("/information/?q=省水利厅的批复"))
    assert "查不动产登记" in body(client.get("/information/?q=房屋产权查档"))
    assert "/information/apply/?text=" in published


def test_a_request_is_filed_without_script_confirmed_and_followed(world: World, client: Client) -> None:
    number, code = filed(client)
    matter = Matter.objects.get(number=number)
    detail = InformationRequest.objects.get(pk=matter.pk)
    assert (detail.way, detail.text, matter.source) == ("online", GIVEN["text"], "web")
    kept = Applicant.objects.get(pk=matter.pk)
    assert GIVEN["name"] not in kept.name
    assert GIVEN["identity"] not in kept.identity
    door = client.post("/follow/", {"number": number.lower(), "code": code})
    assert door.url == f"/information/{number}/"
    page = body(client.get(door.url))
    assert "已提交，等待与您确认收到" in page
    assert "第三十一条" in page
    for secret in (GIVEN["identity"], GIVEN["phone"], GIVEN["name"]):
        assert secret not in page


def test_a_double_click_gives_one_request_and_the_same_code(world: World, client: Client) -> None:
    fields = confirmed(client)
    pages = [body(client.get(client.post("/information/apply/", fields).url)) for _click in range(2)]
    codes = {tuple(re.findall(r'<strong class="num">(\w+)</strong>', page)) for page in pages}
    assert len(codes) == 1
    assert Matter.objects.count() == 1


def test_the_same_person_is_told_of_the_same_request_of_that_day(world: World, client: Client) -> None:
    number, _code = filed(client)
    page = body(client.post("/information/apply/", GIVEN))
    assert "您今天已经提过同样的申请" in page
    assert number in page
    again = confirmed(client)
    assert client.post("/information/apply/", {**again, "again": ""} | {"again": "1"}).status_code == 303
    assert Matter.objects.count() == 2, "whoever means it may"
    assert "已经提过" not in body(client.post("/information/apply/", {**GIVEN, "text": "另外一份文件的内容"}))
    assert "已经提过" not in body(client.post("/information/apply/", {**GIVEN, "identity": "E12345678"}))
    with clock.fixed(moment("2026-11-25 10:00")):
        assert "已经提过" not in body(client.post("/information/apply/", GIVEN))


def test_mistakes_are_told_beside_the_field_and_nothing_is_lost(world: World, client: Client) -> None:
    wrong = {
        "identity": ("110101199003070717", "对不上校验位"), "phone": ("电话", "只能有数字"), "text": ("短", "太短了"),
        "name": ("", "请填写姓名"), "email": ("", "请填写电子邮箱"),
    }  # fmt: skip
    for field, (given, words) in wrong.items():
        page = body(client.post("/information/apply/", {**GIVEN, field: given}), 422)
        assert words in page
        assert GIVEN["text"] in page or field == "text"
    secret = body(client.post("/information/apply/", {**GIVEN, "text": "秘密★10年 关于某事的文件"}), 422)
    assert "国家秘密" in secret
    assert "请填写通信地址" in body(client.post("/information/apply/", {**GIVEN, "medium": "paper"}), 422)
    back = {**confirmed(client), "back": "1"}
    back.pop("sure")
    assert GIVEN["text"] in body(client.post("/information/apply/", back))
    stale = {**confirmed(client), "once": "stale"}
    assert "打开太久" in body(client.post("/information/apply/", stale), 422)
    assert not Matter.objects.exists()


def test_who_has_not_shown_the_code_sees_nothing(world: World, client: Client) -> None:
    asked = made.filed()
    number = asked.matter.number
    assert client.get(f"/information/{number}/").url == f"/follow/?number={number}"
    for path in ("files/1/", "letters/1.pdf"):
        assert client.get(f"/information/{number}/{path}").status_code == 404
    assert client.post(f"/information/{number}/withdraw/").status_code == 404
    other = made.following(made.filed(text="另外一份文件的内容"))
    assert other.get(f"/information/{number}/").status_code == 302
    assert client.get("/information/done/").url == "/follow/"


def test_a_correction_is_explained_and_answered(world: World, django_assert_max_num_queries: Any) -> None:
    asked = made.filed()
    number = asked.matter.number
    received = {"received_on": "2026-11-23", "how": "phone"}
    perform("receive", asked.matter, actor=world.gongban, at=NOW, data=received)
    items = {"items": "请写明工程名称", "days": 15}
    perform("ask_correction", asked.matter, actor=world.gongban, at=NOW, data=items)
    client = made.following(asked)
    with django_assert_max_num_queries(12):
        page = body(client.get(f"/information/{number}/"))
    for words in ("请写明工程名称", "您补正的期限", "政府信息公开申请内容不明确的", "第1日", "提交补正"):
        assert words in page
    token = re.search(r'supplement/".*?name="once" value="([^"]+)"', page, re.S)
    assert token is not None
    for _click in range(2):
        sent = client.post(f"/information/{number}/supplement/", {"text": "湖滨路三期", "once": token[1]})
        assert sent.status_code == 303
    page = body(client.get(f"/information/{number}/"))
    assert "您补充的内容已经提交" in page
    assert page.count("您提交了补正材料") == 1
    empty = client.post(f"/information/{number}/supplement/", {"text": "", "once": token[1]})
    assert "请先写几句话" in body(empty, 422)


def test_a_draft_is_nobodys_to_read_and_an_answer_tells_the_remedy(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = made.filed()
    number, matter = asked.matter.number, asked.matter
    received = {"received_on": "2026-11-23", "how": "phone"}
    perform("receive", matter, actor=world.gongban, at=NOW, data=received)
    reply = {
        "kind": "withheld", "ground": "deliberation", "text": "您申请的信息不予公开。", "reason": "属于讨论记录",
        "authority": "云州市人民政府",
    }  # fmt: skip
    perform("draft_reply", matter, actor=world.gongban, at=NOW, data=reply)
    client = made.following(asked)
    assert "您申请的信息不予公开" not in body(client.get(f"/information/{number}/"))
    perform("sign", matter, actor=world.gongzhang, at=NOW)
    page = body(client.get(f"/information/{number}/"))
    for words in ("您申请的信息不予公开", "应当先申请行政复议", "《行政复议法》第二十三条", "政府信息公开申请答复书"):
        assert words in page
    assert "《政府信息公开条例》第十六条第二款" in page
    monkeypatch.setattr(setting, "pdf", lambda *_given, **_more: b"%PDF-")
    link = re.search(rf"/information/{number}/letters/(\d+).pdf", page)
    assert link is not None
    assert client.get(link[0])["Content-Type"] == "application/pdf"
    draft = Passage.objects.get(matter=matter, step="draft_reply").seq
    assert client.get(f"/information/{number}/letters/{draft}.pdf").status_code == 404
    assert "六个月" not in page, "what is not verified is not told as law"


def test_it_is_withdrawn_after_a_question(world: World) -> None:
    asked = made.filed()
    client = made.following(asked)
    page = body(client.get(f"/information/{asked.matter.number}/"))
    assert "确定撤回吗" in page
    token = re.search(r'withdraw/".*?name="once" value="([^"]+)"', page, re.S)
    assert token is not None
    client.post(f"/information/{asked.matter.number}/withdraw/", {"once": token[1]})
    assert "已按您的要求撤回" in body(client.get(f"/information/{asked.matter.number}/"))
    assert client.post(f"/information/{asked.matter.number}/receive/").status_code == 404


def test_the_pages_speak_english(world: World, client: Client) -> None:
    made.released(world)
    client.cookies["django_language"] = "en"
    for path in ("/open/", "/information/", "/information/apply/"):
        assert '<html lang="en"' in body(client.get(path))


def test_the_front_door_leads_here(world: World, client: Client) -> None:
    page = body(client.get("/"))
    for path in ('href="/open/"', 'href="/information/"', 'href="/open/feed.atom"'):
        assert path in page
