"""The pages of leaders' time: who sees what, how many questions they ask, what a move by hand, a stale one and a wrong one do."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from shuniu.kernel.audit.models import Event
from shuniu.kernel.casework.models import Matter
from shuniu.kernel.files.models import Attachment
from shuniu.kernel.search.index import put
from shuniu.kernel.search.sources import search
from shuniu.kernel.web import clock, idempotency
from shuniu.office.engagements.models import Engagement
from shuniu.office.engagements.operations.arranging import perform
from shuniu.office.engagements.operations.asking import ask
from shuniu.office.engagements.search import iterate
from tests import leaders_time as made
from tests.hotline_pages import client_of
from tests.leaders_time import NOW, Diaries, moved, sent, times
from tests.world import World, moment

pytestmark = pytest.mark.django_db
WEEK = "/engagements/week/?on=2026-11-23"


@pytest.fixture
def diary(world: World) -> Diaries:
    return made.diaries(world)


def address(matter: Matter, step: str = "") -> str:
    return f"/engagements/{matter.number}/{f'{step}/' if step else ''}"


def asked_for(**more: Any) -> dict[str, Any]:
    return {
        "once": idempotency.new_token("engagements.ask"), "about": "冬季供水调度会", "kind": "project", "necessity": made.WHY,
        "earliest": "2026-11-26T09:00", "minutes": "90", **more,
    }  # fmt: skip


def test_a_unit_asks_with_its_papers_and_another_unit_sees_nothing(diary: Diaries) -> None:
    client = client_of(diary.world, "chengqing")
    form = asked_for(unit=str(diary.world.unit("chengguan")), whom=str(diary.mayor.pk))
    with clock.fixed(NOW):
        answer = client.post(
            "/engagements/ask/", {**form, "materials": SimpleUploadedFile("提纲.txt", "汇报提纲".encode())}
        )
        assert answer.status_code == 303, answer.content.decode()
        matter = Matter.objects.get()
        assert client.post("/engagements/ask/", form).headers["Location"] == answer.headers["Location"], (
            "a second click"
        )
        paper = Attachment.objects.get(matter_id=matter.pk)
        for who, status in (
            ("chengqing", 200),
            ("tongchou", 200),
            ("mishu", 200),
            ("yangshizhang", 200),
            ("shuiqing", 404),
            ("liwen", 404),
        ):
            assert client_of(diary.world, who).get(address(matter)).status_code == status, who
            assert client_of(diary.world, who).get(f"{address(matter)}files/{paper.pk}/").status_code == status, who
        assert client_of(diary.world, "shuiqing").get(address(matter, "cancel")).status_code == 404


def test_a_wrong_request_keeps_what_was_typed_and_says_what_to_do(diary: Diaries) -> None:
    client = client_of(diary.world, "chengqing")
    unit = str(diary.world.unit("chengguan"))
    with clock.fixed(NOW):
        for more, words in (
            ({"earliest": "2026-11-20T09:00"}, "时间已经过去"),
            ({"about": "机密★5年"}, "机要"),
            ({"latest": "2026-11-26T09:30"}, "不够活动的时长"),
            ({"necessity": ""}, "必填"),
            ({"unit": str(diary.world.unit("shuiwu"))}, "选"),
        ):
            answer = client.post("/engagements/ask/", asked_for(**{"unit": unit, "whom": str(diary.mayor.pk), **more}))
            page = answer.content.decode()
            assert answer.status_code == 422, more
            assert words in page, more
            assert "2026-11-2" in page
    assert not Matter.objects.exists()


def test_a_card_is_moved_by_the_same_form_whatever_hand_holds_it(diary: Diaries) -> None:
    matter = made.asked(diary)
    client = client_of(diary.world, "tongchou")
    with clock.fixed(NOW):
        assert "冬季供水调度会" in client.get(WEEK).content.decode()
        form = moved(matter, diary.deputy, "2026-11-27", "pm")
        page = client.post("/engagements/week/move/", form, headers={"HX-Request": "true"}).content.decode()
        assert "已移到 14:00" in page
        assert client.post("/engagements/week/move/", form).status_code == 303, "a second click"
        stale = {**moved(matter, diary.mayor, "2026-11-27", "pm"), "expected": "1"}
        answer = client.post("/engagements/week/move/", stale, headers={"HX-Request": "true"})
        assert answer.status_code == 422
        assert "已有新的办理记录" in answer.content.decode()
        assert "14:00—15:30" in answer.content.decode(), "the sheet as it now stands"
        assert client.post("/engagements/week/move/", {**form, "half": "night"}).status_code == 404
        assert client_of(diary.world, "chengqing").get(WEEK).status_code == 404
        assert (
            client_of(diary.world, "mishu")
            .post("/engagements/week/move/", moved(matter, diary.mayor, "2026-11-27", "pm"))
            .status_code
            == 422
        )
    assert Engagement.objects.get(pk=matter.pk).leader_id == diary.deputy.pk


def test_a_fixed_card_does_not_go_where_something_fixed_stands(diary: Diaries) -> None:
    for hour in (8, 10):
        made.fixed(diary, f"2026-11-27 {hour:02}:30", f"2026-11-27 {hour + 2:02}:00", about=f"早会{hour}")
    matter = made.fixed(diary, "2026-11-26 09:00", "2026-11-26 10:30")
    client = client_of(diary.world, "tongchou")
    with clock.fixed(NOW):
        answer = client.post(
            "/engagements/week/move/", moved(matter, diary.mayor, "2026-11-27", "am"), headers={"HX-Request": "true"}
        )
        assert answer.status_code == 422
        assert "早会8" in answer.content.decode()
    assert Engagement.objects.get(pk=matter.pk).starts_at == moment("2026-11-26 09:00")


def test_what_clashes_and_what_is_too_far_is_told_at_once(diary: Diaries) -> None:
    made.fixed(diary, "2026-11-26 09:00", "2026-11-26 10:30", about="调度会")
    made.placed(diary, "2026-11-26 10:00", "2026-11-26 11:00", about="会见客人")
    made.placed(diary, "2026-11-26 11:15", "2026-11-26 12:00", about="查看水厂", place=diary.works.pk)
    made.placed(diary, "2026-11-27 11:15", "2026-11-27 12:00", about="不相干的会")
    client = client_of(diary.world, "tongchou")
    with clock.fixed(NOW):
        page = client.get(WEEK).content.decode()
        assert "“调度会”与“会见客人”时间重叠" in page
        assert "只隔15分钟，路程要40分钟" in page
        assert "排定无冲突的1项" in page
        form = {"once": idempotency.new_token("engagements.fix"), "monday": "2026-11-23"}
        assert client.post("/engagements/week/fix/", form).status_code == 303
        assert client.post("/engagements/week/fix/", form).status_code == 303
    assert Engagement.objects.filter(fixed=True).count() == 2


def test_the_week_is_published_and_typeset_and_both_are_in_the_ledger(diary: Diaries) -> None:
    made.fixed(diary, "2026-11-26 09:00", "2026-11-26 10:30")
    client = client_of(diary.world, "tongchou")
    with clock.fixed(NOW):
        form = {"once": idempotency.new_token("engagements.publish"), "monday": "2026-11-23", "seen": "0"}
        assert client.post("/engagements/week/publish/", form).status_code == 303
        assert "第1版" in client.get(WEEK).content.decode()
        form["once"] = idempotency.new_token("engagements.publish")
        assert "已发布第1版" in client.post("/engagements/week/publish/", form).content.decode()
        answer = client.get("/engagements/week/week.pdf?on=2026-11-26")
        assert answer["Content-Type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF")
        assert client_of(diary.world, "mishu").post("/engagements/week/publish/", form).status_code == 404
    assert Event.objects.filter(type="engagements.week_published").count() == 1
    assert Event.objects.filter(type="export").count() == 1


def test_a_leader_answers_in_two_touches_and_only_for_themselves(diary: Diaries) -> None:
    one = made.placed(diary, "2026-11-24 09:00", "2026-11-24 10:30")
    two = made.placed(diary, "2026-11-24 15:00", "2026-11-24 16:00", about="会见客人")
    mayor = client_of(diary.world, "yangshizhang")
    with clock.fixed(NOW):
        page = mayor.get("/engagements/mine/").content.decode()
        assert f"{address(one)}accept/" in page
        assert (
            mayor.post(address(one, "accept"), sent(one, "accept", back="mine")).headers["Location"]
            == "/engagements/mine/"
        )
        assert (
            mayor.post(address(two, "refuse"), sent(two, "refuse", reason="请改时间。", back="mine")).status_code == 303
        )
        deputy = client_of(diary.world, "luofu")
        assert "冬季供水调度会" not in deputy.get("/engagements/mine/").content.decode()
        assert deputy.post(address(one, "refuse"), sent(one, "refuse", reason="不去")).status_code == 403
    assert Engagement.objects.get(pk=one.pk).answer == "accepted"
    assert Engagement.objects.get(pk=two.pk).starts_at is None


def test_every_step_has_a_form_that_works_without_script(diary: Diaries) -> None:
    matter = made.asked(diary)
    time = {
        "leader": str(diary.mayor.pk),
        "starts_at": "2026-11-26T09:00",
        "minutes": "90",
        "place": str(diary.works.pk),
    }
    course = [
        ("tongchou", "offer", {**time, "note": "请答复"}, "offered"), ("chengqing", "leave_offer", {"reason": "领导不在"}, "requested"),
        ("tongchou", "offer", time, "offered"), ("chengqing", "take_offer", {}, "proposed"), ("tongchou", "put_back", {}, "requested"),
        ("mishu", "propose", {**time, "need": "high"}, "proposed"), ("mishu", "arrange", {**time, "place": ""}, "arranged"),
        ("yangshizhang", "acknowledge", {}, "arranged"), ("mishu", "change", {**time, "starts_at": "2026-11-26T15:00"}, "arranged"),
        ("yangshizhang", "pass_on", {"leader": str(diary.deputy.pk), "reason": "请罗副市长出席"}, "requested"),
        ("tongchou", "decline", {"why": "need", "reason": "必要性不足"}, "declined"),
    ]  # fmt: skip
    with clock.fixed(NOW):
        for who, step, form, state in course:
            client = client_of(diary.world, who)
            path = address(matter, step.replace("_", "-"))
            assert client.get(path).status_code == 200, step
            answer = client.post(path, sent(matter, step, **form))
            assert answer.status_code == 303, (step, answer.content.decode())
            matter.refresh_from_db()
            assert matter.state == state, step
        assert "必要性不足" in client_of(diary.world, "chengqing").get(address(matter)).content.decode()


def test_a_step_is_refused_in_words_and_its_unit_may_take_the_request_back(diary: Diaries) -> None:
    matter = made.asked(diary)
    past = {"leader": str(diary.mayor.pk), "starts_at": "2026-11-20T09:00", "minutes": "90", "place": ""}
    with clock.fixed(NOW):
        answer = client_of(diary.world, "tongchou").post(address(matter, "arrange"), sent(matter, "arrange", **past))
        assert answer.status_code == 422
        assert "已经过去" in answer.content.decode()
        liaison = client_of(diary.world, "chengqing")
        assert liaison.post(address(matter, "withdraw"), sent(matter, "withdraw")).status_code == 303
    held = made.fixed(diary, "2026-11-26 09:00", "2026-11-26 10:30")
    with clock.fixed(moment("2026-11-26 18:00")):
        form = sent(held, "hold", text="定了三项措施。")
        assert client_of(diary.world, "mishu").post(address(held, "hold"), form).status_code == 303


def test_what_is_private_is_there_for_its_leader_and_secretary_alone(diary: Diaries) -> None:
    request = made.wanted(diary, unit=None, about="体检", necessity="", private=True)
    matter = ask(request, actor=diary.world.mishu, at=NOW, key=None)
    perform(
        "arrange",
        matter,
        actor=diary.world.mishu,
        at=NOW,
        data=times(diary.mayor, "2026-11-26 09:00", "2026-11-26 10:00"),
    )
    with clock.fixed(NOW):
        for who, status in (("mishu", 200), ("yangshizhang", 200), ("tongchou", 404), ("luofu", 404)):
            assert client_of(diary.world, who).get(address(matter)).status_code == status, who
            for path in (WEEK, "/engagements/", "/engagements/export.csv"):
                if who in ("tongchou", "luofu"):
                    answer = client_of(diary.world, who).get(path)
                    body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]  # a file is sent in pieces
                    assert "体检".encode() not in body, (who, path)
        assert "已有安排" in client_of(diary.world, "tongchou").get(WEEK).content.decode()
    assert list(iterate()) == []


def test_a_request_is_found_by_its_unit_and_not_by_another(diary: Diaries) -> None:
    made.asked(diary)
    put(list(iterate()))
    assert search("供水调度", diary.world.chengqing).found
    assert not search("供水调度", diary.world.shuiqing).found


PAGES = [
    ("tongchou", WEEK, 15), ("mishu", WEEK, 15), ("yangshizhang", "/engagements/mine/", 13), ("tongchou", "/engagements/", 13),
    ("chengqing", "/engagements/", 13), ("tongchou", "/engagements/analysis/", 15), ("chengqing", "/engagements/ask/", 13),
    ("yangshizhang", "/engagements/analysis/?since=2026-11-01&until=2026-11-30", 15), ("tongchou", "/engagements/rules/", 13),
]  # fmt: skip


def test_no_page_asks_more_questions_for_many_engagements_than_for_one(
    diary: Diaries, django_assert_max_num_queries: Any
) -> None:
    def week(hour: int) -> None:
        for day in (25, 27):
            made.fixed(diary, f"2026-11-{day} {hour:02}:00", f"2026-11-{day} {hour:02}:45")
            made.placed(diary, f"2026-11-{day} {hour:02}:15", f"2026-11-{day} {hour:02}:50", leader=diary.deputy)
        made.asked(diary, about=f"待排{hour}")

    week(9)
    with clock.fixed(NOW):
        counts = {}
        for who, path, most in PAGES:
            client = client_of(diary.world, who)
            client.get(path)
            with django_assert_max_num_queries(most) as counted:
                assert client.get(path).status_code == 200
            counts[who, path] = len(counted)
        week(15)
        for who, path, _most in PAGES:
            client = client_of(diary.world, who)
            client.get(path)
            with django_assert_max_num_queries(counts[who, path]):
                client.get(path)


@pytest.mark.parametrize("who", ["tongchou", "mishu", "chengqing", "yangshizhang"])
def test_an_engagement_s_page_asks_few_questions(diary: Diaries, who: str, django_assert_max_num_queries: Any) -> None:
    matter = made.placed(diary, "2026-11-26 09:00", "2026-11-26 10:30")
    client = client_of(diary.world, who)
    with clock.fixed(NOW):
        client.get(address(matter))
        with django_assert_max_num_queries(15):
            assert client.get(address(matter)).status_code == 200


# --- Where the time went -------------------------------------------------------------------------------------------


def test_the_analysis_tells_where_time_went_against_the_wish_and_what_would_free_hours(diary: Diaries) -> None:
    for day, kind, need in (
        (3, "meeting", "middle"),
        (4, "meeting", "low"),
        (5, "meeting", "middle"),
        (6, "research", "high"),
    ):
        at = moment(f"2026-11-0{day} 08:00") - timedelta(days=3)
        matter = made.asked(diary, f"2026-11-0{day} 09:00", at=at, kind=kind, minutes=120)
        span = times(diary.mayor, f"2026-11-0{day} 09:00", f"2026-11-0{day} 11:00", need=need)
        perform("arrange", matter, actor=diary.world.tongchou, at=at, data=span)
    refused = made.asked(diary, "2026-11-26 09:00")
    perform("decline", refused, actor=diary.world.tongchou, at=NOW, data={"why": "paper", "reason": "请书面报告"})
    secretary = client_of(diary.world, "mishu")
    with clock.fixed(NOW):
        form = {"what": "wishes", "meeting": "20", "research": "80"}
        assert secretary.post(f"/engagements/leaders/{diary.mayor.pk}/", form).status_code == 303
        assert secretary.get(f"/engagements/leaders/{diary.deputy.pk}/").status_code == 404
        page = secretary.get(
            f"/engagements/analysis/?leader={diary.mayor.pk}&since=2026-11-01&until=2026-11-30"
        ).content.decode()
        for words in ("压缩会议", "不再出席必要程度低的活动", "合并城市管理局的活动", "可以书面汇报", "75"):
            assert words in page, words
        assert secretary.get("/engagements/analysis/export.xlsx").status_code == 200
        assert secretary.get("/engagements/analysis/?since=2026-11-02&until=2026-11-01").status_code == 422
        assert client_of(diary.world, "chengqing").get("/engagements/analysis/").status_code == 404


def test_a_rule_s_new_value_has_its_paper_and_is_in_the_ledger(diary: Diaries) -> None:
    client = client_of(diary.world, "tongchou")
    form = {"key": "frequency", "value": "30", "effective_from": "2026-11-23", "source_title": "领导活动统筹办法"}
    with clock.fixed(NOW):
        assert client.post("/engagements/rules/", form).status_code == 303
        page = client.get("/engagements/rules/").content.decode()
        assert "领导活动统筹办法" in page
        assert "待确认" in page, "the others still have their defaults"
        assert client.post("/engagements/rules/", {**form, "effective_from": "2026-11-01"}).status_code == 422
        assert "统筹员设定" in client_of(diary.world, "mishu").post("/engagements/rules/", form).content.decode()
    assert Event.objects.filter(type="engagements.diary_set").count() == 1


def test_days_away_are_entered_once_and_show_on_the_sheet(diary: Diaries) -> None:
    client = client_of(diary.world, "mishu")
    made.fixed(diary, "2026-11-26 09:00", "2026-11-26 10:30")
    form = {"what": "absence", "since": "2026-11-25", "until": "2026-11-26", "reason": "赴省城参会"}
    with clock.fixed(NOW):
        assert client.post(f"/engagements/leaders/{diary.mayor.pk}/", form).status_code == 303
        assert client.post(f"/engagements/leaders/{diary.mayor.pk}/", form).status_code == 422
        page = client.get(WEEK).content.decode()
        assert page.count('<p class="week-away">赴省城参会') == 6
        assert "11月26日不在岗（赴省城参会），“冬季供水调度会”要改期" in page
