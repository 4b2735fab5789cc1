"""The steps of a petition: from one organ to the next, in one act each, refused in words where the law says no."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from shuniu.kernel.audit.models import Event
from shuniu.kernel.casework.case import NotAllowed, StepRefused
from shuniu.kernel.casework.models import Clock, Link, Matter, Passage
from shuniu.kernel.casework.taking import StaleMatter
from shuniu.kernel.organisation.models import RoleHolding
from shuniu.kernel.organisation.personal import decrypt
from shuniu.kernel.workdays.periods import local_day
from shuniu.public.petitions.models import Petition, Petitioner
from shuniu.public.petitions.operations.filing import Filing, open_petition
from shuniu.public.petitions.operations.lapsing import lapse_unasked
from shuniu.public.petitions.operations.secrets import SecretRefused
from shuniu.public.petitions.operations.steps import citizen_step, perform
from shuniu.public.petitions.queries.reviewers import organ_above, reviewing_of
from shuniu.public.petitions.witness import words_agree
from tests import petition_matters as made
from tests.world import World, moment

pytestmark = pytest.mark.django_db


def state(matter: Matter) -> str:
    return Matter.objects.get(pk=matter.pk).state


def clock(matter: Matter, name: str) -> Clock:
    return Clock.objects.get(matter=matter, name=name)


# --- Registration --------------------------------------------------------------------------------------------------


def test_the_petitioner_stands_apart_encrypted_and_in_no_record(world: World) -> None:
    matter = made.filed(world, identity="330102199001011234", others=("孙一一", "李二二"), people=3)
    row = Petitioner.objects.get(pk=matter.pk)
    assert "钱多多" not in f"{row.name}{row.others}"
    assert (decrypt(row.name), decrypt(row.others)) == ("钱多多", "孙一一\n李二二")
    said = f"{list(Passage.objects.values_list('data', 'note', 'by'))}{list(Event.objects.values_list('body'))}"
    assert not any(word in said for word in ("钱多多", "13900005678", "330102199001011234", "孙一一"))
    assert list(words_agree()) == []


def test_the_same_form_twice_is_one_petition_with_one_code(world: World) -> None:
    filing = Filing(way="phone", text=made.TEXT, name="钱多多")
    first, second = (open_petition(filing, actor=world.xindeng, at=made.MONDAY, source="phone", key="k") for _n in "12")
    assert (first.matter.pk, first.code) == (second.matter.pk, second.code)
    assert Matter.objects.count() == 1


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"way": "visit", "people": 9, "representatives": 6}, "不得超过5人"),
        ({"way": "visit", "people": 2, "representatives": 3}, "不能多于来访人数"),
        ({"text": "绝密★30年 内容"}, "机要"),
        ({"earlier": "X2026999999"}, "没有编号为"),
    ],
)
def test_what_may_not_be_registered_is_refused_in_words_and_nothing_is_kept(
    world: World, more: dict[str, Any], words: str
) -> None:
    with pytest.raises(StepRefused, match=words):
        made.filed(world, **more)
    assert not Matter.objects.exists()


def test_an_accusation_is_under_seal_from_the_first_moment_or_from_its_screening(world: World) -> None:
    at_once, later = made.filed(world, category="accusation"), made.filed(world)
    assert at_once.sealed
    made.done(world, later, "xindeng", "screen", standing="first", category="accusation")
    assert Matter.objects.get(pk=later.pk).sealed
    assert Petitioner.objects.filter(sealed=True).count() == 2


def test_a_screening_joins_what_is_the_same(world: World) -> None:
    first, second = made.filed(world), made.filed(world)
    made.done(world, second, "xindeng", "screen", standing="repeated", earlier=first.number, reason="同一人同一事")
    assert Petition.objects.get(pk=second.pk).standing == "repeated"
    assert Link.objects.filter(source=second, target=first, kind="repeats").exists()


# --- Delivery, review, re-review -----------------------------------------------------------------------------------


def test_one_act_registers_the_delivery_and_begins_the_term(world: World) -> None:
    matter = made.answered(world)
    data = {"delivered_on": "2026-11-20", "how": "post"}
    for _n in "12":
        perform("deliver_opinion", matter, actor=world.xindeng, at=moment("2026-11-24 09:00"), data=data, key="once")
    assert matter.passages.filter(step="deliver_opinion").count() == 1
    assert local_day(clock(matter, "ask_review").legal_due) == date(2026, 12, 20)
    made.done(world, matter, "xindeng", "deliver_opinion", delivered_on="2026-11-24", how="hand")
    assert matter.passages.filter(step="start_review_term").count() == 1, "a second copy begins no second term"


def test_review_before_the_delivery_is_written_down_is_refused(world: World) -> None:
    matter = made.answered(world)
    with pytest.raises(StepRefused, match="尚未登记送达"):
        citizen_step("request_review", matter, at=moment("2026-11-24 09:00"), data={"reason": "不服"})


def test_a_request_goes_to_the_organ_above_and_by_nobody_who_decided_before(world: World) -> None:
    made.town(world)
    matter = made.delivered(world, "jiedao", "jie")
    citizen_step("request_review", matter, at=moment("2026-11-25 09:00"), data={"reason": "噪声依旧"})
    assert Matter.objects.get(pk=matter.pk).unit_id == world.unit("qu")
    made.done(world, matter, "qufu", "conclude_review", "2026-11-26 09:00", **made.PARTS)
    made.done(world, matter, "qufu", "deliver_opinion", "2026-11-26 10:00", delivered_on="2026-11-26", how="hand")
    citizen_step("request_recheck", matter, at=moment("2026-11-27 09:00"), data={"reason": "仍然不服"})
    last = matter.passages.filter(step="request_recheck").get()
    assert (last.data["unit"], last.data["unit_name"]) == (world.unit("office"), "云州市人民政府")
    due = clock(matter, "recheck").legal_due
    hearing = {"text": "是否整改", "held_at": "2026-12-02T09:00:00+08:00", "place": "三楼"}
    made.done(world, matter, "fucha", "hold_hearing", "2026-12-01 09:00", **hearing)
    made.done(world, matter, "fucha", "end_hearing", "2026-12-06 09:00", text="各方陈述")
    assert clock(matter, "recheck").legal_due == due + timedelta(days=5), "a hearing's time is not counted"
    made.done(world, matter, "fucha", "conclude_recheck", "2026-12-07 09:00", **made.PARTS)
    assert state(matter) == "finished"


def test_review_by_the_organ_that_decided_or_by_the_same_person_is_refused(world: World) -> None:
    RoleHolding.objects.create(person=world.people["chengzhang"], role="petitions.reviewer", unit=world.units["office"])
    matter = made.delivered(world)
    with pytest.raises(StepRefused, match="不能由原办理机关办理"):
        made.done(world, matter, "xindeng", "request_review", unit=world.unit("chengguan"), reason="不服")
    made.done(world, matter, "xindeng", "request_review", reason="不服")
    with pytest.raises(StepRefused, match="须由其他人员办理"):
        made.done(world, matter, "chengzhang", "conclude_review", **made.PARTS)
    assert state(matter) == "reviewing"


def test_where_the_organ_above_lies_outside_the_city_the_petitioner_is_told_where_to_turn(world: World) -> None:
    matter = made.delivered(world)
    citizen_step("request_review", matter, at=moment("2026-11-25 09:00"), data={"reason": "不服"})
    made.done(world, matter, "fucha", "conclude_review", "2026-11-26 09:00", **made.PARTS)
    made.done(world, matter, "fucha", "deliver_opinion", "2026-11-26 10:00", delivered_on="2026-11-26", how="hand")
    with pytest.raises(StepRefused, match="直接向该机关提出"):
        citizen_step("request_recheck", matter, at=moment("2026-11-27 09:00"), data={"reason": "不服"})
    assert organ_above(world.unit("office")) is None
    assert reviewing_of(world.unit("chengguan_shirong")).organ.code == "city"  # type: ignore[union-attr]  # it is there


def test_a_late_request_of_a_citizen_is_refused_and_a_clerks_with_a_reason_is_taken(world: World) -> None:
    matter = made.delivered(world)
    with pytest.raises(StepRefused, match="12月23日"):
        citizen_step("request_review", matter, at=moment("2026-12-24 09:00"), data={"reason": "不服"})
    made.done(world, matter, "xindeng", "request_review", "2026-12-24 09:00", reason="住院，有正当理由")
    assert state(matter) == "reviewing"


def test_an_opinion_that_nobody_contests_is_closed_after_its_term_and_not_before(world: World) -> None:
    delivered, undelivered = made.delivered(world), made.answered(world)
    for matter in (delivered, undelivered):
        with pytest.raises(StepRefused, match="期限"):
            made.done(world, matter, "xindeng", "lapse", "2026-12-20 09:00")
    assert lapse_unasked(at=moment("2026-12-23 23:00")) == 0
    assert [lapse_unasked(at=moment("2026-12-24 00:30")) for _n in "12"] == [1, 0]
    assert (state(delivered), state(undelivered)) == ("closed", "answered")


def test_a_right_that_was_not_used_makes_nobody_late(world: World) -> None:
    """Five working days to contest, thirty days to ask: whoever lets them pass has missed nothing."""
    matter = made.referred(world)
    due = Matter.objects.get(pk=matter.pk).due_at
    assert due == clock(matter, "notify").safe_due, "the organ must inform; it may contest, and need not"
    made.done(world, matter, "chengfang", "accept", "2026-12-07 09:00", category="general")
    assert not matter.passages.get(step="accept").late
    late = made.referred(world)
    made.done(world, late, "chengfang", "contest", "2026-12-07 09:00", reason="不属于", right_unit_name="水务局")
    assert late.passages.get(step="contest").late, "who does contest does so in time"
    lapsed = made.delivered(world)
    assert Matter.objects.get(pk=lapsed.pk).due_at is None
    lapse_unasked(at=moment("2026-12-24 00:30"))
    assert not lapsed.passages.get(step="lapse").late


# --- Several people at once ----------------------------------------------------------------------------------------


def test_of_two_people_at_once_the_second_is_told_what_happened(world: World) -> None:
    matter = made.filed(world)
    seen = Matter.objects.get(pk=matter.pk).seq
    made.done(world, matter, "xindeng", "screen", standing="first")
    with pytest.raises(StaleMatter) as stale:
        perform(
            "refer", matter, actor=world.xindeng, at=made.MONDAY, data={"unit": world.unit("chengguan")}, expected=seen
        )
    assert [one.step for one in stale.value.since] == ["screen"]


def test_nobody_signs_what_they_drafted_and_no_secret_is_written_down(world: World) -> None:
    matter = made.drafted(world)
    with pytest.raises(NotAllowed):
        made.done(world, matter, "chengban", "issue_opinion")
    with pytest.raises(SecretRefused):
        made.done(world, matter, "xindeng", "supervise", text="机密★10年")
    assert state(matter) == "drafted"


def test_a_petitioner_may_do_what_is_theirs_and_nothing_else(world: World) -> None:
    matter = made.delivered(world)
    citizen_step("rate", matter, at=moment("2026-11-24 09:00"), data={"office": 3, "organ": 1})
    assert Petition.objects.filter(pk=matter.pk, office_satisfaction=3, organ_satisfaction=1).exists()
    with pytest.raises(StepRefused, match="不能在这里办理"):
        citizen_step("lapse", matter, at=moment("2026-11-24 09:00"))
