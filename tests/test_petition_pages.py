"""The pages of petitions: who sees which, how many questions they ask, what a stale or doubled form does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from shuniu.kernel.audit.models import Event
from shuniu.kernel.casework.forms import NoteForm
from shuniu.kernel.casework.models import Matter
from shuniu.kernel.files.models import Attachment
from shuniu.kernel.jobs.worker import drain
from shuniu.kernel.notifications.models import Notice
from shuniu.kernel.search.index import put
from shuniu.kernel.search.sources import search
from shuniu.kernel.web import clock, idempotency
from shuniu.public.petitions.forms.steps import FORMS
from shuniu.public.petitions.models import Petition, Petitioner
from shuniu.public.petitions.procedures import PetitionProcedure
from shuniu.public.petitions.search import entries
from shuniu.public.petitions.urls.matters import STEPS
from tests import petition_matters as made
from tests.hotline_pages import client_of
from tests.world import World, moment

pytestmark = pytest.mark.django_db
NOW = moment("2026-11-24 10:00")
MOST_QUERIES = 14


@pytest.fixture(autouse=True)
def tuesday() -> Iterator[None]:
    cache.clear()
    with clock.fixed(NOW):
        yield


def post(world: World, who: str, matter: Matter, step: str, **data: Any) -> Any:
    return client_of(world, who).post(made.address(matter, step), made.sent(matter, step, **data))


def state(matter: Matter) -> str:
    return Matter.objects.get(pk=matter.pk).state


# --- Who sees ------------------------------------------------------------------------------------------------------


def test_strangers_get_the_same_answer_as_for_a_number_never_given(world: World) -> None:
    matter = made.handled(world)
    paths = ("", "accept", "letters/1.pdf", "opinion.pdf", "files/1/")
    nobody = client_of(world, "fucha").get("/petitions/X2026999999/")
    for who in ("fucha", "liwen"):
        for path in paths:
            tail = f"{path}" if path.endswith((".pdf", "/")) or not path else f"{path}/"
            answer = client_of(world, who).get(f"/petitions/{matter.number}/{tail}")
            assert answer.status_code == 404, (who, path)
            assert matter.title not in answer.content.decode()
    assert nobody.status_code == 404
    for who in ("xindeng", "xinju", "chengfang", "chengban", "chengzhang"):
        assert client_of(world, who).get(made.address(matter)).status_code == 200, who


def test_the_accused_find_nothing_by_guessing_searching_listing_or_notice(world: World) -> None:
    """The registrar sent an accusation to the organ that it is about, and took it back."""
    matter = made.filed(world, text="举报城市管理局工作人员收受商户礼品", category="accusation")
    made.done(world, matter, "xindeng", "refer", unit=world.unit("chengguan"))
    made.done(world, matter, "chengfang", "contest", reason="与本单位有关", right_unit_name="市纪委监委")
    made.done(world, matter, "xinju", "agree_to_return")
    made.done(world, matter, "xinju", "hand_to_discipline", organ="市纪委监委", category="accusation")
    put(entries([matter.pk]))
    accused = client_of(world, "chengfang")
    for path in ("", "accept/", "letters/1.pdf", "reveal/"):
        method = accused.post if path == "reveal/" else accused.get
        assert method(f"/petitions/{matter.number}/{path}").status_code == 404, path
    assert matter.title not in accused.get("/petitions/all/").content.decode()
    assert search("收受商户礼品", world.chengfang).found == ()
    assert len(search("收受商户礼品", world.xindeng).found) == 1
    drain()
    assert "礼品" not in f"{list(Notice.objects.values_list('context'))}"


def test_a_sealed_identity_is_shown_to_nobody_before_the_recorded_step(world: World) -> None:
    matter = made.filed(world, category="accusation")
    for who in ("xindeng", "xinju"):
        page = client_of(world, who).get(made.address(matter)).content.decode()
        assert "身份保密" in page
        assert "钱**" not in page
        assert client_of(world, who).post(made.address(matter, "reveal")).status_code == 403
    assert post(world, "xindeng", matter, "open_identity", reason="核实").status_code == 403
    assert post(world, "xinju", matter, "open_identity", reason="核实举报线索").status_code == 303
    assert "钱多多" in client_of(world, "xinju").post(made.address(matter, "reveal")).content.decode()
    assert Event.objects.filter(type="personal_data.viewed").count() == 1
    assert client_of(world, "xindeng").post(made.address(matter, "reveal")).status_code == 403


def test_a_petitioner_is_masked_until_somebody_who_may_asks(world: World) -> None:
    matter = made.handled(world)
    liaison = client_of(world, "chengfang")
    page = liaison.get(made.address(matter)).content.decode()
    assert "钱**" in page
    assert "13900005678" not in page
    assert "13900005678" in liaison.post(made.address(matter, "reveal")).content.decode()
    assert Event.objects.filter(type="personal_data.viewed").count() == 1


# --- Forms ---------------------------------------------------------------------------------------------------------


def test_a_petition_goes_all_the_way_through_the_forms(world: World) -> None:
    matter = made.filed(world)
    journey: list[tuple[str, str, dict[str, Any], str]] = [
        ("xindeng", "screen", {"standing": "repeated"}, "registered"),
        ("xindeng", "screen", {"standing": "first", "category": "general"}, "registered"),
        ("xindeng", "refer", {"unit": "没有的局"}, "registered"),
        ("xindeng", "assign", {"unit": "水务局", "report_by": "2026-11-24"}, "registered"),
        ("xindeng", "refer", {"unit": "城市管理局", "note": "请依法处理"}, "transferred"),
        ("chengfang", "contest", {"right_unit_name": "水务局", "reason": "属于水务职责"}, "contested"),
        ("xinju", "confer", {"reason": "两家都认为不归自己"}, "conferring"),
        ("xinju", "settle", {"unit": "城市管理局", "ruling": "油烟由城管负责"}, "transferred"),
        ("chengfang", "accept", {}, "transferred"),
        ("chengfang", "accept", {"checked": "on"}, "handling"),
        ("chengfang", "appoint", {"person": world.people["chengban"].pk}, "handling"),
        ("chengban", "hear_petitioner", {"text": "当面听取"}, "handling"),
        ("chengban", "investigate", {"text": "现场核查"}, "handling"),
        ("chengzhang", "extend", {"days": "31", "reason": "需要检测"}, "handling"),
        ("chengzhang", "extend", {"days": "30", "reason": "需要检测"}, "handling"),
        ("chengban", "draft_opinion", {**made.OPINION, "basis": ""}, "handling"),
        ("chengban", "draft_opinion", made.OPINION, "drafted"),
        ("chengzhang", "return_draft", {"reason": "请写明整改时限"}, "handling"),
        ("chengban", "draft_opinion", made.OPINION, "drafted"),
        ("chengzhang", "issue_opinion", {}, "answered"),
        ("xindeng", "deliver_opinion", {"delivered_on": "2026-11-25", "how": "hand"}, "answered"),
        ("xindeng", "deliver_opinion", {"delivered_on": "2026-11-24", "how": "hand"}, "answered"),
        ("xindeng", "request_review", {"unit": "云州市人民政府办公室", "reason": "不服"}, "reviewing"),
        ("fucha", "conclude_review", made.PARTS, "review_answered"),
    ]  # fmt: skip
    for who, step, data, after in journey:
        answer = post(world, who, matter, step, **data)
        moved = answer.status_code == 303
        assert moved or answer.status_code == 422, (step, answer.status_code)
        assert state(matter) == after, (step, re.findall(r'class="wrong".*?</p>', answer.content.decode()))
    page = client_of(world, "xindeng").get(made.address(matter)).content.decode()
    assert "尚未登记送达" in page
    assert all(word in page for word in ("两家都认为不归自己", "受理告知书", "延长办理期限告知书", "复查意见书"))


@pytest.mark.parametrize(
    ("who", "step", "data", "after"),
    [
        ("chengfang", "accept_simply", {"checked": "on"}, "handling"),
        ("chengfang", "study", {}, "studied"),
        ("chengfang", "take_other_path", {"category": "arbitration", "text": "向劳动仲裁委员会申请"}, "elsewhere"),
        ("chengzhang", "refuse", {"reason": "不属于本机关职权", "path": "向区政府提出"}, "not_accepted"),
    ],
)
def test_an_organ_may_take_each_of_its_paths(
    world: World, who: str, step: str, data: dict[str, str], after: str
) -> None:
    matter = made.referred(world)
    assert post(world, who, matter, step, **data).status_code == 303
    assert state(matter) == after


def test_the_same_form_twice_is_one_step_and_a_stale_one_keeps_what_was_typed(world: World) -> None:
    matter = made.filed(world)
    client, form = client_of(world, "xindeng"), made.sent(matter, "refer", unit="城市管理局", note="请速办")
    made.done(world, matter, "xindeng", "add_statement", text="信访人来电补充")
    answer = client.post(made.address(matter, "refer"), form)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "信访人来电补充" in page
    assert "请速办" in page, "what was typed stays"
    again = made.sent(matter, "refer", unit="城市管理局", note="请速办")
    assert [client.post(made.address(matter, "refer"), again).status_code for _n in "12"] == [303, 303]
    assert matter.passages.filter(step="refer").count() == 1


def test_every_step_of_staff_has_a_form_that_asks_what_the_step_needs() -> None:
    derived = {"unit", "category", "organ"}
    for name in STEPS:
        fields = FORMS.get(name, NoteForm).base_fields
        missing = {need for need in PetitionProcedure.steps[name].needs if need not in fields} - derived
        assert not missing, (name, missing)


# --- Registration --------------------------------------------------------------------------------------------------


def registration(**data: Any) -> dict[str, Any]:
    token = idempotency.new_token("petitions.register")
    return {"once": token, "way": "letter", "name": "钱多多", "phone": "13900005678", "text": made.TEXT,
            "standing": "first", "urgency": "ordinary", **data}  # fmt: skip


def test_a_repeated_petition_is_shown_before_it_is_saved_and_saved_as_the_clerk_decides(world: World) -> None:
    first = made.handled(world)
    put(entries([first.pk]))
    client = client_of(world, "xindeng")
    hints = client.post("/petitions/register/hints/", {"text": made.TEXT, "phone": "13900005678"}).content.decode()
    assert "同一信访人" in hints
    assert "下级正在办理且未超期" in hints
    form = registration()
    answer = client.post("/petitions/register/", form)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "请核对下面所列各件" in page
    assert Matter.objects.count() == 1
    seen = re.search(r'name="seen" value="(\w+)"', page)
    assert seen
    said = {"standing": "in_progress", "earlier": first.number, "reason": "正在办理", "seen": seen[1]}
    assert client.post("/petitions/register/", {**form, **said}).status_code == 303
    made_now = Petition.objects.exclude(pk=first.pk).get()
    assert made_now.standing == "in_progress"
    assert client.post("/petitions/register/", {**form, **said}).status_code == 303, "a second click"
    assert Matter.objects.count() == 2
    assert Event.objects.filter(type="personal_data.viewed").count() == 1, "looking for a person is recorded, once"


def test_a_petition_that_came_by_itself_is_screened_beside_the_earlier_ones(world: World) -> None:
    first, again, sealed = (
        made.handled(world),
        made.filed(world, way="online"),
        made.filed(world, category="accusation"),
    )
    page = client_of(world, "xindeng").get(made.address(again, "screen")).content.decode()
    assert f'value="in_progress:{first.number}"' in page
    assert str(sealed.number) not in page, "whose petitions are under seal, nobody learns here"


def test_the_code_is_shown_once_after_registration_and_without_script_the_check_is_a_button(world: World) -> None:
    client = client_of(world, "xindeng")
    looked = client.post("/petitions/register/", registration(look="1", text="一件从来没有提过的事情，请处理"))
    assert looked.status_code == 200
    assert "没有找到同一信访人的" in looked.content.decode()
    client.post("/petitions/register/", registration(text="一件从来没有提过的事情，请处理"))
    number = Matter.objects.get().number
    assert re.search(rf"{number}.*?查询码", client.get("/petitions/register/done/").content.decode(), re.S)
    assert Client().get("/petitions/register/done/").status_code == 302


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"way": "visit", "people": "9", "representatives": "6"}, "请信访人推选代表"),
        ({"way": "visit", "name": ""}, "请填写真实姓名"),
        ({"way": "superior"}, "请填写交办的上级机关"),
        ({"text": "机密★10年"}, "机要"),
        ({"standing": "repeated"}, "请写明甄别理由"),
        ({"phone": "拨打热线"}, "电话号码只能有数字"),
        ({"once": "old"}, "您填写的内容仍在"),
    ],
)
def test_what_cannot_be_registered_says_why_beside_the_kept_words(
    world: World, more: dict[str, str], words: str
) -> None:
    page = client_of(world, "xindeng").post("/petitions/register/", registration(title="一个标题", **more))
    assert page.status_code == 422
    assert words in page.content.decode()
    assert "一个标题" in page.content.decode()
    assert not Matter.objects.exists()


def test_several_who_visit_are_registered_with_their_representatives(world: World) -> None:
    data = {"way": "visit", "people": "12", "representatives": "5", "others": "孙一一\n李二二\n周三三\n吴四四"}
    assert client_of(world, "xindeng").post("/petitions/register/", registration(**data)).status_code == 303
    assert Petition.objects.filter(people=12, representatives=5).exists()
    assert Petitioner.objects.get().others


def test_papers_go_with_the_registration_and_with_a_step_or_neither_is_kept(world: World) -> None:
    scan, bad = (SimpleUploadedFile(name, body) for name, body in (("来信.txt", "信件全文".encode()), ("a.exe", b"MZ")))
    client = client_of(world, "xindeng")
    refused = client.post("/petitions/register/", registration(papers=[bad]))
    assert refused.status_code == 422
    assert "a.exe" in refused.content.decode()
    assert not Matter.objects.exists()
    assert client.post("/petitions/register/", registration(papers=[scan])).status_code == 303
    matter = Matter.objects.get()
    more = SimpleUploadedFile("补充.txt", "补充材料".encode())
    form = made.sent(matter, "add_statement", text="又来信", papers=[more])
    assert client.post(made.address(matter, "add_statement"), form).status_code == 303
    files = Attachment.objects.filter(matter_id=matter.pk).order_by("pk")
    assert [one.name for one in files] == ["来信.txt", "补充.txt"]
    assert matter.passages.get(step="add_statement").data["file_digests"] == [files[1].sha256]
    path = f"{made.address(matter)}files/{files[0].pk}/"
    assert b"".join(client.get(path).streaming_content) == "信件全文".encode()  # type: ignore[attr-defined]  # a file
    assert client_of(world, "chengfang").get(path).status_code == 404


# --- Lists and queries ---------------------------------------------------------------------------------------------


def test_pages_and_lists_ask_few_questions(world: World, django_assert_max_num_queries: Any) -> None:
    matter = made.delivered(world)
    for _n in "1234":
        made.filed(world)
    for who, path in (
        ("xindeng", made.address(matter)), ("chengfang", made.address(matter)), ("xindeng", "/petitions/"),
        ("chengfang", "/petitions/"), ("xindeng", "/petitions/all/?category=appeal&light=green"),
        ("xindeng", "/petitions/register/"),
    ):  # fmt: skip
        client = client_of(world, who)
        client.get(path)
        with django_assert_max_num_queries(MOST_QUERIES):
            assert client.get(path).status_code == 200, path


def test_the_list_is_narrowed_and_leaves_the_house_without_persons(world: World) -> None:
    matter, other = made.handled(world), made.filed(world, text="建议增加公交班次", name="何人", phone="13800001111")
    client = client_of(world, "xindeng")
    for asked, found in (
        ("q=13800001111", other),
        ("state=handling", matter),
        ("standing=final", None),
        (f"q={matter.number}", matter),
    ):
        page = client.get(f"/petitions/all/?{asked}").content.decode()
        shown = [one for one in (matter, other) if f"/petitions/{one.number}/" in page]
        assert shown == ([found] if found else []), asked
    sheet = b"".join(client.get("/petitions/all/export.csv").streaming_content).decode()  # type: ignore[attr-defined]  # a file
    assert str(matter.number) in sheet
    assert not any(word in sheet for word in ("钱多多", "13900005678", "何人"))
    assert Event.objects.filter(type="export").count() == 1
    assert client.get("/petitions/all/?sheet=print").status_code == 200


def test_the_task_is_told_to_the_organ_and_stands_on_its_desk(world: World) -> None:
    matter = made.referred(world)
    drain()
    told = Notice.objects.filter(person=world.people["chengfang"], kind="petitions.task")
    assert told.count() == 1
    assert matter.title in client_of(world, "chengfang").get("/desk/").content.decode()
