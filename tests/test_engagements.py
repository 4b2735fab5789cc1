"""A leader's time: asked for, screened, placed, fixed once and never twice, changed, declined; whoever it is whose diary it is."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from shuniu.kernel.audit.verification import verify
from shuniu.kernel.casework.case import NotAllowed, StepRefused
from shuniu.kernel.casework.models import Matter
from shuniu.kernel.casework.rebuilding import differences
from shuniu.kernel.casework.taking import StaleMatter
from shuniu.kernel.law.limits import current_calendar
from shuniu.kernel.notifications.models import Notice
from shuniu.kernel.organisation.models import Delegation
from shuniu.office.engagements import notices
from shuniu.office.engagements.guarding import slot
from shuniu.office.engagements.models import Absence, Engagement, RuleValue
from shuniu.office.engagements.operations import weeks
from shuniu.office.engagements.operations.arranging import perform
from shuniu.office.engagements.operations.asking import ask
from shuniu.office.engagements.placing import Half
from shuniu.office.engagements.queries.rules import values
from shuniu.office.engagements.queries.screening import in_diary
from shuniu.office.engagements.rules import BY_KEY, Value
from shuniu.office.engagements.screening import Around, Ask, Busy, screen
from tests import leaders_time as made
from tests.leaders_time import NOW, Diaries, times
from tests.world import World, moment


@pytest.fixture
def diary(world: World) -> Diaries:
    return made.diaries(world)


# --- The rules, without a database ---------------------------------------------------------------------------------


def _verdicts(ask: Ask, **more: object) -> dict[str, tuple[str, str]]:
    around = Around(current_calendar(), {}, date(2026, 11, 23), level="principal", leader="杨市长", **more)  # type: ignore[arg-type]  # the given ones fit
    return {one.key: (one.verdict.value, one.words) for one in screen(ask, around)}


def _ask(begins: str = "2026-11-27 09:00", ends: str = "2026-11-27 10:00", **more: object) -> Ask:
    given = {"kind": "meeting", "necessity": made.WHY, "unit_id": 1, "headcount": 50, "place_id": 1, **more}
    return Ask(begins=moment(begins), ends=moment(ends), **given)  # type: ignore[arg-type]  # the given ones fit


def _busy(begins: str, ends: str, **more: object) -> Busy:
    given = {"number": "HD1", "title": "项目推进会", "fixed": True, "place_id": 1, "place": "会议中心", **more}
    return Busy(begins=moment(begins), ends=moment(ends), **given)  # type: ignore[arg-type]  # the given ones fit


@pytest.mark.django_db
def test_every_rule_answers_with_its_reason() -> None:
    calm = _verdicts(_ask())
    assert {verdict for verdict, _words in calm.values()} == {"fit"}
    assert _verdicts(_ask(necessity="很重要"))["necessity"][0] == "look"
    assert "分管领导" in _verdicts(_ask(headcount=8))["scale"][1]
    assert _verdicts(_ask(kind="ceremony"), ceremonies=5)["ceremony"][0] == "look"
    assert "项目推进会" in _verdicts(_ask(), near=[_busy("2026-11-20 09:00", "2026-11-20 10:00")])["frequency"][1]
    assert _verdicts(_ask("2026-11-24 09:00", "2026-11-24 10:00"))["notice"][0] == "look"
    assert "周六" in _verdicts(_ask("2026-11-28 09:00", "2026-11-28 10:00"))["day"][1]
    assert "国庆" in _verdicts(_ask("2026-10-01 09:00", "2026-10-01 10:00"))["day"][1]
    assert _verdicts(_ask("2026-11-27 17:30", "2026-11-27 19:30"))["evening"][0] == "look"
    assert _verdicts(_ask("2026-11-27 11:30", "2026-11-27 13:00"))["evening"][0] == "look"
    assert _verdicts(_ask(), away="杨市长出差")["away"][0] == "stop"


@pytest.mark.django_db
def test_a_clash_with_what_is_fixed_stops_and_with_what_is_placed_only_warns() -> None:
    clash = _verdicts(_ask(), day=[_busy("2026-11-27 09:30", "2026-11-27 11:00")])["clash"]
    assert clash[0] == "stop"
    assert "09:30—11:00" in clash[1]
    assert "项目推进会" in clash[1]
    placed = _verdicts(_ask(), day=[_busy("2026-11-27 09:30", "2026-11-27 11:00", fixed=False)])
    assert placed["clash"][0] == "look"
    beside = _verdicts(_ask(), day=[_busy("2026-11-27 10:00", "2026-11-27 11:00")])
    assert beside["clash"][0] == "fit", "one ends when the other begins"


@pytest.mark.django_db
def test_the_way_between_two_places_needs_its_time() -> None:
    day = [_busy("2026-11-27 10:20", "2026-11-27 11:00", place_id=2)]
    words = _verdicts(_ask(), day=day, ways={(1, 2): 40})["travel"]
    assert words[0] == "look"
    assert "20分钟" in words[1]
    assert "40分钟" in words[1]
    assert _verdicts(_ask(), day=day, ways={(1, 2): 15})["travel"][0] == "fit"


@pytest.mark.django_db
def test_meetings_beyond_their_share_of_the_week_are_told() -> None:
    week = [
        _busy(f"2026-11-2{day} 09:00", f"2026-11-2{day} 12:00", kind=kind)
        for day, kind in enumerate(("meeting", "meeting", "research"), 3)
    ]
    assert _verdicts(_ask(), week=week)["meetings"][0] == "look"


@pytest.mark.django_db
def test_a_rule_has_the_value_of_the_day_with_its_paper() -> None:
    RuleValue.objects.create(
        key="frequency", value=30, effective_from=date(2026, 12, 1), source_title="领导活动统筹办法"
    )
    assert values(date(2026, 11, 30))["frequency"].value == BY_KEY["frequency"].default
    later = values(date(2026, 12, 1))["frequency"]
    assert (later.value, later.source) == (30, "领导活动统筹办法")
    assert isinstance(later, Value)


# --- The course ----------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_request_is_screened_placed_accepted_and_held(diary: Diaries) -> None:
    matter = made.asked(diary)
    assert matter.number.startswith("HD2026")
    assert {one["key"] for one in Engagement.objects.get(pk=matter.pk).screening} >= {"necessity", "frequency"}
    span = times(diary.mayor, "2026-11-26 09:00", "2026-11-26 10:30")
    perform("propose", matter, actor=diary.world.mishu, at=NOW, data=span)
    perform("accept", matter, actor=diary.world.yangshizhang, at=NOW)
    detail = Engagement.objects.get(pk=matter.pk)
    assert (detail.fixed, detail.answer, detail.occupied_from) == (
        True,
        "accepted",
        slot(diary.mayor.pk, moment("2026-11-26 09:00")),
    )
    with pytest.raises(StepRefused, match="还没有开始"):
        perform("hold", matter, actor=diary.world.mishu, at=NOW, data={"text": "定了"})
    later = moment("2026-11-26 11:00")
    perform("hold", matter, actor=diary.world.mishu, at=later, data={"text": "定下三项措施。", "need": "high"})
    matter.refresh_from_db()
    assert (matter.state, matter.outcome) == ("held", "held")
    assert list(differences()) == []
    assert verify().ok


@pytest.mark.django_db
def test_the_same_time_is_never_fixed_twice_and_the_refusal_says_with_whom(diary: Diaries) -> None:
    made.fixed(diary, "2026-11-26 09:00", "2026-11-26 10:30")
    second = made.asked(diary, about="旧城改造协调会", by="shuiqing", unit=diary.world.unit("shuiwu"))
    span = times(diary.mayor, "2026-11-26 10:00", "2026-11-26 11:00")
    perform("propose", second, actor=diary.world.tongchou, at=NOW, data=span)
    with pytest.raises(StepRefused, match=r"09:00—10:30.*冬季供水调度会"):
        perform("arrange", second, actor=diary.world.tongchou, at=NOW)
    with pytest.raises(StepRefused, match="冬季供水调度会"):
        perform("accept", second, actor=diary.world.yangshizhang, at=NOW)
    other = times(diary.deputy, "2026-11-26 10:00", "2026-11-26 11:00")
    perform("arrange", second, actor=diary.world.tongchou, at=NOW, data=other)
    assert Engagement.objects.get(pk=second.pk).fixed, "another leader's time is another time"


@pytest.mark.django_db
def test_the_database_itself_refuses_two_fixed_times(diary: Diaries) -> None:
    first = made.fixed(diary, "2026-11-26 09:00", "2026-11-26 10:30")
    second = made.placed(diary, "2026-11-26 10:00", "2026-11-26 11:00")
    row = Engagement.objects.get(pk=second.pk)
    row.occupied_from, row.occupied_until = slot(diary.mayor.pk, row.starts_at), slot(diary.mayor.pk, row.ends_at)  # type: ignore[arg-type]  # it has a time
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()
    perform("cancel", first, actor=diary.world.tongchou, at=NOW, data={"reason": "会议取消"})
    row.save()  # The time is free again.


@pytest.mark.django_db
def test_past_midnight_backwards_and_the_past_are_refused_in_words(diary: Diaries) -> None:
    matter = made.asked(diary)
    for begins, ends, words in (
        ("2026-11-26 22:00", "2026-11-27 01:00", "午夜"),
        ("2026-11-26 10:00", "2026-11-26 09:00", "晚于开始"),
        ("2026-11-20 09:00", "2026-11-20 10:00", "已经过去"),
    ):
        with pytest.raises(StepRefused, match=words):
            perform("propose", matter, actor=diary.world.tongchou, at=NOW, data=times(diary.mayor, begins, ends))
    with pytest.raises(StepRefused, match="已经过去"):
        made.asked(diary, "2026-11-20 09:00")


@pytest.mark.django_db
def test_a_leader_away_is_not_arranged_and_who_acts_for_them_is_named(diary: Diaries) -> None:
    Absence.objects.create(leader=diary.mayor, since=date(2026, 11, 25), until=date(2026, 11, 27), reason="赴省城参会",
                           entered_by=diary.people["mishu"], entered_at=NOW)  # fmt: skip
    matter = made.asked(diary)
    span = times(diary.mayor, "2026-11-26 09:00", "2026-11-26 10:30")
    with pytest.raises(StepRefused, match="赴省城参会"):
        perform("propose", matter, actor=diary.world.tongchou, at=NOW, data=span)
    Delegation.objects.create(giver=diary.people["yangshizhang"], taker=diary.people["luofu"], roles=["leader"],
                              since=date(2026, 11, 25), until=date(2026, 11, 27))  # fmt: skip
    with pytest.raises(StepRefused, match="已授权罗副市长代理"):
        perform("propose", matter, actor=diary.world.tongchou, at=NOW, data=span)
    diary.mayor.until = date(2026, 11, 24)
    diary.mayor.save()
    with pytest.raises(StepRefused, match="离任"):
        perform("propose", matter, actor=diary.world.tongchou, at=NOW, data=span)
    with pytest.raises(StepRefused, match="离任"):
        made.asked(diary, "2026-11-27 09:00")


@pytest.mark.django_db
def test_a_secretary_arranges_for_the_leader_they_serve_alone(diary: Diaries) -> None:
    matter = made.asked(diary, leader=diary.deputy.pk)
    span = times(diary.deputy, "2026-11-26 09:00", "2026-11-26 10:30")
    with pytest.raises(NotAllowed, match="所服务领导"):
        perform("propose", matter, actor=diary.world.mishu, at=NOW, data=span)
    own = made.asked(diary)
    with pytest.raises(NotAllowed, match="所服务领导"):
        perform("propose", own, actor=diary.world.mishu, at=NOW, data=span)
    with pytest.raises(NotAllowed):
        perform("propose", own, actor=diary.world.chengqing, at=NOW, data=span)


def told(matter: Matter) -> set[str]:
    """Who was told of the last passage."""
    Notice.objects.all().delete()
    notices.tell(matter.passages.order_by("-seq").select_related("matter").first())  # type: ignore[arg-type]  # there is one
    return set(Notice.objects.values_list("person__username", flat=True))


@pytest.mark.django_db
def test_another_time_another_leader_and_no_each_tell_those_concerned(diary: Diaries) -> None:
    matter = made.asked(diary)
    afternoon = times(diary.deputy, "2026-11-27 15:00", "2026-11-27 16:00")
    course: list[tuple[str, str, dict[str, Any], set[str]]] = [
        ("tongchou", "offer", times(diary.mayor, "2026-11-27 15:00", "2026-11-27 16:00"), {"mishu", "chengqing"}),
        ("chengqing", "take_offer", {}, {"mishu", "tongchou"}),
        ("yangshizhang", "refuse", {"reason": "另有安排"}, {"mishu", "chengqing", "tongchou"}),
        ("tongchou", "pass_on", {"leader": diary.deputy.pk}, {"chengqing"}),
        ("tongchou", "arrange", afternoon, {"luofu", "chengqing"}),
        ("tongchou", "change", times(diary.deputy, "2026-11-27 16:00", "2026-11-27 17:00"), {"luofu", "chengqing"}),
        ("chengqing", "cancel", {"reason": "会议改期"}, {"luofu"}),
    ]
    assert told(matter) == {"tongchou", "mishu"}
    perform(
        "propose",
        matter,
        actor=diary.world.tongchou,
        at=NOW,
        data=times(diary.mayor, "2026-11-27 09:00", "2026-11-27 10:00"),
    )
    assert told(matter) == {"mishu", "yangshizhang"}
    perform(
        "propose",
        matter,
        actor=diary.world.tongchou,
        at=NOW,
        data=times(diary.mayor, "2026-11-27 10:00", "2026-11-27 11:00"),
    )
    assert told(matter) == set(), "moving it about rings no bell"
    for who, step, data, people in course:
        perform(step, matter, actor=diary.world.actor(who), at=NOW, data=data)
        assert told(matter) == people, step
    other = made.asked(diary)
    perform("decline", other, actor=diary.world.tongchou, at=NOW, data={"why": "paper", "reason": "请书面报告。"})
    assert told(other) == {"mishu", "chengqing"}
    assert list(differences()) == []


@pytest.mark.django_db
def test_a_leader_s_word_may_be_lent(diary: Diaries) -> None:
    matter = made.placed(diary, "2026-11-26 09:00", "2026-11-26 10:30")
    with pytest.raises(NotAllowed):
        perform("accept", matter, actor=diary.world.luofu, at=NOW)
    Delegation.objects.create(giver=diary.people["yangshizhang"], taker=diary.people["luofu"], roles=["leader"],
                              since=NOW.date(), until=NOW.date())  # fmt: skip
    diary.people["luofu"].authority_stamp += 1
    diary.people["luofu"].save()
    perform("accept", matter, actor=diary.world.luofu, at=NOW)
    assert "代 杨市长" in matter.passages.get(step="accept").by


@pytest.mark.django_db
def test_what_is_private_is_called_taken_everywhere_and_what_is_secret_is_refused(diary: Diaries) -> None:
    request = made.wanted(diary, unit=None, about="体检", necessity="", private=True)
    with pytest.raises(NotAllowed):
        ask(request, actor=diary.world.tongchou, at=NOW, key=None)
    matter = ask(request, actor=diary.world.mishu, at=NOW, key=None)
    assert matter.title == "已有安排"
    assert "体检" not in str(list(matter.passages.values_list("data", flat=True)))
    with pytest.raises(StepRefused, match="机要"):
        made.asked(diary, about="机密★5年")
    assert "体检" not in [one.title for one in in_diary(diary.mayor.pk, NOW, NOW + timedelta(days=9))]


@pytest.mark.django_db
def test_a_double_click_asks_and_moves_once_and_a_stale_move_is_told(diary: Diaries) -> None:
    request = made.wanted(diary)
    first, second = (ask(request, actor=diary.world.chengqing, at=NOW, key="same") for _time in range(2))
    assert first.pk == second.pk
    drop = weeks.Drop(diary.mayor.pk, date(2026, 11, 26), Half.MORNING)
    for _time in range(2):
        weeks.move(first, drop, actor=diary.world.tongchou, at=NOW, expected=1, key="move")
    assert first.passages.filter(step="propose").count() == 1
    with pytest.raises(StaleMatter):
        weeks.move(first, drop, actor=diary.world.tongchou, at=NOW, expected=1, key="other")


@pytest.mark.django_db
def test_a_dropped_card_gets_the_first_gap_with_the_way(diary: Diaries) -> None:
    made.fixed(diary, "2026-11-26 08:30", "2026-11-26 09:30")
    matter = made.asked(diary, "2026-11-25 10:00", minutes=60, place=diary.works.pk)
    drop = weeks.Drop(diary.mayor.pk, date(2026, 11, 26), Half.MORNING)
    begins, ends = weeks.move(matter, drop, actor=diary.world.tongchou, at=NOW, expected=None, key=None)
    assert (begins, ends) == (moment("2026-11-26 10:15"), moment("2026-11-26 11:15")), "40 minutes on the road"
    next_day = weeks.Drop(diary.mayor.pk, date(2026, 11, 27), Half.MORNING)
    begins, _ends = weeks.move(matter, next_day, actor=diary.world.tongchou, at=NOW, expected=None, key=None)
    assert begins == moment("2026-11-27 10:15"), "only the day changes"


@pytest.mark.django_db
def test_a_published_week_is_a_version_and_what_changed_since_is_marked(diary: Diaries) -> None:
    monday = date(2026, 11, 23)
    one = made.fixed(diary, "2026-11-26 09:00", "2026-11-26 10:30")
    two = made.fixed(diary, "2026-11-27 09:00", "2026-11-27 10:30", about="到访客人会见")
    tongchou = diary.world.tongchou
    first = weeks.publish(monday, actor=tongchou, at=NOW, seen=0, key="a")
    assert (first.version, len(first.rows)) == (1, 2)
    assert weeks.publish(monday, actor=tongchou, at=NOW, seen=0, key="a").pk == first.pk, "a double click"
    with pytest.raises(StepRefused, match="没有变动"):
        weeks.publish(monday, actor=tongchou, at=NOW, seen=1, key="b")
    perform("change", one, actor=tongchou, at=NOW, data=times(diary.mayor, "2026-11-26 15:00", "2026-11-26 16:00"))
    perform("cancel", two, actor=tongchou, at=NOW, data={"reason": "客人改期"})
    made.fixed(diary, "2026-11-25 09:00", "2026-11-25 10:30", about="新的活动")
    shown = weeks.sheet(tongchou, monday, now=NOW)
    assert {card.title: card.changed for card in shown.cards} == {"冬季供水调度会": "变动", "新的活动": "新增"}
    assert "到访客人会见" in shown.gone[0]
    with pytest.raises(StepRefused, match="第1版"):
        weeks.publish(monday, actor=tongchou, at=NOW, seen=0, key="c")
    assert weeks.publish(monday, actor=tongchou, at=NOW, seen=1, key="d").version == 2
    with pytest.raises(NotAllowed):
        weeks.publish(monday, actor=diary.world.mishu, at=NOW, seen=2, key="e")
    assert Notice.objects.filter(kind="engagements.week", person__username="yangshizhang").count() == 2
