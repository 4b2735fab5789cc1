"""主动公开 from proposal to repeal: who may do what, what is recorded, and what no one can skip."""

from __future__ import annotations

import base64
import re
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from shuniu.kernel.audit.verification import verify
from shuniu.kernel.casework.case import NotAllowed, StepRefused, WrongState
from shuniu.kernel.casework.models import Clock, Matter, Passage
from shuniu.kernel.casework.rebuilding import differences
from shuniu.kernel.notifications.models import Notice
from shuniu.kernel.organisation.models import RoleHolding
from shuniu.kernel.web import clock
from shuniu.public.disclosure import hints, lists, notices_open
from shuniu.public.disclosure.comparing import compare
from shuniu.public.disclosure.models import Publication, PublicationText
from shuniu.public.disclosure.operations.filing import SecretRefused
from shuniu.public.disclosure.operations.publications import Proposal, perform, propose
from shuniu.public.disclosure.queries import publications
from tests import open_city as made
from tests.world import World, moment

pytestmark = pytest.mark.django_db
NOW = moment("2026-11-26 11:00")
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@pytest.fixture(autouse=True)
def today() -> Any:
    with clock.fixed(NOW):
        yield


def test_the_twenty_working_days_run_from_the_day_of_forming(world: World) -> None:
    matter = made.proposed(world)
    running = Clock.objects.get(matter=matter)
    assert (running.length, running.unit, running.basis) == (20, "working_days", "《政府信息公开条例》第二十六条")
    assert running.legal_due.date() == date(2026, 12, 14), "formed on Monday 16 November"


def test_the_record_holds_the_digest_and_never_the_words(world: World) -> None:
    matter = made.released(world)
    made.amended(world, matter, made.TEXT.replace("三日", "两日"))
    said = str(list(Passage.objects.filter(matter=matter).values_list("data", flat=True)))
    assert "路灯损坏" not in said
    assert list(PublicationText.objects.filter(matter=matter).values_list("version", flat=True)) == [1, 2]
    assert list(differences()) == []
    assert verify().ok
    PublicationText.objects.filter(matter=matter, version=1).update(text="改过的")
    assert any("第1版" in problem.words for problem in verify().problems)


def test_review_cannot_be_skipped_and_each_check_is_vouched_for(world: World) -> None:
    matter = made.proposed(world)
    with pytest.raises(WrongState):
        perform("release", matter, actor=world.gongzhang, at=NOW, data={"index_number": "1"})
    for name in made.CHECKED:
        with pytest.raises(StepRefused, match="逐项审查"):
            perform("review", matter, actor=world.chengcha, at=NOW, data={**made.CHECKED, name: False})
    perform("review", matter, actor=world.chengcha, at=NOW, data=made.CHECKED)
    told = Passage.objects.get(matter=matter, step="review").data
    assert {name: told[name] for name in made.CHECKED} == made.CHECKED
    assert told["digest"] == PublicationText.objects.get(matter=matter).digest, "which words were reviewed"


def test_corrected_words_are_vouched_for_again(world: World) -> None:
    matter = made.released(world)
    with pytest.raises(StepRefused, match="逐项审查"):
        perform("amend", matter, actor=world.gongzhang, at=NOW, data={"text": "新的", "reason": "改"})
    assert Publication.objects.get(pk=matter.pk).version == 1


def also(world: World, username: str, role: str, unit: str) -> None:
    """One more role, before anybody asks what this person may do."""
    RoleHolding.objects.create(person=world.people[username], role=role, unit=world.units[unit])


def test_nobody_reviews_what_they_have_written(world: World) -> None:
    also(world, "chengcha", "disclosure.liaison", "chengguan")
    also(world, "chengfang", "disclosure.reviewer", "chengguan")
    mine = Proposal("题", "文", "20.1", date(2026, 11, 16))
    matter = propose(mine, unit=world.unit("chengguan"), actor=world.chengcha, at=NOW)
    with pytest.raises(StepRefused, match="须由其他人员办理"):
        perform("review", matter, actor=world.chengcha, at=NOW, data=made.CHECKED)
    perform("return_", matter, actor=world.chengfang, at=NOW, data={"reason": "删去电话"})
    data = {"title": "题", "text": "文二", "category": "20.1"}
    perform("resubmit", matter, actor=world.chengfang, at=NOW, data=data)
    for writer in (world.chengcha, world.chengfang):
        with pytest.raises(StepRefused, match="须由其他人员办理"):
            perform("review", matter, actor=writer, at=NOW, data=made.CHECKED)


def test_a_liaison_proposes_for_their_own_unit_alone(world: World) -> None:
    for unit in ("shuiwu", "office"):
        with pytest.raises(NotAllowed):
            propose(
                Proposal("题", "文", "20.1", date(2026, 11, 16)), unit=world.unit(unit), actor=world.chengfang, at=NOW
            )
    by_section = Proposal("题", "文", "20.1", date(2026, 11, 16))
    assert propose(by_section, unit=world.unit("shuiwu"), actor=world.gongban, at=NOW).unit_id == world.unit("shuiwu")


def test_what_bears_a_secrecy_mark_or_comes_from_tomorrow_is_refused_whole(world: World) -> None:
    with pytest.raises(SecretRefused):
        made.proposed(world, text="机密★10年\n正文")
    with pytest.raises(StepRefused, match="不能晚于今天"):
        made.proposed(world, formed_on=date(2026, 12, 1))
    assert not Matter.objects.exists()


def test_an_index_number_is_given_once(world: World) -> None:
    made.released(world)
    other = made.reviewed(world, title="另一份")
    with pytest.raises(StepRefused, match="索引号已被"):
        perform("release", other, actor=world.gongzhang, at=NOW, data={"index_number": "2026-2001-000001"})
    assert publications.proposed_index(publications.opened(world.gongzhang, str(other.number)).case) == (
        "2026-2001-000002"
    )


def test_a_second_click_proposes_nothing_new(world: World) -> None:
    client = made.client_of(world, "chengfang")
    path = "/disclosure/publications/new/"
    token = re.search(r'name="once" value="([^"]+)"', client.get(path).content.decode())
    assert token is not None
    given = {
        "unit": world.unit("chengguan"), "category": "21.works", "title": "题", "text": "文", "formed_on": "2026-11-16",
        "once": token[1], "files": SimpleUploadedFile("表.txt", "道路名单".encode()),
    }  # fmt: skip
    first = client.post(path, given)
    given["files"] = SimpleUploadedFile("表.txt", "道路名单".encode())
    assert (first.status_code, client.post(path, given).url) == (303, first.url)
    assert Matter.objects.count() == 1


def test_a_form_with_mistakes_keeps_what_was_typed(world: World) -> None:
    client = made.client_of(world, "chengfang")
    given = {
        "unit": world.unit("chengguan"),
        "category": "20.1",
        "title": "",
        "text": "写了很久的正文",
        "explains": "无此号",
    }
    answer = client.post("/disclosure/publications/new/", given)
    body = answer.content.decode()
    assert answer.status_code == 422
    assert "写了很久的正文" in body
    assert "没有找到这份已公开的政策" in body


def test_strangers_find_nothing_and_readers_few_queries(world: World, django_assert_max_num_queries: Any) -> None:
    also(world, "hanwai", "disclosure.liaison", "tiyu")
    matter = made.proposed(world, text="联系人电话13912345678，身份证110101199003070716。")
    for stranger in ("tiwen", "jiangshui"):
        answer = made.client_of(world, stranger).get(f"/disclosure/publications/{matter.number}/")
        assert answer.status_code == 404
    assert made.client_of(world, "hanwai").get(f"/disclosure/publications/{matter.number}/").status_code == 404
    for path in ("", "all/", f"{matter.number}/", f"{matter.number}/review/"):
        client = made.client_of(world, "chengcha")
        client.get("/disclosure/publications/")
        with django_assert_max_num_queries(15):
            page = client.get(f"/disclosure/publications/{path}")
        assert page.status_code == 200
    assert "手机号码" in page.content.decode()
    assert "身份证号码" in page.content.decode()


def test_the_reviewer_has_the_files_and_what_a_machine_read_in_them(world: World) -> None:
    table = "姓名,电话\n周先生,13912345678\n".encode()
    matter = made.proposed(world, files=[SimpleUploadedFile("名单.csv", table), SimpleUploadedFile("图.png", PNG)])
    page = made.client_of(world, "chengcha").get(f"/disclosure/publications/{matter.number}/review/").content.decode()
    assert "名单.csv …" in page
    assert "<mark>13912345678</mark>" in page
    assert "没有可以读取的文字" in page, "a picture is for human eyes"


def test_a_journey_through_the_pages(world: World) -> None:
    """Returned with a reason, proposed again without the file, reviewed, released, corrected, repealed."""
    matter = made.proposed(world, files=[SimpleUploadedFile("名单.txt", "张三".encode())])
    number = str(matter.number)
    _step(world, "chengcha", number, "return_", reason="附件里有姓名")
    page = made.client_of(world, "chengfang").get(f"/disclosure/publications/{number}/").content.decode()
    assert "附件里有姓名" in page
    file = publications.open_files(matter)[0]
    again = {"title": "新题", "text": "第一段\n第二段", "category": "20.3", "dropped": str(file.pk)}
    _step(world, "chengfang", number, "resubmit", **again)
    assert publications.open_files(matter) == []
    _step(world, "chengcha", number, "review", **dict.fromkeys(made.CHECKED, "on"))
    _step(world, "gongzhang", number, "release", index_number=" 2026-2003-000001 ")
    detail = Publication.objects.get(pk=matter.pk)
    assert (detail.index_number, detail.public_from, detail.category) == ("2026-2003-000001", 2, "20.3")
    assert Matter.objects.get(pk=matter.pk).title == "新题"
    _step(world, "gongzhang", number, "repeal", repealed_on="2026-11-30", reason="由新办法废止")
    with pytest.raises(StepRefused, match="不再有效"):
        perform("expire", matter, actor=world.gongzhang, at=NOW, data={"reason": "期满"})
    assert list(differences()) == []
    compared = made.client_of(world, "chengcha").get(f"/disclosure/publications/{number}/versions/1/2/")
    assert "<del>" in compared.content.decode()


def _step(world: World, who: str, number: str, name: str, **given: Any) -> None:
    client = made.client_of(world, who)
    path = f"/disclosure/publications/{number}/{name}/"
    body = client.get(path).content.decode()
    fields = dict(re.findall(r'name="(once|expected)" value="([^"]*)"', body))
    answer = client.post(path, {**fields, **given})
    assert answer.status_code == 303, answer.content.decode()[-3000:]


def test_what_should_not_have_been_published_is_gone_in_every_version(world: World, client: Client) -> None:
    matter = made.released(world)
    made.amended(world, matter, "改过的正文")
    _step(world, "gongzhang", str(matter.number), "take_down", ground="third_party", reason="含有个人隐私")
    for path in ("", "versions/1/", "versions/2/", "versions/2/changes/"):
        assert client.get(f"/open/{matter.number}/{path}").status_code == 404
    assert made.TITLE not in client.get("/open/?q=照明").content.decode()
    assert client.get("/open/data/publications.json").json()["items"] == []
    assert Matter.objects.get(pk=matter.pk).state == "withheld"
    assert list(differences()) == []


def test_who_must_act_is_told(world: World) -> None:
    matter = made.proposed(world)
    notices_open.tell(Passage.objects.get(matter=matter))
    assert Notice.objects.get().person_id == world.people["chengcha"].pk
    perform("return_", matter, actor=world.chengcha, at=NOW, data={"reason": "删去电话"})
    notices_open.tell(Passage.objects.get(matter=matter, step="return_"))
    assert set(Notice.objects.values_list("person__username", flat=True)) == {"chengcha", "chengfang"}


def test_exports_leave_an_event(world: World) -> None:
    made.released(world)
    client = made.client_of(world, "gongban")
    for format in ("csv", "xlsx"):
        answer: Any = client.get(f"/disclosure/publications/all/export/{format}/?category=20.1")
        assert b"".join(answer.streaming_content)
    assert client.get("/disclosure/publications/all/export/exe/").status_code == 404
    assert verify().ok


# --- Without a database --------------------------------------------------------------------------------------------


def test_the_lists_are_those_of_the_law() -> None:
    assert [one.cites.cite() for one in lists.TWENTY][2] == "《政府信息公开条例》第二十条第（三）项"
    assert (len(lists.TWENTY), len(lists.TWENTY_ONE)) == (15, 7)
    assert all(one.cites.confirmed for one in lists.ITEMS.values())
    codes = [lists.index_code(key) for key in lists.ITEMS]
    assert len(set(codes)) == len(codes)


@pytest.mark.parametrize(
    ("text", "check", "found"),
    [
        ("身份证110101199003070716号", hints.PRIVACY, "110101199003070716"),
        ("编号110101199003070717号", "", ""),
        ("电话139 1234 5678。", hints.PRIVACY, "139 1234 5678"),
        ("总额13912345678901元", "", ""),
        ("卡号6222021234567890128", hints.PRIVACY, "6222021234567890128"),
        ("这是内部资料", hints.SECRET, "内部资料"),
        ("涉及投标报价", hints.THIRD, "投标报价"),
        ("南湖路路灯改造", "", ""),
    ],
)
def test_hints_find_what_has_a_shape(text: str, check: str, found: str) -> None:
    assert [(one.check, one.found) for one in hints.hints_in(text)] == ([(check, found)] if found else [])


def test_a_comparison_shows_the_words_that_changed() -> None:
    lines = compare("甲\n应当在三日内修复。\n丙", "甲\n应当在两日内修复。\n丙\n丁")
    assert [line.sort for line in lines] == ["same", "changed", "same", "come"]
    assert [(one.sort, one.text) for one in lines[1].pieces][1:3] == [("gone", "三"), ("come", "两")]
    assert "".join(p.text for line in compare("长" * 9000, "短" * 9000) for p in line.pieces)
