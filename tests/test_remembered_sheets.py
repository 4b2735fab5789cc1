"""Sheets, diaries, calendars, trees and rooms are drawn once for what is on them: whatever changes, the next page shows it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.template import Context, Template
from django.test import Client

from shuniu.kernel.casework.models import Matter
from shuniu.kernel.files.models import Attachment
from shuniu.kernel.organisation import tree
from shuniu.kernel.organisation.models import Person, Unit
from shuniu.kernel.web import clock, idempotency, keeping
from shuniu.kernel.workdays import Calendar
from shuniu.office.engagements.models import (
    Absence,
    Engagement,
    Leader,
    Place,
    Priority,
    RuleValue,
    Serving,
    Travel,
    WeekVersion,
)
from shuniu.office.engagements.operations import weeks
from shuniu.office.meetings.models import Facility, FeedKey, Meeting, QuietPeriod
from shuniu.office.supervision.models import Assignment
from shuniu.office.supervision.operations.dividing import divide
from tests import leaders_time as diaries
from tests import meeting_days, supervised
from tests.hotline_pages import client_of
from tests.leaders_time import NOW, Diaries
from tests.world import World, moment

pytestmark = pytest.mark.django_db
WEEK, MINE = "/engagements/week/?on=2026-11-23", "/engagements/mine/"
ONCE = re.compile(r'name="once" value="([^"]+)"')
CSRF = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    with clock.fixed(NOW):
        yield


@pytest.fixture
def diary(world: World) -> Diaries:
    return diaries.diaries(world)


def read(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def main(page: str) -> str:
    """What a page shows, without the tokens of its forms."""
    return CSRF.sub("", ONCE.sub("", page.split("<main")[1].split("</main>")[0]))


def renamed(world: World, code: str) -> None:
    Unit.objects.filter(code=code).update(name="市城市运行局", short_name="")
    tree.forget()


class Watch:
    """One reader's page: what it shows must change with every change, and with nothing else."""

    def __init__(self, client: Client, path: str) -> None:
        self.client, self.path = client, path
        self.shown = self.now()

    def now(self) -> str:
        return main(read(self.client, self.path))

    def unchanged(self) -> None:
        assert self.now() == self.shown

    def changed(self, words: str = "", gone: str = "") -> None:
        before, self.shown = self.shown, self.now()
        assert self.shown != before, words or gone
        assert words in self.shown
        assert not gone or gone not in self.shown
        self.unchanged()


# --- The week ------------------------------------------------------------------------------------------------------


def test_whatever_is_on_the_sheet_of_a_week_changes_it(diary: Diaries) -> None:
    first = diaries.fixed(diary, "2026-11-26 09:00", "2026-11-26 10:00", place=diary.hall.pk)
    second = diaries.fixed(diary, "2026-11-26 10:50", "2026-11-26 11:30", place=diary.works.pk, about="水厂调研")
    page = Watch(client_of(diary.world, "tongchou"), WEEK)
    page.unchanged()
    assert "不合适" not in page.shown
    rows, other = Engagement.objects.filter(pk=first.pk), Engagement.objects.filter(pk=second.pk)
    rows.update(starts_at=moment("2026-11-26 09:30"), ends_at=moment("2026-11-26 10:30"))
    page.changed("只隔20分钟，路程要40分钟")
    Travel.objects.update(minutes=50)
    page.changed("路程要50分钟")
    Travel.objects.all().delete()
    page.changed("路程要30分钟")
    RuleValue.objects.create(key="travel", value=15, effective_from=date(2026, 11, 1), source_title="办法")
    page.changed(gone="不合适")
    other.update(starts_at=moment("2026-11-26 10:00"), about="看水厂")
    page.changed("时间重叠")
    Place.objects.filter(pk=diary.works.pk).update(name="城西水厂")
    page.changed("城西水厂", gone="城东水厂")
    common: dict[str, Any] = {"entered_by": diary.world.people["mishu"], "entered_at": NOW}
    away = Absence.objects.create(
        leader=diary.deputy, since=date(2026, 11, 25), until=date(2026, 11, 25), reason="开会", **common
    )
    page.changed('<p class="week-away">开会')
    Absence.objects.filter(pk=away.pk).update(leader=diary.mayor, since=date(2026, 11, 26), until=date(2026, 11, 26))
    page.changed("11月26日不在岗（开会）")
    Absence.objects.all().delete()
    page.changed(gone="不在岗")
    Person.objects.filter(pk=diary.mayor.person_id).update(name="杨新市长")
    page.changed("杨新市长")
    Leader.objects.filter(pk=diary.deputy.pk).update(until=date(2026, 11, 22))
    page.changed(gone="罗副市长")
    rows.update(private=True)
    page.changed("已有安排", gone="冬季供水调度会</a>")
    other.update(starts_at=moment("2026-12-10 10:00"), ends_at=moment("2026-12-10 11:00"))
    page.changed(gone="看水厂")


def test_what_waits_beside_the_sheet_changes_it(diary: Diaries) -> None:
    page = Watch(client_of(diary.world, "tongchou"), WEEK)
    waiting = diaries.asked(diary)
    Engagement.objects.filter(pk=waiting.pk).update(
        screening=[{"key": "notice", "label": "提前", "verdict": "look", "words": "晚", "basis": ""}]
    )
    page.changed("冬季供水调度会")
    assert "规则提示1条" in page.shown
    Engagement.objects.filter(pk=waiting.pk).update(minutes=75)
    page.changed("75分钟")
    renamed(diary.world, "chengguan")
    page.changed("市城市运行局")
    Person.objects.filter(pk=diary.mayor.person_id).update(name="杨新市长")
    page.changed("→ 杨新市长")


def test_a_published_week_says_what_changed_since(diary: Diaries) -> None:
    matter = diaries.fixed(diary, "2026-11-26 09:00", "2026-11-26 10:00")
    page = Watch(client_of(diary.world, "tongchou"), WEEK)
    assert "本周尚未发布" in page.shown
    weeks.publish(date(2026, 11, 23), actor=diary.world.tongchou, at=NOW, seen=0, key="one")
    page.changed("没有变动")
    Engagement.objects.filter(pk=matter.pk).update(ends_at=moment("2026-11-26 10:15"))
    page.changed("之后有1处变动")
    weeks.publish(date(2026, 11, 23), actor=diary.world.tongchou, at=NOW, seen=1, key="two")
    page.changed("没有变动")
    assert WeekVersion.objects.count() == 2
    page.unchanged()


def test_each_reader_of_a_week_has_their_own_rights_language_and_day(diary: Diaries) -> None:
    diaries.placed(diary, "2026-11-26 09:00", "2026-11-26 10:00")
    diaries.placed(diary, "2026-11-27 09:00", "2026-11-27 10:00", leader=diary.deputy, about="副市长的会")
    Engagement.objects.update(private=True, place=None, place_note="某医院")
    movable = {"tongchou": 2, "mishu": 1, "yangshizhang": 0}
    for who in (*movable, *movable):
        page = main(read(client_of(diary.world, who), WEEK))
        assert page.count("data-card ") == movable[who], who
        assert ("发布本周安排" in page) == (who == "tongchou"), who
        assert ("某医院" in page) == (who != "tongchou"), who
    Engagement.objects.filter(leader=diary.deputy).update(place_note="某学校")
    for who, seen in (("yangshizhang", [True, False]), ("luofu", [False, True])):
        page = main(read(client_of(diary.world, who), WEEK))
        assert [word in page for word in ("某医院", "某学校")] == seen, who
    Serving.objects.create(leader=diary.deputy, person=diary.world.people["mishu"])
    assert main(read(client_of(diary.world, "mishu"), WEEK)).count("data-card ") == 2
    client = client_of(diary.world, "tongchou")
    chinese = main(read(client, WEEK))
    client.cookies["django_language"] = "en"
    assert "周一" in chinese
    assert not re.search("周一|待排|已有安排", main(read(client, WEEK)))
    client.cookies["django_language"] = "zh-hans"
    assert main(read(client, WEEK)) == chinese
    with clock.fixed(NOW + timedelta(days=1)):
        assert main(read(client, WEEK)).count("is-past") == chinese.count("is-past") + 6


@pytest.mark.parametrize("path", ["/engagements/week/?on=", "/meetings/?day=", "/meetings/month/?day="])
def test_an_empty_week_is_its_own_and_has_the_calendar_in_force(
    diary: Diaries, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_of(diary.world, "tongchou" if "week" in path else "huiwu")
    pages = [main(read(client, f"{path}{day}")) for day in ("2026-09-28", "2026-10-05", "2026-11-02")]
    assert len(set(pages)) == 3
    assert "国庆" in pages[1]
    for module in ("engagements.queries.week", "meetings.queries.calendar"):
        monkeypatch.setattr(f"shuniu.office.{module}.current_calendar", lambda: UNKNOWN)
    assert main(read(client, f"{path}2026-10-05")) != pages[1]


UNKNOWN = Calendar()
"""Before any notice: the days off around a holiday are not known."""


def test_every_display_of_a_form_has_its_own_tokens(diary: Diaries) -> None:
    diaries.placed(diary, "2026-11-23 14:00", "2026-11-23 15:00")
    one, other = client_of(diary.world, "tongchou"), client_of(diary.world, "tongchou")
    for path, clients in ((WEEK, (one, one, other)), (MINE, (client_of(diary.world, "yangshizhang"),) * 3)):
        pages = [read(client, path) for client in clients]
        tokens = [ONCE.findall(page) for page in pages]
        every = [token for page in tokens for token in page]
        assert len(tokens[0]) >= 2
        assert len(set(every)) == len(every), path
        assert all(len(set(CSRF.findall(page.split("<main")[1]))) == 1 for page in pages), path
        assert len({CSRF.findall(page)[0] for page in pages}) == 3, path
    begin = read(one, WEEK).split('action="/engagements/week/fix/"')[1]
    assert idempotency.key_of(ONCE.findall(begin)[0], "engagements.fix")
    form = {"monday": "2026-11-23", "once": ONCE.findall(begin)[0]}
    assert one.post("/engagements/week/fix/", form).status_code == 303
    assert Matter.objects.get().state == "arranged"


def test_whatever_a_line_of_the_list_shows_changes_it(diary: Diaries) -> None:
    matter = diaries.asked(diary)
    page = Watch(client_of(diary.world, "tongchou"), "/engagements/")
    Engagement.objects.filter(pk=matter.pk).update(about="供水调度")
    page.changed("供水调度")
    Matter.objects.filter(pk=matter.pk).update(due_at=NOW + timedelta(hours=2))
    page.changed("light--amber")
    with clock.fixed(NOW + timedelta(hours=3)):
        page.changed("light--red")
    page.changed("light--amber")
    renamed(diary.world, "chengguan")
    page.changed("市城市运行局")
    Person.objects.filter(pk=diary.mayor.person_id).update(name="杨新市长")
    page.changed("杨新市长")
    assert len(re.findall("杨新市长", page.shown)) == 2, "in its line and among the filter's choices"
    diaries.asked(diary, about="另一项")
    page.changed("另一项")
    found = main(read(page.client, "/engagements/?q=供水"))
    assert "另一项" not in found
    assert not any("q=%E4%BE%9B%E6%B0%B4" in repr(piece) for piece in _drawn())
    page.client.cookies["django_language"] = "en"
    page.changed(gone="申请单位")


def _drawn() -> list[object]:
    return [*keeping.DRAWN._young.values(), *keeping.DRAWN._old.values()]


# --- A leader's own pages ------------------------------------------------------------------------------------------


def test_whatever_is_in_a_diary_changes_the_leader_s_page(diary: Diaries) -> None:
    matter = diaries.placed(diary, "2026-11-23 14:00", "2026-11-23 15:00", place=diary.hall.pk)
    page = Watch(client_of(diary.world, "yangshizhang"), MINE)
    rows = Engagement.objects.filter(pk=matter.pk)
    rows.update(about="供水调度")
    page.changed("供水调度")
    rows.update(ends_at=moment("2026-11-23 15:30"))
    page.changed("15:30")
    Place.objects.filter(pk=diary.hall.pk).update(name="新会议中心")
    page.changed("新会议中心")
    renamed(diary.world, "chengguan")
    page.changed("市城市运行局")
    paper = Attachment.objects.create(
        matter_id=matter.pk, name="提纲.txt", kind="txt", content_type="text/plain", size=1, sha256="0", received_sha256="0",
        storage_key="x", uploaded_at=NOW,
    )  # fmt: skip
    page.changed("提纲.txt")
    Attachment.objects.filter(pk=paper.pk).update(name="新提纲.txt")
    page.changed("新提纲.txt")
    diaries.fixed(diary, "2026-11-23 15:40", "2026-11-23 16:00", place=diary.works.pk, about="水厂调研")
    page.changed("路程要40分钟")
    Travel.objects.all().delete()
    page.changed("路程要30分钟")
    RuleValue.objects.create(key="travel", value=20, effective_from=date(2026, 11, 1), source_title="办法")
    page.changed("路程要20分钟")
    page.client.cookies["django_language"] = "en"
    page.changed(gone="路程要")
    page.client.cookies["django_language"] = "zh-hans"
    page.changed("路程要20分钟")
    RuleValue.objects.update(value=5)
    page.changed(gone="路程要")
    with clock.fixed(NOW + timedelta(days=1)):
        page.changed("今天没有安排活动", gone="供水调度")
    page.changed("供水调度")


def test_an_empty_diary_has_its_day_and_its_leaders(diary: Diaries) -> None:
    Serving.objects.create(leader=diary.deputy, person=diary.world.people["mishu"])
    page = Watch(client_of(diary.world, "mishu"), MINE)
    with clock.fixed(NOW + timedelta(days=1)):
        page.changed("11月24日")
    page.changed("11月23日")
    Person.objects.filter(pk=diary.mayor.person_id).update(name="杨新市长")
    page.changed("杨新市长、罗副市长")


def test_a_diary_is_its_own_leader_s(diary: Diaries) -> None:
    diaries.placed(diary, "2026-11-23 14:00", "2026-11-23 15:00")
    assert "冬季供水调度会" in read(client_of(diary.world, "yangshizhang"), MINE)
    assert "冬季供水调度会" not in read(client_of(diary.world, "luofu"), MINE)
    assert "冬季供水调度会" in read(client_of(diary.world, "mishu"), MINE)
    Serving.objects.all().delete()
    assert "冬季供水调度会" not in read(client_of(diary.world, "mishu"), MINE)


def test_whatever_is_set_of_a_leader_changes_their_settings(diary: Diaries) -> None:
    path = f"/engagements/leaders/{diary.mayor.pk}/"
    page = Watch(client_of(diary.world, "mishu"), path)
    common: dict[str, Any] = {"entered_by": diary.world.people["mishu"], "entered_at": NOW}
    Absence.objects.create(
        leader=diary.mayor, since=date(2026, 11, 25), until=date(2026, 11, 26), reason="出差", **common
    )
    page.changed("撤销")
    Absence.objects.update(reason="休假")
    page.changed("休假")
    Priority.objects.create(leader=diary.mayor, kind="meeting", weight=37, since=date(2026, 11, 1))
    page.changed('value="37"')
    Leader.objects.filter(pk=diary.mayor.pk).update(title="代市长")
    page.changed("代市长")
    with clock.fixed(moment("2026-11-26 09:00")):
        page.changed("提前返岗")
    page.changed("撤销")
    typed = page.client.post(path, {"what": "absence", "since": "2026-11-25", "until": "2026-11-24", "reason": "探亲"})
    assert typed.status_code == 422
    assert "探亲" in typed.content.decode()
    page.unchanged()
    assert not any("探亲" in repr(piece) for piece in _drawn())


# --- Meetings ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["", "month/"])
def test_whatever_is_in_the_calendar_changes_it(world: World, path: str) -> None:
    matter = meeting_days.noticed(world)
    page = Watch(client_of(world, "huiwu"), f"/meetings/{path}?day=2026-11-26")
    rows = Meeting.objects.filter(pk=matter.pk)
    rows.update(title="防汛工作会议")
    page.changed("防汛工作会议")
    rows.update(starts_at=moment("2026-11-26 09:15"))
    page.changed("09:15")
    rows.update(day=date(2026, 11, 27))
    page.changed()
    QuietPeriod.objects.create(title="无会周", since="2026-11-23", until="2026-11-25", source="文件")
    page.changed("无会周")
    if not path:
        Facility.objects.update(name="二号会议室")
        page.changed("二号会议室")
        renamed(world, "chengguan")
        page.changed("市城市运行局")
    with clock.fixed(NOW + timedelta(days=1)):
        page.changed()
    page.client.cookies["django_language"] = "en"
    page.changed(gone="上一周" if not path else "上个月")
    other = main(read(client_of(world, "shuihui"), page.path))
    assert "防汛工作会议" in other
    Meeting.objects.filter(pk=matter.pk).update(title="另一个会")
    assert "另一个会" in main(read(client_of(world, "shuihui"), page.path))
    stranger = client_of(world, "tiju")
    assert stranger.get(page.path).status_code == 404 or "另一个会" not in main(read(stranger, page.path))


def test_the_list_of_rooms_says_which_are_in_use_now(world: World) -> None:
    meeting_days.noticed(world)
    page = Watch(client_of(world, "huiwu"), "/meetings/rooms/")
    assert "空闲" in page.shown
    with clock.fixed(meeting_days.STARTS + timedelta(minutes=20)):
        page.changed("使用中", gone="空闲")
    page.changed("空闲")
    Facility.objects.update(closed_on=date(2026, 11, 1))
    page.changed("已停用")
    assert "登记会议室或设备" not in main(read(client_of(world, "chenghui"), page.path))


def test_whatever_a_room_is_and_has_changes_its_page(world: World) -> None:
    matter = meeting_days.noticed(world)
    room = Facility.objects.get()
    page = Watch(client_of(world, "huiwu"), f"/meetings/rooms/{room.pk}/")
    assert '09:00</b>–<span class="num">11:00' in page.shown
    Matter.objects.filter(pk=matter.pk).update(title="防汛工作会议")
    page.changed("防汛工作会议")
    reader = main(read(client_of(world, "chenghui"), page.path))
    assert "已占用" in reader
    assert "防汛工作会议" not in reader
    assert "门牌日历" not in reader
    meeting_days.scheduled(world, room=room, starts=moment("2026-11-27 09:00"), ends=moment("2026-11-27 10:00"))
    page.changed("10:00")
    Facility.objects.update(seats=55, note="有台阶", place="三楼")
    page.changed("有台阶")
    FeedKey.objects.create(facility=room, made_at=NOW)
    page.changed("feed-address")
    FeedKey.objects.update(version=7)
    page.changed()
    with clock.fixed(moment("2026-11-27 08:00")):
        page.changed(gone="防汛工作会议")


# --- Supervision ---------------------------------------------------------------------------------------------------


def test_whatever_is_in_a_tree_changes_it(world: World) -> None:
    parent = supervised.approved(world, leader=world.people["yangshizhang"].pk)
    parts = [supervised.facts(title=f"第{at}件", unit=world.unit("chengguan")) for at in range(2)]
    first, _second = divide(parent, parts, actor=world.dudu, at=supervised.MONDAY, key="tree")
    page = Watch(client_of(world, "dudu"), "/supervision/tree/")
    assert [word in page.shown for word in ("第0件", "第1件", "0 / 2")] == [True] * 3
    rows, own = Matter.objects.filter(pk=first.pk), Assignment.objects.filter(pk=first.pk)
    rows.update(title="换个名称")
    page.changed("换个名称")
    rows.update(due_at=NOW + timedelta(days=30))
    page.changed("light--green")
    with clock.fixed(NOW + timedelta(days=31)):
        page.changed("light--red", gone="light--green")
    page.changed("light--green")
    own.update(colour="orange")
    page.changed("橙")
    renamed(world, "chengguan")
    page.changed("市城市运行局")
    Assignment.objects.filter(pk=parent.pk).update(children={first.number: True})
    page.changed("1 / 1", gone="第1件")
    narrowed = main(read(page.client, f"/supervision/tree/?root={first.number}"))
    assert "换个名称" in narrowed
    assert parent.title not in narrowed
    page.unchanged()
    assert "换个名称" not in main(read(client_of(world, "shuidu"), "/supervision/tree/"))
    page.client.cookies["django_language"] = "en"
    page.changed(gone="已销号")


def test_whatever_is_on_the_axis_of_time_changes_it(world: World) -> None:
    matter = supervised.assigned(world)
    page = Watch(client_of(world, "dudu"), "/supervision/axis/")
    rows, own = Matter.objects.filter(pk=matter.pk), Assignment.objects.filter(pk=matter.pk)
    rows.update(title="换个名称")
    page.changed("换个名称")
    own.update(deadline=date(2027, 1, 15))
    page.changed("2027年1月15日")
    own.update(milestones=[{"title": "开工", "due": "2026-12-20"}])
    page.changed("开工")
    own.update(milestones=[{"title": "开工", "due": "2026-12-20", "done": "2026-12-19"}])
    page.changed("is-done")
    renamed(world, "chengguan")
    page.changed("市城市运行局")
    due = Matter.objects.get(pk=matter.pk).due_at
    assert due is not None
    with clock.fixed(due + timedelta(hours=1)):
        page.changed("light--red")
    page.changed()
    assert "换个名称" not in main(read(client_of(world, "shuidu"), "/supervision/axis/"))
    page.client.cookies["django_language"] = "en"
    page.changed(gone="时间轴")


# --- Forms in what is kept -----------------------------------------------------------------------------------------

FORMS = Template(
    "{% load ui %}{% kept name %}<h1>{{ name }}</h1>{% kept name %}{% sendform action='/a/' scope='one.form' %}"
    "{{ name }}{% endsendform %}{% endkept %}{% csrf_token %}{% once_token 'other' %}{% endkept %}"
)


def test_tokens_are_filled_anew_in_parts_that_are_drawn_once_also_within_others() -> None:
    first, second = (FORMS.render(Context({"name": "甲<", "csrf_token": token})) for token in ("aaa", "bbb&"))
    assert first.count("aaa") == 2
    assert second.count("bbb&amp;") == 2
    assert "aaa" not in second
    tokens = [ONCE.findall(page) for page in (first, second)]
    assert all(len(page) == 2 for page in tokens)
    assert len({*tokens[0], *tokens[1]}) == 4
    assert idempotency.key_of(tokens[1][0], "one.form")
    assert idempotency.key_of(tokens[1][1], "other")
    assert "<h1>甲&lt;</h1>" in second
    assert "[" not in second
