"""The pages of meetings: who sees what, how many questions each asks, what a doubled form does; and the calendars to subscribe to."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from shuniu.kernel.files.receiving import attachments_of
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.models import RoleHolding
from shuniu.kernel.web import clock, idempotency
from shuniu.kernel.web.ics import Calendar, Event, escaped, folded, text_of
from shuniu.office.meetings.models import AgendaItem, Facility, Invitation, Meeting, QuietPeriod
from shuniu.office.meetings.operations import inviting, registers
from shuniu.office.meetings.operations.requesting import request
from shuniu.office.meetings.operations.stepping import perform
from shuniu.office.meetings.queries import feeds
from shuniu.office.meetings.queries.seeing import seen, seen_one_by_one
from tests import meeting_days as made
from tests.calendars import independent
from tests.hotline_pages import client_of
from tests.world import World, moment

pytestmark = pytest.mark.django_db
NOW = moment("2026-11-23 10:00")
MOST = 15


def once(scope: str, **data: Any) -> dict[str, Any]:
    return {"once": idempotency.new_token(scope), **data}


def read(client: Client, path: str, status: int = 200) -> str:
    with clock.fixed(NOW):
        answer = client.get(path)
    assert answer.status_code == status, path
    return answer.content.decode()


def test_strangers_meet_404_and_those_invited_see_it_once_they_are_told(world: World) -> None:
    matter = made.invited(world)
    bureau = client_of(world, "shuihui")
    assert bureau.get(made.address(matter)).status_code == 404, "nobody has told them yet"
    perform("notify", matter, actor=world.huiwu, at=NOW)
    for username in ("shuihui", "yangshizhang", "chengju", "chenghui", "chengfu", "huiwu", "huizhang"):
        assert client_of(world, username).get(made.address(matter)).status_code == 200, username
    for username in ("hanwai", "liwen", "tiju"):
        for path in ("", "do/notify/", "minutes.pdf", "sign/"):
            assert client_of(world, username).get(made.address(matter, path)).status_code == 404, (username, path)
    assert client_of(world, "huiwu").get("/meetings/HY2026-9999/").status_code == 404


def test_papers_are_for_those_of_the_item(world: World, django_assert_max_num_queries: Any) -> None:
    matter = made.invited(world, names=("杨市长",))
    inviting.invite(matter, ["水局", "田局"], "attending", actor=world.huiwu, at=NOW)
    paper = SimpleUploadedFile("方案.pdf", PDF, "application/pdf")
    made.item_of(world, matter, files=[paper], units=(world.unit("shuiwu"),))
    perform("notify", matter, actor=world.huiwu, at=NOW)
    (kept,) = attachments_of(matter.pk)
    path = made.address(matter, f"files/{kept.pk}/")
    seen = {name: client_of(world, name).get(path).status_code
            for name in ("yangshizhang", "shuiju", "tiju", "chenghui", "shuihui", "huiwu", "hanwai", "tiwen")}  # fmt: skip
    assert seen == {"yangshizhang": 200, "shuiju": 200, "tiju": 404, "chenghui": 200, "shuihui": 200, "huiwu": 200,
                    "hanwai": 404, "tiwen": 404}  # fmt: skip
    assert "材料只供本议题的参会人员查看" in read(client_of(world, "tiju"), made.address(matter))
    for who, most in (("huiwu", MOST), ("tiju", MOST + 3)):
        client = client_of(world, who)
        read(client, made.address(matter))
        with django_assert_max_num_queries(most), clock.fixed(NOW):
            client.get(made.address(matter))


PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)


@pytest.mark.parametrize("path", ["", "month/", "all/", "mine/", "plan/", "rooms/", "limits/", "request/"])
def test_lists_are_empty_in_words_and_do_not_grow(world: World, path: str, django_assert_max_num_queries: Any) -> None:
    client = client_of(world, "huiwu")
    assert re.search("没有|还没|请选择", read(client, f"/meetings/{path}"))
    made.noticed(world)
    for hour in range(4):
        starts = made.STARTS + timedelta(days=1, hours=2 * hour)
        made.scheduled(world, starts=starts, ends=starts + timedelta(hours=1))
    read(client, f"/meetings/{path}")
    with django_assert_max_num_queries(MOST), clock.fixed(NOW):
        assert client.get(f"/meetings/{path}?day=2026-11-26").status_code == 200


@pytest.mark.parametrize("who", ["huiwu", "chenghui", "yangshizhang"])
def test_no_page_asks_more_questions_for_many_meetings_than_for_one(
    world: World, who: str, django_assert_max_num_queries: Any
) -> None:
    made.noticed(world)
    client, counts = client_of(world, who), {}
    room = Facility.objects.get().pk
    paths = [f"/meetings/{path}?day=2026-11-26" for path in ("", "month/", "all/", "rooms/", f"rooms/{room}/")]
    with clock.fixed(NOW):
        for path in paths:
            client.get(path)
            with django_assert_max_num_queries(MOST) as caught:
                assert client.get(path).status_code == 200, path
            counts[path] = len(caught)
        for hour in range(8):
            starts = made.STARTS + timedelta(days=1, hours=hour)
            made.noticed(world, starts=starts, ends=starts + timedelta(minutes=45))
        for path in paths:
            client.get(path)
            with django_assert_max_num_queries(counts[path]):
                client.get(path)


def test_what_one_reader_was_drawn_no_other_reader_sees_and_a_change_is_seen_at_once(world: World) -> None:
    matter = made.noticed(world)
    RoleHolding.objects.create(person=world.people["hanwai"], role="meetings.liaison", unit=world.units["tiyu"])
    paths = [f"/meetings/{path}?day=2026-11-26" for path in ("", "month/", "all/")]
    for path in paths:
        assert matter.title in read(client_of(world, "huiwu"), path)
        assert matter.title not in read(client_of(world, "hanwai"), path)
    perform("cancel", matter, actor=world.huiwu, at=NOW, data={"reason": "另行通知。"})
    for path in paths[:2]:
        assert "entry--off" in read(client_of(world, "huiwu"), path)
    assert "已取消" in read(client_of(world, "huiwu"), paths[2])


def test_the_calendar_shows_what_i_may_see_and_days_of_rest(world: World) -> None:
    QuietPeriod.objects.create(title="12月无会周", since="2026-12-21", until="2026-12-25", source=made.SOURCE)
    made.noticed(world)
    request(made.wanted(title="水务局的会"), unit=world.unit("shuiwu"), actor=world.shuihui, at=NOW)
    page = read(client_of(world, "chenghui"), "/meetings/?day=2026-11-26")
    assert "排水防涝工作会议" in page
    assert "水务局的会" not in page
    assert "一号会议室" in page
    assert "12月无会周" in read(client_of(world, "chenghui"), "/meetings/month/?day=2026-12-01")
    assert "元旦" in read(client_of(world, "chenghui"), "/meetings/?day=2027-01-01")
    assert read(client_of(world, "chenghui"), "/meetings/?day=9999-99-99")


def test_leaders_have_the_whole_calendar_and_no_more(world: World) -> None:
    """Every meeting in every list; not the papers of an item that is not theirs, not minutes that nobody approved."""
    matter = made.invited(world, names=("成局",))
    paper = SimpleUploadedFile("方案.pdf", PDF, "application/pdf")
    made.item_of(world, matter, files=[paper])
    perform("notify", matter, actor=world.huiwu, at=NOW)
    (kept,) = attachments_of(matter.pk)
    request(made.wanted(title="水务局的会"), unit=world.unit("shuiwu"), actor=world.shuihui, at=NOW)
    for who in ("yangshizhang", "mishu"):
        client = client_of(world, who)
        for path in ("?day=2026-11-26", "month/?day=2026-11-26", "all/"):
            page = read(client, f"/meetings/{path}")
            assert ["排水防涝工作会议" in page, "水务局的会" in page] == [True, True], (who, path)
        assert "材料只供本议题的参会人员查看" in read(client, made.address(matter))
        read(client, made.address(matter, f"files/{kept.pk}/"), 404)
        read(client, made.address(matter, "seats/"), 404)
        assert "水务局的会" not in read(client, "/meetings/mine/")
    with clock.fixed(made.STARTS):
        assert "今日会议" not in client_of(world, "yangshizhang").get("/desk/").content.decode(), (
            "none of them is the mayor's"
        )
    held = made.held(world, title="城市管理局的会", starts=moment("2026-11-27 09:00"), ends=moment("2026-11-27 10:00"))
    data = {"title": "纪要", "text": made.TEXT, "present": "", "absent": "", "attending": ""}
    perform("draft_minutes", held, actor=world.huiwu, at=moment("2026-11-27 10:00"), data=data)
    assert client_of(world, "yangshizhang").get(made.address(held, "minutes.pdf")).status_code == 404
    assert client_of(world, "huizhang").get(made.address(held, "minutes.pdf")).status_code == 200


def test_what_is_seen_of_a_few_is_what_is_seen_of_all(world: World) -> None:
    made.noticed(world)
    called = made.planned(world)
    perform("collect", called, actor=world.huiwu, at=NOW,
            data={"units": [world.unit("tiyu")], "until": made.STARTS.isoformat()})  # fmt: skip
    request(made.wanted(title="水务局的会"), unit=world.unit("shuiwu"), actor=world.shuihui, at=NOW)
    RoleHolding.objects.create(person=world.people["hanwai"], role="meetings.liaison", unit=world.units["tiyu"])

    def near(actor: Actor) -> set[int]:
        return set(Meeting.objects.filter(seen_one_by_one(actor)).values_list("pk", flat=True))

    for username in world.people:
        actor = world.actor(username)
        assert near(actor) == set(seen(actor).values_list("pk", flat=True)), username
    assert near(world.hanwai) == {called.pk}


def test_a_request_over_the_cap_keeps_what_was_typed(world: World) -> None:
    made.cap_of(klass="topic", per_year=1)
    made.requested(world)
    client = client_of(world, "chenghui")
    form = once(
        "meetings.request", unit=world.unit("chengguan"), title="再开一次的会", klass="topic", purpose="研究",
        not_a_paper="decide", starts="2026-11-26T09:00", ends="2026-11-26T10:00", people=10, budget=0,
    )  # fmt: skip
    with clock.fixed(NOW):
        answer = client.post("/meetings/request/", form)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "没有剩余" in page
    assert "已用 1 次，还剩 0 次" in page
    assert "再开一次的会" in page
    with clock.fixed(NOW):
        assert client.post("/meetings/request/", {**form, "klass": "seminar"}).status_code == 303
        assert client.post("/meetings/request/", {**form, "klass": "seminar"}).status_code == 303, "a second click"
    assert Meeting.objects.filter(title="再开一次的会").count() == 1


def test_every_step_has_a_form_that_opens(world: World) -> None:
    matter = made.requested(world)
    for name, step, who in (
        ("amend", "amend", "chenghui"), ("endorse", "endorse", "chengfu"), ("withdraw", "withdraw", "chenghui"),
    ):  # fmt: skip
        assert "<form" in read(client_of(world, who), made.address(matter, f"do/{step}/")), name
    perform("endorse", matter, actor=world.chengfu, at=NOW)
    made.cap_of(per_year=5)
    assert "各类会议合计：限额 5 次，其他会议已用 0 次" in read(client_of(world, "huizhang"), made.address(matter))
    perform("approve", matter, actor=world.huizhang, at=NOW)
    made.room_of(world)
    page = read(client_of(world, "huiwu"), made.address(matter, "do/schedule/"))
    assert "一号会议室（40座）" in page
    with clock.fixed(NOW):
        sent = made.sent(matter, "schedule", starts="2026-11-26T09:00", ends="2026-11-26T11:00",
                         room=Facility.objects.get().pk)  # fmt: skip
        assert client_of(world, "huiwu").post(made.address(matter, "do/schedule/"), sent).status_code == 303
    assert Meeting.objects.get(pk=matter.pk).facilities == [Facility.objects.get().pk]
    assert client_of(world, "huiwu").get(made.address(matter, "do/nonsense/")).status_code == 404


def test_an_invitation_is_answered_with_one_press(world: World) -> None:
    matter = made.noticed(world)
    row = Invitation.objects.get(matter=matter, person=world.people["chengju"])
    client = client_of(world, "chengju")
    assert "参加" in read(client, "/meetings/mine/")
    with clock.fixed(NOW):
        answer = client.post(
            made.address(matter, f"people/{row.pk}/reply/"), once("meetings.reply", reply="yes", back="mine")
        )
    assert answer.headers["Location"] == "/meetings/mine/"
    row.refresh_from_db()
    assert row.reply == "yes"
    with clock.fixed(NOW):
        wrong = client.post(
            made.address(matter, f"people/{row.pk}/reply/"), once("meetings.reply", reply="no", reason="")
        )
    assert wrong.status_code == 422
    assert "请假的，请填写理由" in wrong.content.decode()


def test_the_section_runs_the_list_the_seats_and_the_door(world: World) -> None:
    matter = made.invited(world)
    client = client_of(world, "huiwu")
    with clock.fixed(NOW):
        sent = once("meetings.invite", names="成局\n田局", part="attending")
        answer = client.post(made.address(matter, "people/"), sent, follow=True).content.decode()
        assert "成局已在名单中" in answer
        assert (
            "没有找到“谁”"
            in client.post(
                made.address(matter, "people/"), once("meetings.invite", names="谁", part="present")
            ).content.decode()
        )
    item = made.item_of(world, matter)
    assert item.status == AgendaItem.Status.ACCEPTED
    perform("notify", matter, actor=world.huiwu, at=NOW)
    assert "座次表" in read(client, made.address(matter, "seats/"))
    code = Meeting.objects.get(pk=matter.pk).code
    assert code in read(client, made.address(matter, "code/"))
    assert read(client, made.address(matter, "code.svg")).startswith("<?xml")
    assert client_of(world, "chengju").get(made.address(matter, "code/")).status_code == 404
    phone = client_of(world, "chengju")
    with clock.fixed(made.STARTS):
        assert phone.post(made.address(matter, "sign/"), once("meetings.sign", code=code)).status_code == 303
        assert "已签到" in phone.get(made.address(matter, "sign/")).content.decode()
        rows = [row.pk for row in Invitation.objects.filter(matter=matter)]
        assert client.post(made.address(matter, "list/"), once("meetings.sign_list", here=rows)).status_code == 303
    assert Invitation.objects.filter(matter=matter, signed_at=None).count() == 0


def test_minutes_are_drafted_from_the_agenda_and_printed(world: World) -> None:
    matter = made.invited(world)
    made.item_of(world, matter)
    perform("notify", matter, actor=world.huiwu, at=NOW)
    with clock.fixed(made.ENDS):
        perform("finish", matter, actor=world.huiwu, at=made.ENDS, data={"ended": made.ENDS.isoformat()})
        draft = client_of(world, "huiwu").get(made.address(matter, "do/draft-minutes/")).content.decode()
        assert "※ （写明议定什么）｜城市管理局｜2026-12-31" in draft
        sent = made.sent(matter, "draft_minutes", title="纪要", text="※ 完成改造")
        answer = client_of(world, "huiwu").post(made.address(matter, "do/draft-minutes/"), sent)
        assert answer.status_code == 422
        assert "没有牵头单位" in answer.content.decode()
    perform("draft_minutes", matter, actor=world.huiwu, at=made.ENDS, data={"title": "纪要", "text": made.TEXT})
    assert client_of(world, "chengju").get(made.address(matter, "minutes.pdf")).status_code == 404, "not approved yet"
    perform("approve_minutes", matter, actor=world.huizhang, at=made.ENDS)
    perform("send_minutes", matter, actor=world.huiwu, at=made.ENDS)
    with clock.fixed(made.ENDS):
        answer = client_of(world, "chengju").get(made.address(matter, "minutes.pdf"))
        assert "转为督查事项" in client_of(world, "huiwu").get(made.address(matter)).content.decode()
    assert answer.content.startswith(b"%PDF")


def test_registers_save_and_refuse_in_words(world: World) -> None:
    clerk, director = client_of(world, "huiwu"), client_of(world, "huizhang")
    room = {"kind": "room", "name": "三号会议室", "seats": 20, "columns": 6, "unit": world.unit("meetings_section")}
    cap = {"klass": "topic", "source": made.SOURCE, "effective_from": "2026-01-01"}
    line = {
        "unit": world.unit("chengguan"),
        "year": 2027,
        "month": 3,
        "title": "年会",
        "klass": "topic",
        "people": 9,
        "hours": 2,
        "budget": 0,
    }
    with clock.fixed(NOW):
        assert clerk.post("/meetings/rooms/new/", once("meetings.room", **room)).status_code == 303
        assert "已经有这个名称" in clerk.post("/meetings/rooms/new/", once("meetings.room", **room)).content.decode()
        assert clerk.get("/meetings/limits/new/").status_code == 404
        assert "至少填写一项" in director.post("/meetings/limits/new/", once("meetings.cap", **cap)).content.decode()
        assert director.post("/meetings/limits/new/", once("meetings.cap", **cap, per_year=3)).status_code == 303
        quiet = once("meetings.quiet", title="无会周", since="2026-12-25", until="2026-12-21", source="x")
        assert "结束日期早于" in clerk.post("/meetings/limits/quiet/new/", quiet).content.decode()
        unit = client_of(world, "chenghui")
        assert unit.post("/meetings/plan/new/", once("meetings.plan", **line)).status_code == 303
        assert "年会" in unit.get("/meetings/plan/?year=2027").content.decode()
        assert "年会" not in client_of(world, "shuihui").get("/meetings/plan/?year=2027").content.decode()
        assert clerk.get(f"/meetings/rooms/{Facility.objects.get().pk}/").status_code == 200
        assert clerk.get("/meetings/all/export.csv").status_code == 200


# --- Calendars to subscribe to -------------------------------------------------------------------------------------


def parsed(text: str) -> list[dict[str, str]]:
    """A strict reader: CRLF, at most 75 octets a line, unfolded, every component closed; the events as name → value."""
    assert text.endswith("\r\n")
    raw = text[:-2].split("\r\n")
    assert all(len(line.encode()) <= 75 and "\n" not in line and "\r" not in line for line in raw)
    lines: list[str] = []
    for line in raw:
        if line.startswith(" "):
            lines[-1] += line[1:]
        else:
            lines.append(line)
    open_: list[str] = []
    events: list[dict[str, str]] = []
    for line in lines:
        name, colon, value = line.partition(":")
        assert colon == ":"
        assert re.fullmatch(r"[A-Z-]+(;[A-Z-]+=[^;:,]+)*", name), line
        if name == "BEGIN":
            open_.append(value)
            if value == "VEVENT":
                events.append({})
        elif name == "END":
            assert open_.pop() == value
        elif open_[-1] == "VEVENT":
            assert name.partition(";")[0] not in {one.partition(";")[0] for one in events[-1]}, "once each"
            events[-1][name] = value
    assert open_ == []
    assert lines[0] == "BEGIN:VCALENDAR"
    again = independent(text)
    assert [(one["UID"], one["STATUS"], one["SEQUENCE"]) for one in events] == [
        (one["uid"], one["status"], str(one["sequence"])) for one in again
    ], "a reader that is not ours reads the same"
    return events


def test_lines_are_folded_and_signs_escaped_as_the_standard_says() -> None:
    title = "研究；防汛, 抗旱;\\ 和\n排水" + "很长的题目" * 30 + "👍"
    starts = datetime.fromisoformat("2026-11-26T09:00:00+08:00")
    text = text_of(Calendar("会议", "Shuniu", (Event("1@x", starts, starts + timedelta(hours=2), title, starts),)))
    (event,) = parsed(text)
    assert event["SUMMARY"] == escaped(title)
    assert event["SUMMARY"].startswith("研究；防汛\\, 抗旱\\;\\\\ 和\\n排水")
    assert event["DTSTART;TZID=Asia/Shanghai"] == "20261126T090000"
    assert list(folded("a" * 75)) == ["a" * 75]
    assert "BEGIN:VTIMEZONE\r\nTZID:Asia/Shanghai\r\n" in text


def test_the_feed_follows_changes_and_cancelling_without_doubles(world: World) -> None:
    key = registers.renew_feed(person=world.people["chengju"].pk, actor=world.chengju, at=NOW)
    matter = made.invited(world)
    assert feeds.of_person(world.people["chengju"].pk, NOW) == [], "not told yet"
    perform("notify", matter, actor=world.huiwu, at=NOW)
    path = f"/meetings/feed/{feeds.token_of(key)}.ics"
    first = subscribed(path)
    later = {"starts": moment("2026-11-27 14:00").isoformat(), "ends": moment("2026-11-27 15:00").isoformat(),
             "facilities": [], "place": "市民中心", "reason": "调整"}  # fmt: skip
    perform("change", matter, actor=world.huiwu, at=NOW, data=later)
    second = subscribed(path)
    perform("cancel", matter, actor=world.huiwu, at=NOW, data={"reason": "合并"})
    third = subscribed(path)
    assert [one[0]["UID"] for one in (first, second, third)] == [f"{matter.number}@meetings.shuniu"] * 3
    assert [one[0]["SEQUENCE"] for one in (first, second, third)] == ["0", "1", "2"]
    assert [one[0]["STATUS"] for one in (first, second, third)] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert second[0]["DTSTART;TZID=Asia/Shanghai"] == "20261127T140000"
    assert second[0]["LOCATION"] == "市民中心"


def subscribed(path: str) -> list[dict[str, str]]:
    cache.clear()
    with clock.fixed(NOW):
        answer = Client().get(path)
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    return parsed(answer.content.decode())


def test_a_client_that_asks_every_second_is_told_when_to_come_again(world: World) -> None:
    cache.clear()
    key = registers.renew_feed(person=world.people["chengju"].pk, actor=world.chengju, at=NOW)
    path, client = f"/meetings/feed/{feeds.token_of(key)}.ics", Client()
    codes = []
    tag = ""
    for second in range(20):
        with clock.fixed(NOW + timedelta(seconds=second)):
            answer = client.get(path, headers={"If-None-Match": tag} if tag else {})
        tag = answer.headers.get("ETag", tag)
        codes.append(answer.status_code)
    assert codes[:2] == [200, 304]
    assert codes[-1] == 429
    assert int(answer.headers["Retry-After"]) > 0


def test_a_renewed_address_ends_the_old_one_and_a_room_tells_no_title(world: World) -> None:
    cache.clear()
    key = registers.renew_feed(person=world.people["chengju"].pk, actor=world.chengju, at=NOW)
    old = f"/meetings/feed/{feeds.token_of(key)}.ics"
    registers.renew_feed(person=world.people["chengju"].pk, actor=world.chengju, at=NOW)
    assert Client().get(old).status_code == 404
    assert Client().get("/meetings/feed/1-1.forged.ics").status_code == 404
    made.noticed(world)
    room = registers.renew_feed(facility=Facility.objects.get().pk, actor=world.huiwu, at=NOW)
    (event,) = subscribed(f"/meetings/feed/{feeds.token_of(room)}.ics")
    assert event["SUMMARY"] == "城市管理局会议"
    with clock.fixed(NOW):
        assert client_of(world, "chengju").post("/meetings/mine/feed/", once("meetings.renew")).status_code == 303
        assert "/meetings/feed/" in client_of(world, "chengju").get("/meetings/mine/").content.decode()
