"""The petitioner's door, through HTTP: the guide, the form, the last look, following, asking for review, rating."""

from __future__ import annotations

import re
from base64 import b64decode
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from shuniu.kernel.casework.models import Clock, Matter, Passage
from shuniu.kernel.files.models import Attachment
from shuniu.kernel.organisation.models import RoleHolding
from shuniu.kernel.organisation.personal import fingerprint
from shuniu.kernel.organisation.tree import forget
from shuniu.kernel.web.clock import fixed
from shuniu.kernel.web.idempotency import new_token
from shuniu.public.petitions.models import Petition, Petitioner
from shuniu.public.petitions.operations.steps import perform
from tests.world import NOW, World, moment

pytestmark = pytest.mark.django_db
SAID = {
    "request": "请退还多收的停车费三百元。",
    "facts": "十月三日在南湖停车场停车，按说明应收二十元，实际收了三百二十元，找过管理员，不肯退。",
    "place": "东湖街道南湖停车场",
    "name": "柳如意",
    "address": "东湖街道柳巷八号",
    "phone": "100 2222 3333",
    "others": "柳大年\n柳大年\n赵小满",
}
SECRETS = ("柳如意", "柳巷八号", "2222 3333", "10022223333")
PARTS = {
    "request": "退还停车费", "facts": "查明多收三百元", "opinion": "退还三百元", "basis": "价格公示标准", "result": "supported",
}  # fmt: skip
CODE = "ABCDEFGH"
PIXEL = b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")


@pytest.fixture(autouse=True)
def quiet(world: World) -> Any:
    cache.clear()
    with fixed(NOW):
        yield


def send(client: Client, aim: str = "claim", token: str | None = None, go: str = "send", **change: Any) -> Any:
    return client.post(
        f"/petition/new/{aim}/", {**SAID, "go": go, "once": token or new_token("petition.file"), **change}
    )


def filed(client: Client, aim: str = "claim", **change: Any) -> tuple[Matter, str]:
    """A petition and its query code, as a petitioner gets them."""
    assert send(client, aim, **change).status_code == 303
    shown = client.get("/petition/new/done/").content.decode()
    number, code = re.findall(r'<strong class="num">([0-9A-Z]+)</strong>', shown)
    return Matter.objects.get(number=number), code


def followed(client: Client, aim: str = "claim", **change: Any) -> Matter:
    matter, code = filed(client, aim, **change)
    answer = client.post("/follow/", {"number": matter.number, "code": code.lower()})
    assert (answer.status_code, answer["Location"]) == (303, f"/petition/{matter.number}/")
    return matter


def text_of(client: Client, matter: Matter) -> str:
    return client.get(f"/petition/{matter.number}/").content.decode()


def act(client: Client, matter: Matter, step: str, token: str = "", **said: Any) -> Any:
    said["once"] = token or new_token(f"petition.{step}")
    return client.post(f"/petition/{matter.number}/{step}/", said)


def answered(world: World, matter: Matter, delivered: str | None = "2026-12-20") -> None:
    """To the opinion and, when a day is given, to its delivery."""
    unit = world.unit("chengguan")
    for step, who, at, data in (
        ("refer", "xindeng", "2026-11-24 09:00", {"unit": unit}),
        ("accept", "chengfang", "2026-11-30 10:00", {"category": "general"}),
        ("draft_opinion", "chengban", "2026-12-15 10:00", PARTS),
        ("issue_opinion", "chengzhang", "2026-12-16 10:00", {}),
    ):  # fmt: skip
        matter = perform(step, matter, actor=world.actor(who), at=moment(at), data=data)
    if delivered:
        data = {"delivered_on": delivered, "how": "邮寄"}
        perform("deliver_opinion", matter, actor=world.xindeng, at=moment(f"{delivered} 15:00"), data=data)


# --- Which path, and the form --------------------------------------------------------------------------------------


def test_the_first_screen_leads_to_every_path_before_anything_is_typed(client: Client) -> None:
    shown = client.get("/petition/").content.decode()
    for path in ("/report/", "/petition/paths/", "/petition/again/", "/follow/", *(
        f"/petition/new/{aim}/" for aim in ("claim", "suggestion", "accusation")
    )):  # fmt: skip
        assert f'href="{path}"' in shown
    assert "<textarea" not in shown
    assert "sessionid" not in client.cookies


def test_what_belongs_to_others_says_to_whom_and_by_which_article(client: Client) -> None:
    shown = client.get("/petition/paths/").content.decode()
    for said in ("人民法院", "仲裁机构", "行政复议机关", "纪检监察机关", "第三十一条第一项", "第三十条", "60日内"):
        assert said in shown


def test_a_petition_is_looked_at_once_more_and_then_filed_without_a_script(client: Client) -> None:
    looked = send(client, go="check").content.decode()
    assert SAID["facts"] in looked
    assert "2026年12月8日" in looked  # 15 days from 23 November, article 22
    assert not Matter.objects.exists()
    again = send(client, go="edit").content.decode()
    assert SAID["facts"] in again
    assert "错误：" not in again
    matter, code = filed(client)
    petition, petitioner = Petition.objects.get(), Petitioner.objects.get()
    assert re.fullmatch("X2026[0-9]{6}", matter.number or "")
    assert re.fullmatch("[2-9A-Z]{8}", code)
    assert (petition.way, petition.people, petition.category, matter.sealed) == ("online", 3, "", False)
    kept = f"{petitioner.name}{petitioner.address}{petitioner.phone}{petitioner.others}{petition.query_hash}"
    assert not any(secret in kept for secret in (*SECRETS, "赵小满", code))
    assert not any(secret in str(Passage.objects.get().data) for secret in SECRETS)


def test_the_same_form_twice_is_one_petition_with_one_code(client: Client) -> None:
    token, codes = new_token("petition.file"), []
    for _time in range(2):
        assert send(client, token=token).status_code == 303
        codes.append(
            re.findall(r'<strong class="num">(\w+)</strong>', client.get("/petition/new/done/").content.decode())
        )
    assert codes[0] == codes[1]
    assert Matter.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"name": ""}, "请写真实姓名"),
        ({"address": ""}, "请写住址"),
        ({"facts": ""}, "请写下事实和理由"),
        ({"facts": "长" * 8001}, "写得太长了"),
        ({"facts": "秘密★10年\n关于某工程的情况"}, "国家秘密"),
        ({"request": "退钱\x00"}, "无法显示的字符"),
        ({"phone": "call me"}, "电话号码只能有数字"),
        ({"others": "\n".join(f"甲{n}" for n in range(201))}, "最多写200个姓名"),
        ({"website": "http://spam.example"}, "提交未被接受"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(client: Client, change: dict[str, str], said: str) -> None:
    answer = send(client, **change)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert SAID["place"] in answer.content.decode()
    assert not Matter.objects.exists()


def test_who_files_without_end_is_asked_to_wait_and_loses_no_word(client: Client, settings: Any) -> None:
    settings.REPORTS_PER_HOUR = 1
    assert send(client).status_code == 303
    answer = send(client, facts="另一件事。")
    assert answer.status_code == 422
    assert "提交太频繁" in answer.content.decode()
    assert "另一件事。" in answer.content.decode()
    assert Matter.objects.count() == 1


def test_a_bad_paper_or_an_old_page_keeps_the_words_and_files_nothing(client: Client) -> None:
    bad = SimpleUploadedFile("收据.jpg", b"MZ\x90\x00" + b"\0" * 200)
    for answer, said in ((send(client, papers=bad), "收据.jpg"), (send(client, token="forged"), "打开太久")):
        assert answer.status_code == 422
        assert said in answer.content.decode()
        assert SAID["facts"] in answer.content.decode()
    assert not Matter.objects.exists()
    assert not Attachment.objects.exists()


def test_who_files_the_same_a_second_time_is_told_and_a_strangers_number_tells_nothing(client: Client) -> None:
    send(client, phone="")
    filed(client)
    assert "件正在办理" not in client.get("/petition/new/done/").content.decode()
    assert "件正在办理" not in send(client, go="check").content.decode()  # Typing a neighbour's number asks nothing.
    filed(client, facts="同一件事，再写一次，请重视。")
    assert "还有1件正在办理" in client.get("/petition/new/done/").content.decode()
    filed(client, name="别的人")
    assert "件正在办理" not in client.get("/petition/new/done/").content.decode()
    followed(client)
    assert "请不要重复提出" in client.get("/petition/new/claim/").content.decode()


# --- Following ------------------------------------------------------------------------------------------------------


def test_a_stranger_finds_nothing_and_learns_nothing(client: Client) -> None:
    matter = followed(client)
    other = Client()
    assert other.get(f"/petition/{matter.number}/")["Location"] == f"/follow/?number={matter.number}"
    assert other.get("/petition/X2026999999/")["Location"] == "/follow/?number=X2026999999"
    assert act(other, matter, "withdraw").status_code == 404
    second = filed(Client(), phone="", name="另一人")[0]
    assert client.get(f"/petition/{second.number}/").status_code == 302
    assert act(client, second, "withdraw").status_code == 404
    assert act(client, matter, "accept").status_code == 404
    assert client.post("/follow/", {"number": matter.number, "code": "22222222"}).status_code == 422


def test_the_page_says_where_it_is_what_comes_next_and_explains_every_day(
    client: Client, world: World, django_assert_max_num_queries: Any
) -> None:
    matter = followed(client)
    with django_assert_max_num_queries(14):
        shown = text_of(client, matter)
    for said in ("已登记，等待转送或者交办", "信访部门正在登记、甄别", "2026年12月8日", "第二十二条", SAID["facts"]):
        assert said in shown
    perform("refer", matter, actor=world.xindeng, at=moment("2026-11-24 09:00"), data={"unit": world.unit("chengguan")})
    assert "已转送城市管理局" in text_of(client, matter)


def test_a_statement_is_added_once_and_reaches_the_timeline(client: Client) -> None:
    matter, token = followed(client), new_token("petition.add_statement")
    assert act(client, matter, "add_statement").status_code == 422
    assert act(client, matter, "add_statement", token, text="补一张收据。").status_code == 303
    assert act(client, matter, "add_statement", token, text="补一张收据。").status_code == 303
    assert Passage.objects.filter(step="add_statement").count() == 1
    assert "补一张收据" in text_of(client, matter)


def test_a_sealed_accusation_shows_no_name_and_no_word_of_it(client: Client, world: World) -> None:
    matter = followed(
        client, "accusation", request="举报郝某某收受好处。", facts="郝某某在验收时收受施工方烟酒。", others="",
        papers=SimpleUploadedFile("照片.png", PIXEL),
    )  # fmt: skip
    assert (matter.sealed, Petition.objects.get().category, Petitioner.objects.get().sealed) == (
        True,
        "accusation",
        True,
    )
    act(client, matter, "add_statement", text="郝某某又找过我。")
    perform("hand_to_discipline", matter, actor=world.xinju, at=NOW, data={"organ": "市纪委监委"})
    shown = text_of(client, matter)
    assert "已移送有权机关" in shown
    for secret in (*SECRETS, "郝某某", "烟酒", "照片.png", "东湖"):
        assert secret not in shown
    assert client.get(f"/petition/{matter.number}/files/{Attachment.objects.get().pk}/").status_code == 404


def test_withdrawing_ends_it(client: Client) -> None:
    matter = followed(client)
    assert act(client, matter, "withdraw").status_code == 303
    matter.refresh_from_db()
    assert matter.state == "withdrawn"
    assert "撤回信访事项" not in text_of(client, matter)
    assert act(client, matter, "withdraw").status_code == 422


# --- Review and rating ----------------------------------------------------------------------------------------------


def test_review_is_asked_of_the_organ_above_within_its_term_and_no_later(client: Client, world: World) -> None:
    matter = followed(client)
    answered(world, matter, delivered=None)
    with fixed(moment("2026-12-17 09:00")):
        client.cookies.clear()
        assert "正在送达您" in again(client, matter)
        assert act(client, matter, "request_review", reason="不服").status_code == 422
    perform("deliver_opinion", matter, actor=world.xindeng, at=moment("2026-12-20 15:00"), data={"delivered_on": "2026-12-20", "how": "邮寄"})  # fmt: skip
    with fixed(moment("2026-12-21 09:00")):
        shown = again(client, matter)
        assert "云州市人民政府" in shown
        assert "还有29天" in shown
    with fixed(moment("2027-01-20 09:00")):
        assert "已经届满" in again(client, matter)
        late = act(client, matter, "request_review", reason="不服")
        assert late.status_code == 422
        assert "2027年1月19日（周二）届满" in late.content.decode()
    with fixed(moment("2027-01-19 23:00")):
        assert "就是今天" in again(client, matter)
        assert act(client, matter, "request_review", reason="金额算错了").status_code == 303
    matter.refresh_from_db()
    assert (matter.state, matter.unit_id) == ("reviewing", world.unit("office"))
    assert Clock.objects.get(matter=matter, name="review").legal_due.date().isoformat() == "2027-02-18"


def again(client: Client, matter: Matter) -> str:
    """The page with the code given anew: an hour is over."""
    Petition.objects.filter(pk=matter.pk).update(query_hash=fingerprint(CODE))
    client.post("/follow/", {"number": matter.number, "code": CODE})
    return text_of(client, matter)


def test_where_no_organ_above_reviews_here_the_page_says_where_to_go(client: Client, world: World) -> None:
    RoleHolding.objects.filter(role="petitions.reviewer").delete()
    forget()
    matter = followed(client)
    answered(world, matter)
    with fixed(moment("2026-12-21 09:00")):
        assert "不在本网站办理" in again(client, matter)
        assert act(client, matter, "request_review", reason="不服").status_code == 422


def test_re_review_is_the_last_and_both_organs_are_rated_twice_at_most(client: Client, world: World) -> None:
    matter = followed(client)
    answered(world, matter)
    with fixed(moment("2026-12-21 09:00")):
        assert "请您评价" in again(client, matter)
        assert act(client, matter, "rate", office="3").status_code == 422
        assert act(client, matter, "rate", office="3", organ="4").status_code == 422
        assert act(client, matter, "rate", office="3", organ="1").status_code == 303
        petition = Petition.objects.get()
        assert (petition.office_satisfaction, petition.organ_satisfaction) == (3, 1)
        assert "还可以再评一次" in again(client, matter)
        assert act(client, matter, "rate", office="2", organ="2").status_code == 303
        assert "请您评价" not in again(client, matter)
        assert act(client, matter, "rate", office="1", organ="1").status_code == 422
        assert act(client, matter, "request_review", reason="不服").status_code == 303
    perform("conclude_review", matter, actor=world.fucha, at=moment("2027-01-05 09:00"), data={"result": "not_supported", "text": "维持"})  # fmt: skip
    perform("deliver_opinion", matter, actor=world.xindeng, at=moment("2027-01-06 09:00"), data={"delivered_on": "2027-01-06", "how": "邮寄"})  # fmt: skip
    with fixed(moment("2027-01-07 09:00")):
        shown = again(client, matter)
        assert "不服复查意见" in shown


def test_letters_are_handed_to_their_petitioner_alone(client: Client, world: World) -> None:
    matter = followed(client)
    answered(world, matter)
    with fixed(moment("2026-12-21 09:00")):
        shown = again(client, matter)
        urls = re.findall(rf"/petition/{matter.number}/letters/[0-9]+/", shown)
        assert "信访处理意见书" in shown
        assert client.get(urls[0]).content.startswith(b"%PDF")
        assert Client().get(urls[0]).status_code == 404
        assert client.get(f"/petition/{matter.number}/letters/2/").status_code == 404  # The referral is not theirs.
        assert client.get(f"/petition/{matter.number}/letters/999/").status_code == 404


def test_every_page_is_there_in_english_and_the_record_stays_chinese(client: Client) -> None:
    english = Client(headers={"accept-language": "en"})
    matter = filed(english, "accusation")[0]
    assert matter.title == "检举控告事项"
    assert "【检举控告】" in Petition.objects.get().text
    for page in ("/petition/", "/petition/paths/", "/petition/again/", "/petition/new/claim/"):
        answer = client.get(page, headers={"accept-language": "en"})
        assert answer.status_code == 200
