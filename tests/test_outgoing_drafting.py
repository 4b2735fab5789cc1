"""Drafts, their versions and their approval, one verb after another: what each writes, and what it refuses in which words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from shuniu.kernel.audit.verification import verify
from shuniu.kernel.casework.case import StepRefused
from shuniu.kernel.casework.models import Matter, Passage, Task
from shuniu.kernel.casework.queries import my_tasks
from shuniu.kernel.casework.rebuilding import differences
from shuniu.kernel.casework.taking import StaleMatter, take
from shuniu.kernel.notifications.models import Notice
from shuniu.kernel.organisation.models import Delegation, Person, RoleHolding
from shuniu.office.documents.models import DraftKept, Version
from shuniu.office.documents.notices import tell
from shuniu.office.documents.operations import approving, drafts
from shuniu.office.documents.procedures.outgoing import OutgoingPaper
from shuniu.office.documents.search import index_passage
from shuniu.office.documents.witness import words_agree
from tests import papers_city as city
from tests.world import NOW, World

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=5)


@pytest.fixture(autouse=True)
def quick() -> Iterator[None]:
    with city.typeset_at_once():
        yield


@pytest.fixture
def ready(world: World) -> World:
    city.series_of(world)
    city.seal_of(world)
    return world


def follow(matter: Matter) -> None:
    """What the jobs would do after the commit of each passage."""
    for passage in Passage.objects.filter(matter=matter).select_related("matter").order_by("seq"):
        tell(passage)
        index_passage(passage)


# --- Drafts --------------------------------------------------------------------------------------------------------


def test_a_draft_brings_its_first_version_and_the_ledger_knows_its_words(ready: World) -> None:
    matter = city.drafted(ready, urgency="特急")
    version = Version.objects.get()
    assert (version.no, version.by_id) == (1, ready.people["nigao"].pk)
    assert Passage.objects.get().data["digest"] == version.digest
    assert (matter.urgency, matter.unit_id, matter.owner_id) == ("emergency", ready.unit("office"), version.by_id)
    paper = city.detail(matter)
    assert (paper.kind_of_document, paper.direction, str(paper.series)) == ("notice", "down", "云政办发")
    assert verify().ok


def test_a_draft_sent_twice_is_one_paper(ready: World) -> None:
    given = {"actor": ready.nigao, "at": NOW, "unit": ready.unit("office"), "key": "k1"}
    first, second = (drafts.open_draft(city.CONTENT, **given) for _ in range(2))
    assert first.pk == second.pk
    assert Version.objects.count() == 1


def test_nobody_drafts_for_another_unit(ready: World) -> None:
    with pytest.raises(StepRefused):
        drafts.open_draft(city.CONTENT, actor=ready.nigao, at=NOW, unit=ready.unit("shuiwu"), key=None)


@pytest.mark.parametrize("field", ["title", "text", "note"])
def test_a_secrecy_mark_is_refused_wherever_it_stands(ready: World, field: str) -> None:
    with pytest.raises(StepRefused, match="国家秘密"):
        city.drafted(ready, **{field: "机密★10年\n关于某事的通知"})
    assert Matter.objects.count() == 0
    matter = city.drafted(ready)
    with pytest.raises(StepRefused, match="国家秘密"):
        drafts.keep_draft(matter, {**city.CONTENT, field: "绝密★30年"}, actor=ready.nigao, at=NOW)
    assert DraftKept.objects.count() == 0


def test_a_further_version_renames_the_matter_and_saving_the_same_writes_nothing(ready: World) -> None:
    matter = city.drafted(ready)
    content = {**city.CONTENT, "title": "云州市人民政府办公室关于供暖工作的意见", "urgency": "加急"}
    given = {"actor": ready.nigao, "at": LATER, "expected": 1, "note": "改文种"}
    version = drafts.save_draft(matter, content, key="s1", **given)
    again = drafts.save_draft(matter, content, key="s1", **{**given, "expected": 1})
    same = drafts.save_draft(matter, content, key="s2", **{**given, "expected": 2})
    assert version.no == again.no == same.no == 2
    assert Passage.objects.count() == 2
    matter.refresh_from_db()
    assert (matter.title, matter.urgency) == (content["title"], "urgent")
    assert list(differences()) == []
    assert drafts.content_of(matter, 1)["title"] == city.CONTENT["title"]


def test_saving_on_a_stale_page_is_told_what_happened(ready: World) -> None:
    matter = city.drafted(ready)
    given = {"actor": ready.nigao, "at": LATER, "expected": 1}
    drafts.save_draft(matter, {**city.CONTENT, "text": "甲"}, key="a", **given)
    with pytest.raises(StaleMatter) as told:
        drafts.save_draft(matter, {**city.CONTENT, "text": "乙"}, key="b", **given)
    assert [one.step for one in told.value.since] == ["revise"]


def test_what_is_typed_is_kept_apart_and_goes_when_it_is_saved(ready: World) -> None:
    matter = city.drafted(ready)
    drafts.keep_draft(matter, {"text": "正在写"}, actor=ready.nigao, at=NOW, base=1)
    drafts.keep_draft(matter, {"text": "还在写"}, actor=ready.nigao, at=NOW, base=1)
    kept = drafts.kept_draft(matter, ready.nigao)
    assert kept is not None
    assert kept.content == {"text": "还在写"}
    assert Passage.objects.count() == 1
    drafts.save_draft(matter, {**city.CONTENT, "text": "还在写"}, actor=ready.nigao, at=NOW, expected=1, key=None)
    assert drafts.kept_draft(matter, ready.nigao) is None


def test_a_version_cannot_be_changed_and_a_changed_one_is_found(ready: World) -> None:
    matter = city.drafted(ready)
    with pytest.raises(IntegrityError), transaction.atomic():
        Version.objects.filter(matter=matter).update(note="改")
    Version.objects.create(matter=matter, no=9, content=city.CONTENT, digest="0" * 64, at=NOW)
    assert "另行添加" in next(words_agree()).words


def test_a_drafter_who_left_is_replaced(ready: World) -> None:
    matter = city.drafted(ready)
    Person.objects.filter(username="nigao").update(is_active=False)
    RoleHolding.objects.create(person=ready.people["mishu"], role="documents.drafter", unit=ready.units["office"])
    done = take(
        OutgoingPaper.hand_to, matter, actor=ready.fangzhuren, at=LATER, data={"person": ready.people["mishu"].pk}
    )
    assert done.owner_id == ready.people["mishu"].pk
    assert [task.person_id for task in Task.objects.filter(matter=matter)] == [ready.people["mishu"].pk]


def test_a_paper_not_to_be_published_needs_its_reason(ready: World) -> None:
    matter = city.drafted(ready, attributes={"release": "none"})
    plan = city.plan_of(ready, matter, NOW)
    with pytest.raises(StepRefused, match="不予公开"):
        approving.submit(matter, actor=ready.nigao, at=LATER, data={"route": plan})


# --- Approval ------------------------------------------------------------------------------------------------------


def test_three_units_countersign_side_by_side_and_one_returns_it_once(ready: World) -> None:
    units = ("chengguan", "shuiwu", "tiyu")
    matter = city.submitted(ready, cosigners=units)
    assert {task.unit_id for task in Task.objects.filter(matter=matter)} == {ready.unit(code) for code in units}
    approving.sign("countersign", matter, actor=ready.chengju, at=LATER, data={"stance": "agree"})
    take(OutgoingPaper.send_back, matter, actor=ready.tiju, at=LATER, data={"reason": "请加体育场馆"})
    follow(matter)
    assert Notice.objects.filter(person=ready.people["nigao"], kind="documents.back").count() == 1
    drafts.save_draft(
        matter, {**city.CONTENT, "text": "加上体育场馆"}, actor=ready.nigao, at=LATER, expected=None, key=None
    )
    plan = city.plan_of(ready, matter, NOW, units)
    approving.submit(matter, actor=ready.nigao, at=LATER, data={"route": plan})
    for who in ("chengju", "shuiju", "tiju"):
        approving.sign("countersign", matter, actor=ready.actor(who), at=LATER, data={"stance": "agree"})
    done = approving.sign("sign", matter, actor=ready.fangzhuren, at=LATER, data={})
    paper = city.detail(done)
    assert (done.state, paper.signed_version, paper.version) == ("checking", 2, 2)
    assert list(differences()) == []


def test_the_head_of_the_organ_signs_what_is_important_or_goes_up(world: World) -> None:
    city.series_of(world, head_post="市长", head_unit=world.units["city"])
    matter = city.submitted(world, attributes={"important": True})
    with pytest.raises(StepRefused, match="第二十二条"):
        approving.sign("sign", matter, actor=world.fangzhuren, at=LATER, data={})
    upward = city.submitted(world, attributes={"direction": "up"}, route=city.AUDITED)
    approving.sign("agree", upward, actor=world.hegao, at=LATER, data={})
    signed = approving.sign("sign", upward, actor=world.yangshizhang, at=LATER, data={})
    assert signed.state == "checking"


def test_whoever_the_head_has_lent_the_role_signs_in_their_name(world: World) -> None:
    city.series_of(world, head_post="市长", head_unit=world.units["city"])
    Delegation.objects.create(
        giver=world.people["yangshizhang"], taker=world.people["mishu"], roles=["leader"],
        since=NOW.date(), until=NOW.date() + timedelta(days=9),
    )  # fmt: skip
    matter = city.submitted(world, attributes={"important": True}, route=city.AUDITED)
    approving.sign("agree", matter, actor=world.hegao, at=LATER, data={})
    approving.sign("sign", matter, actor=world.mishu, at=LATER, data={})
    signer = city.detail(matter).signers[0]
    assert signer["person"] == world.people["yangshizhang"].pk
    assert "代 杨市长" in signer["by"]


def test_nobody_changes_what_a_leader_has_signed(ready: World) -> None:
    matter = city.signed(ready)
    with pytest.raises(StepRefused):
        drafts.save_draft(matter, {**city.CONTENT, "text": "改"}, actor=ready.nigao, at=LATER, expected=None, key=None)
    with pytest.raises(StepRefused):  # A correction says why.
        drafts.save_draft(matter, {**city.CONTENT, "text": "改"}, actor=ready.hegao, at=LATER, expected=None, key=None)
    drafts.save_draft(
        matter, {**city.CONTENT, "text": "改"}, actor=ready.hegao, at=LATER, expected=None, key=None, note="错别字"
    )
    paper = city.detail(matter)
    assert (paper.version, paper.signed_version) == (2, 1)


def test_a_change_of_substance_goes_back_to_the_signer(ready: World) -> None:
    matter = city.signed(ready)
    approving.back_to_the_signers(matter, reason="补贴标准写错", actor=ready.hegao, at=LATER)
    assert city.state(matter) == "approving"
    assert city.detail(matter).signers == []
    assert [task.matter_id for task in my_tasks(ready.fangzhuren)] == [matter.pk]
    done = approving.sign("sign", matter, actor=ready.fangzhuren, at=LATER + timedelta(days=1), data={})
    assert (done.state, city.detail(done).signed_on) == ("checking", date(2026, 11, 24))


def test_a_signer_who_left_holds_nobody_up(ready: World) -> None:
    matter = city.submitted(ready, cosigners=("chengguan",))
    Person.objects.filter(username="chengju").update(is_active=False)
    RoleHolding.objects.create(person=ready.people["chengwen"], role="documents.head", unit=ready.units["chengguan"])
    Person.objects.filter(username="chengwen").update(authority_stamp=9)
    done = approving.sign("countersign", matter, actor=ready.chengwen, at=LATER, data={"stance": "agree"})
    assert done.state == "approving"
    assert [task.label for task in Task.objects.filter(matter=matter)] == ["签发"]


def test_all_heads_sign_a_joint_paper_and_its_date_is_that_of_the_last(ready: World) -> None:
    organs = [city.OFFICE, "城市管理局", "水务局"]
    matter = city.submitted(ready, route=city.JOINT, cosigners=("office", "chengguan", "shuiwu"), organs=organs)
    given = {"at": LATER, "data": {}}
    with pytest.raises(StepRefused):
        approving.sign("sign", matter, actor=ready.chengju, **given)
    approving.sign("sign_in_turn", matter, actor=ready.chengju, **given)
    approving.sign("sign_in_turn", matter, actor=ready.fangzhuren, **given)
    with pytest.raises(StepRefused):  # Whoever signs now would sign other words than the two before.
        drafts.save_draft(matter, {**city.CONTENT, "text": "改"}, actor=ready.shuiju, at=LATER, expected=None, key=None)
    done = approving.sign("sign", matter, actor=ready.shuiju, at=LATER + timedelta(days=2), data={})
    paper = city.detail(done)
    assert (done.state, len(paper.signers), paper.signed_on) == ("checking", 3, date(2026, 11, 25))
