"""The citizen's door, through HTTP: report, follow, act, read. No account, no session, nothing lost, nothing doubled."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from shuniu.kernel.casework.models import Matter, Passage
from shuniu.kernel.casework.taking import take
from shuniu.kernel.files.models import Attachment
from shuniu.kernel.web.clock import fixed
from shuniu.kernel.web.idempotency import new_token
from shuniu.public.hotline.models import Contact, Request
from shuniu.public.hotline.procedures import HotlineRequest as P
from shuniu.public.hotline.queries import subjects
from shuniu.public.hotline.views.citizens import FOLLOWS
from tests.world import NOW, World, moment

pytestmark = pytest.mark.django_db
SAID = {
    "type": "complaint",
    "text": "南湖路路灯连续三天不亮，请尽快维修。",
    "place": "南湖路12号",
    "phone": "100 1234 5678",
}


@pytest.fixture(autouse=True)
def quiet(world: World) -> Any:
    cache.clear()
    subjects.forget()
    with fixed(NOW):
        yield


def send(client: Client, token: str | None = None, **change: Any) -> Any:
    return client.post("/report/", {**SAID, "once": token or new_token("hotline.report"), **change})


def reported(client: Client) -> tuple[Matter, str]:
    """A request and its query code, as a citizen gets them."""
    assert send(client).status_code == 303
    page = client.get("/report/done/").content.decode()
    number, code = re.findall(r'<strong class="num">([0-9A-Z]+)</strong>', page)
    return Matter.objects.get(number=number), code


def opened(client: Client) -> Matter:
    matter, code = reported(client)
    assert client.post("/follow/", {"number": matter.number, "code": code.lower()}).status_code == 303
    return matter


def photo(kind: str = "JPEG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (60, 40), (10, 90, 20)).save(out, kind)
    return out.getvalue()


def test_a_report_becomes_a_matter_with_number_and_code(client: Client) -> None:
    matter, code = reported(client)
    assert (matter.state, matter.source) == ("registered", "web")
    assert re.fullmatch("[2-9A-Z]{8}", code)
    assert code not in Request.objects.get().query_hash
    contact = Contact.objects.get()
    assert contact.phone_tail == "5678"
    assert "1234" not in contact.phone
    assert Passage.objects.get().by == "市民"


def test_a_public_page_sets_no_session(client: Client) -> None:
    client.get("/report/")
    assert "sessionid" not in client.cookies


def test_the_same_form_twice_is_one_matter_with_one_code(client: Client) -> None:
    token = new_token("hotline.report")
    codes = []
    for _ in range(2):
        assert send(client, token).status_code == 303
        codes.append(re.findall(r'<strong class="num">(\w+)</strong>', client.get("/report/done/").content.decode()))
    assert codes[0] == codes[1]
    assert Matter.objects.count() == 1


def test_a_photograph_is_kept_and_shown_to_its_citizen_alone(client: Client) -> None:
    send(client, photos=SimpleUploadedFile("路灯.jpg", photo()))
    matter, attachment = Matter.objects.get(), Attachment.objects.get()
    assert attachment.matter_id == matter.pk
    url = f"/follow/{matter.number}/files/{attachment.pk}/"
    assert Client().get(url).status_code == 404
    number, code = re.findall(r'<strong class="num">(\w+)</strong>', client.get("/report/done/").content.decode())
    client.post("/follow/", {"number": number, "code": code})
    assert client.get(url)["Content-Type"] == "image/jpeg"
    assert client.get(f"{url}preview/").status_code == 200


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"text": ""}, "请写下您要反映的事情"),
        ({"text": "短"}, "再多说几个字"),
        ({"text": "长" * 10_001}, "超过一万字"),
        ({"text": "路灯坏了\x00\x01好几天了"}, "无法显示的字符"),
        ({"text": "机密★10年\n关于某工程的情况反映如下"}, "国家秘密"),
        ({"type": "nonsense"}, "有效的选项"),
        ({"phone": "call me"}, "电话号码只能有数字"),
        ({"subject": "99999"}, "类别已经停用"),
        ({"latitude": "91", "longitude": "1"}, "90"),
        ({"website": "http://spam.example"}, "提交未被接受"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(client: Client, change: dict[str, str], said: str) -> None:
    answer = send(client, **change)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert "南湖路12号" in page
    assert not Matter.objects.exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("照片.jpg", b"MZ\x90\x00" + b"\0" * 200),
        ("照片.jpg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
        ("空.jpg", b""),
        (
            "材料.pdf",
            b"%PDF-1.4\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj\ntrailer<</Root 1 0 R>>",
        ),
    ],
)
def test_a_hostile_file_is_refused_by_name_and_nothing_is_registered(client: Client, name: str, content: bytes) -> None:
    answer = send(client, photos=SimpleUploadedFile(name, content))
    assert answer.status_code == 422
    assert "南湖路路灯连续三天不亮" in answer.content.decode()
    assert not Matter.objects.exists()
    assert not Attachment.objects.exists()


def test_an_old_page_keeps_the_words_and_goes_through_at_the_second_press(client: Client) -> None:
    answer = client.post("/report/", {**SAID, "once": "forged"})
    assert answer.status_code == 422
    assert "打开太久" in answer.content.decode()
    fresh = re.search(r'name="once" value="([^"]+)"', answer.content.decode())
    assert fresh is not None
    assert send(client, fresh.group(1)).status_code == 303


def test_script_and_sql_in_the_text_are_words(client: Client) -> None:
    text = "<script>alert(1)</script> '; DROP TABLE casework_matter; -- 路灯不亮"
    send(client, text=text)
    number, code = re.findall(r'<strong class="num">(\w+)</strong>', client.get("/report/done/").content.decode())
    client.post("/follow/", {"number": number, "code": code})
    page = client.get(f"/follow/{number}/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_wrong_code_and_a_wrong_number_get_the_same_answer(client: Client) -> None:
    matter, _code = reported(client)
    wrong = client.post("/follow/", {"number": matter.number, "code": "AAAAAAAA"})
    unknown = client.post("/follow/", {"number": "2020010100001", "code": "AAAAAAAA"})
    assert wrong.status_code == unknown.status_code == 422
    said = "编号和查询码对不上"
    assert said in wrong.content.decode()
    assert said in unknown.content.decode()


def test_guessing_is_slowed(client: Client) -> None:
    for _ in range(FOLLOWS):
        client.post("/follow/", {"number": "1", "code": "AAAAAAAA"})
    assert "试的次数太多" in client.post("/follow/", {"number": "1", "code": "AAAAAAAA"}).content.decode()


def test_without_the_code_a_request_is_not_shown(client: Client) -> None:
    matter, _code = reported(client)
    assert client.get(f"/follow/{matter.number}/").status_code == 302
    assert client.post(f"/follow/{matter.number}/urge/", {"once": new_token("citizens.urge")}).status_code == 404


def test_the_citizen_reads_the_same_passages_in_plain_words(client: Client, world: World) -> None:
    matter = opened(client)
    take(P.dispatch, matter, actor=world.wanglan, at=moment("2026-11-23 10:00"),
         data={"unit": world.unit("chengguan"), "unit_name": "城市管理局"})  # fmt: skip
    page = client.get(f"/follow/{matter.number}/").content.decode()
    assert "已派至城市管理局办理。" in page
    assert "最迟在2026年12月2日（周三）前答复您" in page
    assert "为什么是这一天" in page
    assert "王岚" not in page, "no member of staff is named to the public"


def test_material_urging_and_withdrawal(client: Client) -> None:
    matter = opened(client)
    url = f"/follow/{matter.number}"
    once = {"once": new_token("citizens.add_material"), "text": "两盏都不亮"}
    assert client.post(f"{url}/add_material/", once).status_code == 303
    assert client.post(f"{url}/add_material/", once).status_code == 303, "the same form twice is one step"
    assert client.post(f"{url}/urge/", {"once": new_token("citizens.urge")}).status_code == 303
    assert client.post(f"{url}/withdraw/", {"once": new_token("citizens.withdraw")}).status_code == 303
    steps = list(Passage.objects.order_by("seq").values_list("step", flat=True))
    assert steps == ["register", "add_material", "urge", "withdraw"]
    late = client.post(f"{url}/urge/", {"once": new_token("citizens.urge")})
    assert late.status_code == 422
    assert "已撤回" in late.content.decode()


def test_a_citizen_takes_no_step_of_the_office(client: Client) -> None:
    matter = opened(client)
    answer = client.post(f"/follow/{matter.number}/dispatch/", {"once": new_token("citizens.dispatch"), "text": "x"})
    assert answer.status_code == 422
    assert Matter.objects.get().state == "registered"


def test_rating_and_appeal_after_the_answer(client: Client, world: World) -> None:
    matter = opened(client)
    take(P.answer_at_once, matter, actor=world.liwen, at=NOW, data={"text": "今晚修好。"})
    once = {"once": new_token("citizens.rate"), "responded": "True", "resolved": "False", "satisfaction": "1"}
    assert client.post(f"/follow/{matter.number}/rate/", once).status_code == 303
    assert Request.objects.get().satisfaction == 1
    appeal = {"once": new_token("citizens.appeal"), "text": "并没有修好"}
    assert client.post(f"/follow/{matter.number}/appeal/", appeal).status_code == 303
    assert Matter.objects.get().state == "reviewing"


def test_an_appeal_after_its_time_is_refused_with_what_to_do(client: Client, world: World) -> None:
    matter = opened(client)
    take(P.answer_at_once, matter, actor=world.liwen, at=NOW, data={"text": "今晚修好。"})
    with fixed(moment("2026-12-20 09:00")):
        answer = client.post(
            f"/follow/{matter.number}/appeal/", {"once": new_token("citizens.appeal"), "text": "并没有修好"}
        )
    assert answer.status_code in (404, 422), "the code was given more than an hour ago, or the time is over"
    assert Matter.objects.get().state == "closed"


def test_only_released_answers_are_published(client: Client, world: World) -> None:
    matter, _code = reported(client)
    take(P.answer_at_once, matter, actor=world.liwen, at=NOW, data={"text": "今晚修好。"})
    assert client.get(f"/answers/{matter.number}/").status_code == 404
    take(P.publish, matter, actor=world.zhoushen, at=NOW)
    assert "今晚修好" in client.get(f"/answers/{matter.number}/").content.decode()
    assert matter.title in client.get("/answers/").content.decode()
    assert "10012345678" not in client.get(f"/answers/{matter.number}/").content.decode()


@pytest.mark.parametrize("path", ["/", "/report/", "/follow/", "/answers/", "/promises/", "/accessibility/"])
def test_public_pages_are_small_and_ask_little_of_the_database(
    client: Client, path: str, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(8):
        answer = client.get(path)
    assert answer.status_code == 200
    assert len(answer.content) < 60_000
    assert b"<script>" not in answer.content
    assert client.get(path, headers={"Accept-Language": "en"}).status_code == 200
