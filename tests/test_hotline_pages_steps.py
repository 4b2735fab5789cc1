"""The forms of the steps: sent once, kept when refused, told what happened meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from shuniu.kernel.casework.models import Link, Matter, Passage
from shuniu.kernel.web import clock
from shuniu.public.hotline.forms.base import NoteForm
from shuniu.public.hotline.forms.steps import FORMS
from shuniu.public.hotline.models import Request
from shuniu.public.hotline.operations.handling import act
from shuniu.public.hotline.procedures import HotlineRequest
from shuniu.public.hotline.queries.quality import checks
from shuniu.public.hotline.urls.requests import STEPS
from tests import hotline_pages as made
from tests.world import World, moment

pytestmark = pytest.mark.django_db
NOW = moment("2026-11-24 10:00")


@pytest.fixture(autouse=True)
def tuesday() -> Iterator[None]:
    with clock.fixed(NOW):
        yield


def post(world: World, who: str, matter: Matter, step: str, **data: Any) -> Any:
    client = made.client_of(world, who)
    return client.post(
        f"/hotline/{matter.number}/{step.strip('_').replace('_', '-')}/", made.sent(matter, step, **data)
    )


def state(matter: Matter) -> str:
    return Matter.objects.get(pk=matter.pk).state


# --- The way of a request ------------------------------------------------------------------------------------------


def test_a_request_goes_all_the_way_through_the_forms(world: World) -> None:
    matter = made.reported(world)
    journey: list[tuple[str, str, dict[str, Any], str]] = [
        ("wanglan", "dispatch", {"unit": "城管", "assisting": ["", ""]}, "registered"),
        ("wanglan", "dispatch", {"unit": "城市管理局", "assisting": ["水务局", ""]}, "dispatched"),
        ("chenlian", "receive", {"note": "已交市容科"}, "handling"),
        ("chenlian", "appoint", {"person": world.people["chuban"].pk}, "handling"),
        ("chuban", "contact", {"result": "reached", "note": "约定明天查看"}, "handling"),
        ("weiju", "ask_extension", {"reason": "电缆需要定制"}, "extension_asked"),
        ("wanglan", "grant_extension", {"reason": "电缆需要定制，约需五天"}, "handling"),
        ("jiangshui", "assist", {"text": "已配合排水"}, "handling"),
        ("chuban", "reply", {"text": made.GOOD_REPLY, "result": "resolved"}, "replied"),
        ("zhoushen", "send_back", {"reason": "请写明修复时间"}, "handling"),
        ("chuban", "reply", {"text": made.GOOD_REPLY, "result": "resolved"}, "replied"),
        ("zhoushen", "approve", {}, "calling_back"),
        ("wufang", "redo", {"reason": "又不亮了", "resolved": "no", "satisfaction": "1"}, "handling"),
        ("chuban", "reply", {"text": made.GOOD_REPLY, "result": "resolved"}, "replied"),
        ("zhoushen", "approve", {}, "calling_back"),
        ("wufang", "record_callback", {"reached": "yes", "resolved": "yes", "satisfaction": "4"}, "closed"),
        ("zhengdu", "recheck", {"finding": "true"}, "closed"),
        ("liwen", "appeal", {"reason": "还有一盏不亮"}, "reviewing"),
        ("fengzhuren", "keep_result", {"text": "另一盏不在本件范围，已另行登记。"}, "closed"),
        ("fengzhuren", "publish", {"checked": "on"}, "closed"),
    ]
    for who, step, data, after in journey:
        answer = post(world, who, matter, step, **data)
        assert state(matter) == after, (who, step, answer.status_code, answer.content.decode()[:3000])
    request = made.detail(matter)
    assert (request.redos, request.satisfaction, request.false_closing) == (1, 4, False)
    assert request.reply_public
    assert Passage.objects.get(matter=matter, step="appoint").data["person_name"] == "褚办（承办人）"
    page = made.client_of(world, "zhengdu").get(f"/hotline/{matter.number}/").content.decode()
    assert "“办理”延长5个工作日" in page


def test_return_ruling_contest_and_precedent(world: World) -> None:
    subject = made.subject()
    matter = made.dispatched(world, subject_id=subject.pk)
    assert post(world, "chenlian", matter, "return_", right_unit="城市管理局", reason="不归我们").status_code == 422
    post(world, "chenlian", matter, "return_", right_unit="水务局", reason="积水由水务局负责")
    form = made.client_of(world, "wanglan").get(f"/hotline/{matter.number}/redispatch/").content.decode()
    assert 'value="水务局"' in form, "the unit that the return names is offered"
    post(world, "wanglan", matter, "uphold", ruling="照明由城管局负责")
    post(world, "weiju", matter, "contest", reason="职责规定第三条")
    post(world, "fengzhuren", matter, "rule", unit="水务局", ruling="依职责规定由水务局主办")
    assert Matter.objects.get(pk=matter.pk).unit_id == world.unit("shuiwu")
    other = made.reported(world, text="涵洞又积水了", subject_id=subject.pk)
    page = made.client_of(world, "wanglan").get(f"/hotline/{other.number}/").content.decode()
    assert "依职责规定由水务局主办" in page


@pytest.mark.parametrize(
    ("step", "data", "outcome"),
    [
        ("answer_at_once", {"text": "路灯报修电话是0000-110，已代为报修。"}, "answered"),
        ("pass_on_emergency", {"service": "119"}, "emergency"),
        ("explain_path", {"path": "仲裁", "text": "劳动争议请向劳动人事争议仲裁委员会申请。"}, "legal_path"),
    ],
)
def test_what_needs_no_unit_is_closed_at_once(world: World, step: str, data: dict[str, str], outcome: str) -> None:
    matter = made.reported(world)
    assert post(world, "liwen", matter, step, **data).status_code == 303
    assert Matter.objects.get(pk=matter.pk).outcome == outcome


def test_reclassify_and_supplement_and_oversee_and_instruct(world: World) -> None:
    subject = made.subject("供水", "公用事业")
    matter = made.reported(world)
    post(world, "wanglan", matter, "reclassify", type="help", subject=subject.pk)
    assert (made.detail(matter).type, made.detail(matter).subject_id) == ("help", subject.pk)
    act("dispatch", matter, actor=world.wanglan, at=NOW, data={"unit": world.unit("shuiwu")})
    post(world, "liwen", matter, "add_material", text="整个小区都停水")
    post(world, "zhengdu", matter, "oversee", text="请今日恢复供水")
    post(world, "yangshizhang", matter, "instruct", phrase="1", text="")
    assert (made.detail(matter).overseen, made.detail(matter).instructed) == (True, True)
    assert "亲自过问" in Passage.objects.get(matter=matter, step="instruct").data["text"]


# --- Sent twice, sent late, refused --------------------------------------------------------------------------------


def test_the_same_form_twice_is_one_step(world: World) -> None:
    matter = made.dispatched(world)
    data = made.sent(matter, "receive")
    client = made.client_of(world, "chenlian")
    codes = [client.post(f"/hotline/{matter.number}/receive/", data).status_code for _ in range(2)]
    assert codes == [303, 303]
    assert Passage.objects.filter(matter=matter, step="receive").count() == 1


def test_a_split_sent_twice_registers_its_parts_once(world: World) -> None:
    matter = made.reported(world)
    data = made.sent(matter, "split", parts="树枝遮挡了路灯\n\n井盖也松了，\n车过就响")
    client = made.client_of(world, "wanglan")
    for _ in range(2):
        assert client.post(f"/hotline/{matter.number}/split/", data).status_code == 303
    assert Matter.objects.count() == 3
    assert Link.objects.filter(source=matter, kind="split").count() == 2
    page = client.get(f"/hotline/{matter.number}/").content.decode()
    assert "井盖也松了" in page


def test_a_stale_form_tells_what_happened_keeps_the_words_and_passes_the_second_time(world: World) -> None:
    matter = made.reported(world)
    data = made.sent(matter, "dispatch", unit="城市管理局", note="请当天查看")
    act("add_material", matter, actor=world.liwen, at=NOW, data={"text": "现在两盏都不亮"})
    client = made.client_of(world, "wanglan")
    answer = client.post(f"/hotline/{matter.number}/dispatch/", data)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "现在两盏都不亮" in page
    assert "请当天查看" in page
    assert 'name="expected" value="2"' in page
    assert state(matter) == "registered"
    second = {**data, "expected": "2"}
    assert client.post(f"/hotline/{matter.number}/dispatch/", second).status_code == 303
    assert state(matter) == "dispatched"


def test_a_step_that_somebody_else_took_first_keeps_the_words(world: World) -> None:
    matter = made.replied(world)
    data = made.sent(matter, "send_back", reason="请补充修复照片和时间")
    act("approve", matter, actor=world.zhoushen, at=NOW)
    answer = made.client_of(world, "zhoushen").post(f"/hotline/{matter.number}/send-back/", {**data, "expected": "5"})
    assert answer.status_code == 422
    assert "请补充修复照片和时间" in answer.content.decode()
    assert "待回访" in answer.content.decode()


def test_a_refusal_of_the_procedure_is_an_error_beside_the_kept_words(world: World) -> None:
    matter = made.answered(world)
    answer = post(world, "wufang", matter, "record_callback", reached="yes", resolved="no", justified="yes",
                  satisfaction="1", note="群众说还是不亮")  # fmt: skip
    assert answer.status_code == 422
    assert "退回重办" in answer.content.decode()
    assert "群众说还是不亮" in answer.content.decode()


def test_an_old_token_asks_to_send_again_and_keeps_the_words(world: World) -> None:
    matter = made.dispatched(world)
    data = {**made.sent(matter, "receive", note="收到，今天去看"), "once": "forged"}
    answer = made.client_of(world, "chenlian").post(f"/hotline/{matter.number}/receive/", data)
    assert answer.status_code == 422
    assert "收到，今天去看" in answer.content.decode()


def test_secrets_are_refused_in_any_form(world: World) -> None:
    matter = made.dispatched(world)
    answer = post(world, "chenlian", matter, "receive", note="机密★10年 会议材料")
    assert answer.status_code == 422
    assert state(matter) == "dispatched"


def test_htmx_gets_the_part_and_a_redirect_it_understands(world: World) -> None:
    matter = made.dispatched(world)
    client = Client(headers={"HX-Request": "true"})
    client.force_login(world.people["chenlian"])
    part = client.get(f"/hotline/{matter.number}/receive/").content.decode()
    assert "<html" not in part
    done = client.post(f"/hotline/{matter.number}/receive/", made.sent(matter, "receive"))
    assert done["HX-Redirect"] == f"/hotline/{matter.number}/?done=receive"


def test_after_a_step_the_next_task_is_offered(world: World) -> None:
    first, second = made.dispatched(world), made.dispatched(world, text="另一件")
    answer = made.client_of(world, "chenlian").post(
        f"/hotline/{first.number}/receive/", made.sent(first, "receive"), follow=True
    )
    assert f"/hotline/{second.number}/" in answer.content.decode()


# --- Text as it comes ----------------------------------------------------------------------------------------------


def test_script_in_a_text_is_shown_and_never_run(world: World) -> None:
    nasty = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    matter = made.handled(world, text=nasty, title=nasty, place=nasty[:100])
    act("contact", matter, actor=world.chuban, at=NOW, data={"result": "reached"}, note=nasty)
    for who, path in (("chuban", f"{matter.number}/"), ("chuban", f"{matter.number}/reply/"), ("wanglan", "all/")):
        page = made.client_of(world, who).get(f"/hotline/{path}").content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "&lt;script&gt;alert(1)" in page


def test_five_thousand_characters_are_accepted_and_one_more_is_not(world: World) -> None:
    matter = made.handled(world)
    text = (made.GOOD_REPLY * 60)[:5000]
    too_long = post(world, "chuban", matter, "reply", text=text + "。", result="resolved", anyway="on")
    assert too_long.status_code == 422
    assert post(world, "chuban", matter, "reply", text=text, result="resolved", anyway="on").status_code == 303
    page = made.client_of(world, "zhoushen").get(f"/hotline/{matter.number}/").content.decode()
    assert text[-200:] in page


# --- The gate of the reply -----------------------------------------------------------------------------------------


def test_a_template_is_stopped_once_and_passes_only_with_a_tick_that_the_checker_sees(world: World) -> None:
    matter = made.handled(world)
    empty = "感谢您的来电，我单位高度重视，已转相关部门及时处理，将进一步加强管理，感谢您的理解与支持。"
    stopped = post(world, "chuban", matter, "reply", text=empty, result="explained")
    assert stopped.status_code == 422
    assert "套话较多" in stopped.content.decode()
    assert state(matter) == "handling"
    post(world, "chuban", matter, "reply", text=empty, result="explained", anyway="on")
    assert state(matter) == "replied"
    assert len(Passage.objects.get(matter=matter, step="reply").data["unmet"]) >= 2
    page = made.client_of(world, "zhoushen").get(f"/hotline/{matter.number}/").content.decode()
    assert "未满足的检查项" in page


@pytest.mark.parametrize(
    ("reply", "met"),
    [
        (made.GOOD_REPLY, {"answers", "cites", "goes_on", "plain"}),
        ("", set()),
        ("路灯12月1日前修好，如仍不亮请拨打电话。", {"answers", "goes_on"}),
        ("依据《城市道路管理条例》第二十条处理。", {"cites"}),
    ],
)
def test_the_four_checks(reply: str, met: set[str]) -> None:
    question = "湖滨路12号门口的路灯不亮，请问路灯什么时候能修好？"
    assert {one.key for one in checks(question, reply) if one.ok} == met


def test_an_unanswered_second_question_is_named() -> None:
    found = checks("路灯什么时候修好？另外，垃圾清运费为什么涨价？", made.GOOD_REPLY)[0]
    assert not found.ok
    assert "垃圾清运费" in found.reason


def test_the_checks_answer_while_one_types(world: World) -> None:
    matter = made.handled(world)
    answer = made.client_of(world, "chuban").post(f"/hotline/{matter.number}/reply/check/", {"text": made.GOOD_REPLY})
    assert answer.content.decode().count("check-met") == 4


# --- Joining -------------------------------------------------------------------------------------------------------


def test_joining_by_number_and_several_at_once(world: World) -> None:
    main = made.dispatched(world)
    first, second, third = (made.reported(world) for _ in range(3))
    client = made.client_of(world, "wanglan")
    hints = client.get(f"/hotline/{first.number}/join/").content.decode()
    assert str(main.number) in hints, "the same words at the same place are offered"
    assert post(world, "wanglan", first, "join", into="2026000000000").status_code == 422
    assert post(world, "wanglan", first, "join", into=main.number).status_code == 303
    data = {"once": made.idempotency.new_token("hotline.gather"), "ticked": [second.number],
            "numbers": f"{third.number}，2026000000001"}  # fmt: skip
    page = client.post(f"/hotline/{main.number}/gather/", data).content.decode()
    assert page.count("已办理") == 2
    assert "没有编号为 2026000000001 的诉求" in page
    assert Matter.objects.filter(state="joined").count() == 3
    shown = client.get(f"/hotline/{main.number}/").content.decode()
    assert shown.count("并入本件") >= 3


def test_a_stored_suggestion_leads_from_the_list_to_the_form_and_is_accepted_by_its_id(world: World) -> None:
    matter = made.reported(world)
    Request.objects.filter(pk=matter.pk).update(suggested_unit_id=world.unit("shuiwu"), suggested_confidence=0.9)
    client = made.client_of(world, "wanglan")
    link = f"/hotline/{matter.number}/dispatch/?unit={world.unit('shuiwu')}"
    assert link in client.get("/hotline/").content.decode()
    assert 'value="水务局"' in client.get(link).content.decode()
    assert post(world, "wanglan", matter, "dispatch", unit=str(world.unit("shuiwu"))).status_code == 303
    assert Matter.objects.get(pk=matter.pk).unit_id == world.unit("shuiwu")


def test_a_unit_without_a_liaison_is_refused_in_words(world: World) -> None:
    answer = post(world, "wanglan", made.reported(world), "dispatch", unit="东湖街道办事处")
    assert answer.status_code == 422
    assert "还没有联络员" in answer.content.decode()


def test_an_operators_appeal_keeps_the_citizens_term(world: World) -> None:
    matter = made.closed(world)
    with clock.fixed(moment("2027-03-01 09:00")):
        answer = post(world, "liwen", matter, "appeal", reason="还是不亮")
    assert answer.status_code == 422
    assert "申请复核的期限" in answer.content.decode()


def test_every_step_of_staff_has_a_form_that_asks_what_the_step_needs() -> None:
    asks = {name: set(FORMS.get(name, NoteForm).base_fields) for name in STEPS}
    asks["split"].add("numbers")  # Given by the registration of the parts.
    lacking = {name: set(HotlineRequest.steps[name].needs) - asks[name] for name in STEPS}
    assert {name: fields for name, fields in lacking.items() if fields} == {}


def test_every_step_of_staff_leaves_words_in_the_timeline(world: World) -> None:
    matter = made.reported(world)
    post(world, "wanglan", matter, "dispatch", unit="城市管理局", assisting=["水务局"], note="请当天到场")
    page = made.client_of(world, "wanglan").get(f"/hotline/{matter.number}/").content.decode()
    for words in ("承办单位", "协办单位", "请当天到场", "“签收”开始计时：1个工作日", "本地规定", "待反馈"):
        assert words in page, words
