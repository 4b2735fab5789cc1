"""接电话登记: role × address × code, every ending in one transaction, the once key, what is asked while typing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from shuniu.kernel.audit.models import Event
from shuniu.kernel.casework.case import StepRefused
from shuniu.kernel.casework.following import matter_by_code
from shuniu.kernel.casework.models import Matter, Passage
from shuniu.kernel.numbering.models import Counter
from shuniu.kernel.organisation.personal import decrypt
from shuniu.kernel.search.index import put
from shuniu.kernel.web import clock, idempotency
from shuniu.public.hotline import article_search, hints, search
from shuniu.public.hotline.models import Article, Contact, Request
from shuniu.public.hotline.operations.calls import Ending, reissue, take_call
from shuniu.public.hotline.operations.intake import Report
from shuniu.public.hotline.queries import calls
from tests import hotline_pages as made
from tests.world import World, moment

pytestmark = pytest.mark.django_db
NOW = moment("2026-11-24 10:00")
PATHS = ("intake/", "intake/caller/", "intake/hints/", "intake/done/", "intake/code/")
WORDS = "人民路夜市占道经营，油烟很大，晚上十二点还在吵，请问什么时候整治？"


@pytest.fixture(autouse=True)
def tuesday() -> Iterator[None]:
    hints.forget()
    with clock.fixed(NOW):
        yield


def article(world: World, code: str = "street-market", **more: Any) -> Article:
    given = {
        "title": "夜市占道经营由谁管？", "answer": "由城市管理局负责，夜间十点后停止营业。", "unit_id": world.unit("chengguan"),
        "keywords": "夜市 占道 油烟", "status": Article.Status.PUBLISHED, "updated_at": NOW, **more,
    }  # fmt: skip
    row = Article.objects.create(code=code, **given)
    article_search.renew(row)
    return row


def call(**more: Any) -> dict[str, Any]:
    return {
        "once": idempotency.new_token("hotline.intake"), "channel": "phone", "phone": "139 0000 1234", "name": "张建国",
        "text": WORDS, "place": "人民路", "type": "complaint", "urgency": "ordinary", **more,
    }  # fmt: skip


def post(client: Client, **more: Any) -> Any:
    return client.post("/hotline/intake/", call(**more))


def newest() -> Matter:
    return Matter.objects.latest("pk")


def steps() -> list[str]:
    return list(Passage.objects.order_by("pk").values_list("step", flat=True))


# --- Who -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", PATHS)
def test_the_screen_is_the_operators_and_nobody_elses(world: World, path: str) -> None:
    asked = ("caller", "hints")
    own = made.client_of(world, "liwen")
    answer = own.post(f"/hotline/{path}") if path.split("/")[1] in asked else own.get(f"/hotline/{path}")
    assert answer.status_code == (303 if "done" in path else 200)
    for who in (
        "wanglan",
        "zhoushen",
        "wufang",
        "zhengdu",
        "fengzhuren",
        "qianzhi",
        "chenlian",
        "yangshizhang",
        "zhuxi",
    ):
        client = made.client_of(world, who)
        assert client.get(f"/hotline/{path}").status_code == 404, who
        assert client.post(f"/hotline/{path}", call()).status_code == 404, who
    assert Client().get(f"/hotline/{path}").status_code == 302
    assert Matter.objects.count() == 0


def test_the_operator_finds_it_in_the_navigation(world: World) -> None:
    assert 'href="/hotline/intake/"' in made.client_of(world, "liwen").get("/hotline/").content.decode()
    assert 'href="/hotline/intake/"' not in made.client_of(world, "wanglan").get("/hotline/").content.decode()


# --- Endings -------------------------------------------------------------------------------------------------------


def test_a_call_is_registered_and_its_code_read_out_once(world: World) -> None:
    client = made.client_of(world, "liwen")
    answer = post(client)
    assert (answer.status_code, answer["Location"]) == (303, "/hotline/intake/done/")
    matter = newest()
    assert (matter.state, matter.source) == ("registered", "phone")
    assert decrypt(Contact.objects.get(pk=matter.pk).name) == "张建国"
    shown = client.get("/hotline/intake/done/")
    text = shown.content.decode()
    number = str(matter.number)
    assert f"<span>{number[:4]}</span><span>{number[4:8]}</span><span>{number[8:]}</span>" in text
    code = client.cookies["call"].value.split(":")[1]
    assert f"<span>{code[:4]}</span><span>{code[4:]}</span>" in text
    assert matter_by_code(number, code) == matter
    assert 'data-draft-done="hotline.intake"' in text
    assert "no-store" in shown["Cache-Control"]
    assert "最迟答复" in text


def test_a_letter_keeps_its_channel(world: World) -> None:
    post(made.client_of(world, "liwen"), channel="letter")
    assert newest().source == "letter"


ENDED: list[tuple[str, dict[str, Any], str, str]] = [
    ("dispatch", {"unit": "城市管理局", "unit_note": "请今晚到场"}, "dispatched", ""),
    ("answer_at_once", {"answer": "由城市管理局负责。"}, "closed", "answered"),
    ("pass_on_emergency", {"service": "110", "confirmed": "on", "service_note": "有人受伤"}, "closed", "emergency"),
    ("explain_path", {"path": "诉讼", "path_text": "可向人民法院起诉。"}, "closed", "legal_path"),
]


@pytest.mark.parametrize(("ending", "more", "state", "outcome"), ENDED)
def test_each_ending_goes_with_the_registration(
    world: World, ending: str, more: dict[str, Any], state: str, outcome: str
) -> None:
    client = made.client_of(world, "liwen")
    assert post(client, ending=ending, **more).status_code == 303
    matter = newest()
    assert (matter.state, matter.outcome, matter.seq) == (state, outcome, 2)
    assert steps() == ["register", ending]
    assert Passage.objects.latest("pk").note == more.get("unit_note", more.get("service_note", ""))


def test_a_call_about_a_known_event_is_joined(world: World) -> None:
    main = made.dispatched(world)
    assert post(made.client_of(world, "liwen"), ending="join", into=str(main.number)).status_code == 303
    assert newest().state == "joined"
    assert made.detail(newest()).joined_to == main.number


@pytest.mark.parametrize(
    ("ending", "field"),
    [("dispatch", "unit"), ("answer_at_once", "answer"), ("pass_on_emergency", "confirmed"), ("explain_path", "path"),
     ("join", "into")],
)  # fmt: skip
def test_an_ending_without_its_particulars_is_refused_with_all_that_was_typed(
    world: World, ending: str, field: str
) -> None:
    answer = post(made.client_of(world, "liwen"), ending=ending, service="110" if field == "confirmed" else "")
    text = answer.content.decode()
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in text
    assert WORDS in text
    assert "139 0000 1234" in text
    assert Matter.objects.count() == 0


def test_nothing_is_half_done_when_joining_fails(world: World) -> None:
    closed = made.closed(world)
    before = (Matter.objects.count(), Passage.objects.count(), Event.objects.count(), list(Counter.objects.values()))
    client = made.client_of(world, "liwen")
    for into, words in ((str(closed.number), "不能再并入"), ("2026112499999", "没有编号为")):
        answer = client.post("/hotline/intake/", call(ending="join", into=into, phone=""))
        assert answer.status_code == 422
        assert words in answer.content.decode()
    after = (Matter.objects.count(), Passage.objects.count(), Event.objects.count(), list(Counter.objects.values()))
    assert after == before


def test_a_secrecy_mark_stores_nothing(world: World) -> None:
    client = made.client_of(world, "liwen")
    for more in ({"text": "机密★10年\n内部材料如下"}, {"ending": "answer_at_once", "answer": "秘密★5年\n答复如下"}):
        answer = post(client, **more)
        assert answer.status_code == 422
    assert Matter.objects.count() == 0


def test_a_report_is_sealed_even_when_nobody_ticked_it(world: World) -> None:
    post(made.client_of(world, "liwen"), type="report")
    assert newest().sealed
    assert Contact.objects.get(pk=newest().pk).sealed


# --- Once ------------------------------------------------------------------------------------------------------------


def test_a_double_press_is_one_call_with_one_code(world: World) -> None:
    known = article(world)
    client = made.client_of(world, "liwen")
    sent = call(ending="answer_at_once", answer=known.answer, article=known.code)
    codes = set()
    for _press in range(2):
        assert client.post("/hotline/intake/", sent).status_code == 303
        codes.add(client.cookies["call"].value.split(":")[1])
    assert len(codes) == 1
    assert steps() == ["register", "answer_at_once"]
    known.refresh_from_db()
    assert known.used == 1


def test_other_words_on_a_form_that_was_sent_are_refused_and_not_dropped(world: World) -> None:
    client = made.client_of(world, "liwen")
    sent = call()
    client.post("/hotline/intake/", sent)
    answer = client.post("/hotline/intake/", {**sent, "text": "这是另外一件事情，请登记。"})
    assert answer.status_code == 422
    assert str(newest().number) in answer.content.decode()
    assert "这是另外一件事情" in answer.content.decode()
    assert Matter.objects.count() == 1


def test_a_stale_token_keeps_what_was_typed(world: World) -> None:
    answer = post(made.client_of(world, "liwen"), once="forged")
    assert answer.status_code == 422
    assert WORDS in answer.content.decode()
    assert Matter.objects.count() == 0


def test_the_operation_refuses_steps_that_are_not_for_intake(world: World) -> None:
    with pytest.raises(StepRefused):
        take_call(Report(WORDS, "help"), Ending("publish"), actor=world.liwen, at=NOW, source="phone", key="k1")
    assert Matter.objects.count() == 0


def test_a_used_answer_is_counted_and_named_in_the_record(world: World) -> None:
    known = article(world)
    post(made.client_of(world, "liwen"), ending="answer_at_once", answer="按知识库答复。", article=known.code)
    known.refresh_from_db()
    assert known.used == 1
    assert Passage.objects.latest("pk").data["article"] == known.code
    assert made.detail(newest()).reply == "按知识库答复。"
    post(made.client_of(world, "liwen"), ending="dispatch", unit="水务局", article=known.code)
    known.refresh_from_db()
    assert known.used == 1


# --- The caller ------------------------------------------------------------------------------------------------------


def test_the_caller_is_recognised_and_the_look_recorded(world: World) -> None:
    old = made.closed(world)
    running = made.handled(world, text="东湖路井盖松动，请尽快修好。")
    made.reported(world, text="别人的电话反映的别的事。", phone="13900009999")
    hidden = made.reported(world, text="有人夜间偷倒建筑垃圾。", type="report")
    client = made.client_of(world, "liwen")
    text = client.post("/hotline/intake/caller/", {"phone": "139-0000-1234"}).content.decode()
    assert text.index(str(running.number)) < text.index(str(old.number))
    assert str(hidden.number) not in text
    assert "偷倒" not in text
    assert "别的事" not in text
    assert f'href="/hotline/{running.number}/urge/"' in text
    assert f'href="/hotline/{old.number}/appeal/"' in text
    assert f'href="/hotline/{old.number}/urge/"' not in text
    event = Event.objects.filter(type="personal_data.viewed").latest("pk")
    assert "1234" in str(event.body)
    assert "0000" not in str(event.body)


def test_an_unfinished_number_asks_nothing_and_records_nothing(world: World) -> None:
    client = made.client_of(world, "liwen")
    for phone in ("", "139", "abc", "<script>"):
        answer = client.post("/hotline/intake/caller/", {"phone": phone})
        assert answer.status_code == 200
        assert "<script>" not in answer.content.decode()
    assert not Event.objects.filter(type="personal_data.viewed").exists()


# --- Hints -----------------------------------------------------------------------------------------------------------


def asked(client: Client, text: str = WORDS, place: str = "人民路") -> str:
    answer = client.post("/hotline/intake/hints/", {"text": text, "place": place})
    assert answer.status_code == 200
    return answer.content.decode()


def test_hints_bring_the_answer_the_repeat_and_their_keys(world: World) -> None:
    known = article(world)
    article(world, "draft", title="夜市草稿", status=Article.Status.DRAFT)
    like = made.reported(world, text="人民路夜市占道经营，油烟很大，晚上还在吵闹。", place="人民路")
    old = made.closed(world, text=WORDS, place="人民路")
    put(search.entries([like.pk, old.pk]))
    text = asked(made.client_of(world, "liwen"))
    assert f'value="article:{known.code}"' in text
    assert 'data-key="alt+1"' in text
    assert known.answer in text
    assert "夜市草稿" not in text
    assert f'value="join:{like.number}"' in text
    assert 'data-key="alt+4"' in text
    assert str(old.number) not in text


def test_hints_escape_what_people_wrote(world: World) -> None:
    article(world, title="夜市<script>alert(1)</script>", answer="<img src=x onerror=alert(1)> 夜市占道")
    like = made.reported(world, text="夜市占道<b>油烟</b>很大", place='"><script>x</script>')
    put(search.entries([like.pk]))
    text = asked(made.client_of(world, "liwen"), "夜市占道油烟很大")
    assert "<script>" not in text
    assert "<img src=x" not in text


def test_nothing_is_asked_for_a_word_or_two_and_a_book_is_cut(world: World) -> None:
    client = made.client_of(world, "liwen")
    asked(client, "喂")
    with CaptureQueriesContext(connection) as few:
        assert "data-use" not in asked(client, "喂")
    assert len(few) <= 2, "who asks, and nothing else"
    asked(client, "夜市很吵。" * 20_000)


def test_without_a_trained_model_no_unit_is_suggested(world: World) -> None:
    assert "派单建议" not in asked(made.client_of(world, "liwen")).replace("和派单建议", "")


@pytest.mark.parametrize(("abstain", "keys"), [(False, ["alt+7"]), (True, ["alt+7", "alt+8"])])
def test_a_sure_suggestion_is_one_key_and_an_unsure_one_a_choice(
    world: World, monkeypatch: pytest.MonkeyPatch, abstain: bool, keys: list[str]
) -> None:
    top = tuple(
        hints.UnitChoice(world.unit(code), name, share)
        for code, name, share in (("chengguan", "城市管理局", 0.999), ("shuiwu", "水务局", 0.2))
    )
    made_up = hints.Suggestion(
        top[0].unit_id, top[0].unit, 0.999, abstain, top, (("<i>夜市", 0.7), ("油烟", 0.2)), "v1"
    )
    monkeypatch.setattr(calls, "suggest", lambda text, place: made_up)
    text = asked(made.client_of(world, "liwen"))
    assert [key for key in ("alt+7", "alt+8", "alt+9") if f'data-key="{key}"' in text] == keys
    assert f'value="unit:{world.unit("chengguan")}"' in text
    assert "把握 99%" in text, "nothing that was learnt is quite certain"
    assert ("把握不足" in text) is abstain
    assert ("油烟" in text) is not abstain
    assert "<i>夜市" not in text


def test_the_parts_ask_few_questions_of_the_database(world: World) -> None:
    for at in range(12):
        article(world, f"a{at}", title=f"夜市占道经营问题{at}")
        put(search.entries([made.reported(world, text=f"人民路夜市占道经营油烟很大{at}", place="人民路").pk]))
    client = made.client_of(world, "liwen")
    asked(client)
    with CaptureQueriesContext(connection) as typing:
        asked(client)
    with CaptureQueriesContext(connection) as caller:
        client.post("/hotline/intake/caller/", {"phone": "13900001234"})
    with CaptureQueriesContext(connection) as screen:
        client.get("/hotline/intake/")
    read = [one["sql"][:100] for one in typing if one["sql"].startswith("SELECT")]
    assert len(read) <= 14, read
    assert len(caller) <= 12, [one["sql"][:100] for one in caller]
    assert len(screen) <= 12, [one["sql"][:100] for one in screen]


# --- Without a script ------------------------------------------------------------------------------------------------


def test_the_plain_form_looks_things_up_and_a_hint_fills_it(world: World) -> None:
    known = article(world)
    earlier = made.reported(world)
    client = made.client_of(world, "liwen")
    looked = post(client, look="1").content.decode()
    assert str(earlier.number) in looked
    assert known.title in looked
    assert WORDS in looked
    filled = post(client, use=f"article:{known.code}").content.decode()
    assert f'name="article" value="{known.code}"' in filled
    assert 'value="answer_at_once"' in filled.split("checked")[0].rsplit("<input", 1)[1]
    assert 'value="城市管理局"' in post(client, use=f"unit:{world.unit('chengguan')}").content.decode()
    assert f'value="{earlier.number}"' in post(client, use=f"join:{earlier.number}").content.decode()
    assert Matter.objects.count() == 1


# --- A new code ------------------------------------------------------------------------------------------------------


def test_a_recognised_caller_gets_a_new_code_and_the_old_one_ends(world: World) -> None:
    client = made.client_of(world, "liwen")
    post(client)
    matter = newest()
    old = client.cookies["call"].value.split(":")[1]
    wrong = client.post("/hotline/intake/code/", {"number": str(matter.number), "phone": "13911112222"})
    unknown = client.post("/hotline/intake/code/", {"number": "2026112499999", "phone": "13900001234"})
    assert (wrong.status_code, unknown.status_code) == (422, 422)
    assert matter_by_code(str(matter.number), old) == matter
    answer = client.post("/hotline/intake/code/", {"number": str(matter.number), "phone": "13900001234"})
    assert answer.status_code == 303
    new = client.cookies["call"].value.split(":")[1]
    assert matter_by_code(str(matter.number), old) is None
    assert matter_by_code(str(matter.number), new) == matter
    text = client.get(answer["Location"]).content.decode()
    assert "原来的查询码已经失效" in text
    assert "data-draft-done" not in text
    event = Event.objects.filter(type="hotline.code_reissued").get()
    assert (event.subject, event.particulars["number"]) == (matter.pk, matter.number)
    assert new not in str(event.body)
    assert Event.objects.filter(type="hotline.code_refused").count() == 2, "guessing leaves its trace"


def test_a_request_without_a_telephone_gives_no_code_to_anybody(world: World) -> None:
    matter = made.reported(world, phone="")
    for phone in ("", "-", "13900001234"):
        with pytest.raises(StepRefused):
            reissue(str(matter.number), phone, actor=world.liwen, at=NOW)
    assert Request.objects.get(pk=matter.pk).query_hash
