"""From the signature on: numbers, seals, dispatch, receipts, recall and repeal, one verb after another."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from shuniu.kernel.audit.models import Event
from shuniu.kernel.audit.verification import verify
from shuniu.kernel.casework.case import StepRefused
from shuniu.kernel.casework.models import Matter, Passage
from shuniu.kernel.casework.queries import my_tasks
from shuniu.kernel.casework.rebuilding import differences
from shuniu.kernel.casework.taking import take
from shuniu.kernel.files.receiving import attachments_of
from shuniu.kernel.notifications.models import Notice
from shuniu.kernel.organisation.models import Person, Post, RoleHolding, Unit
from shuniu.kernel.organisation.tree import forget
from shuniu.kernel.search import search
from shuniu.office.documents import sealing
from shuniu.office.documents.models import Delivery, NumberRecord, Outgoing, SealUse, Series
from shuniu.office.documents.notices import tell
from shuniu.office.documents.operations import dispatching, numbers, seals, sheets
from shuniu.office.documents.operations.dispatching import Addressees, Ending
from shuniu.office.documents.operations.files import DOCX, OFD, make_copies
from shuniu.office.documents.operations.reminding import remind_late
from shuniu.office.documents.procedures.delivery import Sending
from shuniu.office.documents.procedures.outgoing import OutgoingPaper
from shuniu.office.documents.queries.series import uses
from shuniu.office.documents.search import index_passage
from tests import papers_city as city
from tests.world import NOW, World, moment

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


# --- Numbers -------------------------------------------------------------------------------------------------------


def test_numbers_run_without_gaps_and_a_refused_step_takes_none(ready: World) -> None:
    first, second = city.numbered(ready), city.numbered(ready)
    with pytest.raises(StepRefused):
        numbers.give_number(city.submitted(ready), actor=ready.hegao, at=LATER)
    third = city.numbered(ready)
    assert [city.detail(one).number for one in (first, second, third)] == [
        "云政办发〔2026〕1号", "云政办发〔2026〕2号", "云政办发〔2026〕3号",
    ]  # fmt: skip


def test_a_double_click_draws_one_number(ready: World) -> None:
    matter = city.signed(ready)
    take(OutgoingPaper.check, matter, actor=ready.hegao, at=LATER)
    for _ in range(2):
        numbers.give_number(matter, actor=ready.hegao, at=LATER, key="n1")
    assert NumberRecord.objects.count() == 1


def test_the_year_is_that_of_the_signature_and_the_series_that_of_its_day(world: World) -> None:
    old = city.series_of(world, active_to=date(2026, 12, 31))
    new = city.series_of(world, word="云办发", active_from=date(2027, 1, 1))
    city.seal_of(world)
    eve = moment("2026-12-31 22:00")
    signed_before = city.signed(world, eve)  # Signed at 23:00 on New Year's Eve, numbered next year.
    take(OutgoingPaper.check, signed_before, actor=world.hegao, at=moment("2027-01-04 09:00"))
    numbers.give_number(signed_before, actor=world.hegao, at=moment("2027-01-04 09:00"))
    assert city.detail(signed_before).number == "云政办发〔2026〕1号"
    signed_after = city.signed(world, moment("2026-12-31 23:30"))  # Signed half an hour after midnight.
    take(OutgoingPaper.check, signed_after, actor=world.hegao, at=moment("2027-01-04 09:00"))
    with pytest.raises(StepRefused, match="没有启用"):
        numbers.give_number(signed_after, actor=world.hegao, at=moment("2027-01-04 09:00"), series=old.pk)
    numbers.give_number(signed_after, actor=world.hegao, at=moment("2027-01-04 09:00"), series=new.pk)
    assert city.detail(signed_after).number == "云办发〔2027〕1号"


def test_a_reserved_number_is_taken_once_and_a_void_one_never(ready: World) -> None:
    series = Series.objects.get()
    given = {"on": date(2026, 11, 23), "why": "会议纪要预留", "used": False, "actor": ready.menlai, "at": NOW}
    assert numbers.reserve_numbers(series, count=2, key="r", **given) == ["云政办发〔2026〕1号", "云政办发〔2026〕2号"]
    assert numbers.reserve_numbers(series, count=2, key="r", **given) == []
    one, two = NumberRecord.objects.order_by("value")
    numbers.void_reserved(two, why="不用了", actor=ready.menlai, at=NOW)
    matter = city.signed(ready)
    take(OutgoingPaper.check, matter, actor=ready.hegao, at=LATER)
    with pytest.raises(StepRefused, match="作废"):
        numbers.give_number(matter, actor=ready.hegao, at=LATER, reserved=two.pk)
    numbers.give_number(matter, actor=ready.hegao, at=LATER, reserved=one.pk)
    assert city.detail(matter).number == "云政办发〔2026〕1号"
    assert city.detail(city.numbered(ready)).number == "云政办发〔2026〕3号"
    [use] = uses(2026)
    assert (use.given, use.reserved, use.void, use.last, use.gaps) == (2, 0, 1, "云政办发〔2026〕3号", 0)


def test_a_numbered_paper_given_up_leaves_its_number_void(ready: World) -> None:
    matter = city.numbered(ready)
    numbers.void_number(matter, reason="内容有变，另行行文", actor=ready.hegao, at=LATER)
    record = NumberRecord.objects.get()
    assert (city.state(matter), record.status, record.why) == ("voided", "void", "内容有变，另行行文")
    assert city.detail(city.numbered(ready)).number == "云政办发〔2026〕2号"


def test_a_paper_checked_again_keeps_its_number(ready: World) -> None:
    matter = city.numbered(ready)
    take(OutgoingPaper.check_again, matter, actor=ready.yinguan, at=LATER, data={"reason": "附件页码"})
    take(OutgoingPaper.check, matter, actor=ready.hegao, at=LATER)
    numbers.give_number(matter, actor=ready.hegao, at=LATER)
    assert city.detail(matter).number == "云政办发〔2026〕1号"
    assert NumberRecord.objects.count() == 1


def test_only_the_section_keeps_the_series(ready: World) -> None:
    with pytest.raises(StepRefused):
        numbers.reserve_numbers(
            Series.objects.get(), on=NOW.date(), count=1, why="", used=False, actor=ready.chengju, at=NOW
        )


# --- Seals ---------------------------------------------------------------------------------------------------------


def test_a_seal_on_white_ground_or_in_another_format_is_refused(world: World) -> None:
    said = seals.SealForm(city.OFFICE, world.unit("office"), "organ", "", date(2026, 1, 1))
    for data in (city.seal_png(ground=255), b"\xff\xd8\xff\xe0" + b"0" * 200, b"<svg></svg>"):
        with pytest.raises(StepRefused):
            seals.register_seal(SimpleUploadedFile("a.png", data), said, actor=world.yinguan, at=NOW)
    with pytest.raises(StepRefused):
        seals.register_seal(SimpleUploadedFile("a.png", city.seal_png()), said, actor=world.hegao, at=NOW)


def test_a_paper_is_not_sealed_without_every_organs_valid_seal(ready: World) -> None:
    joint = city.numbered(ready, organs=[city.OFFICE, "城市管理局"])
    with pytest.raises(StepRefused, match="城市管理局"):
        seals.seal_paper(joint, copies=1, actor=ready.yinguan, at=LATER)
    city.seal_of(ready, "城市管理局", "chengguan")
    seals.seal_paper(joint, copies=1, actor=ready.yinguan, at=LATER)
    assert [use.organ for use in SealUse.objects.order_by("pk")] == [city.OFFICE, "城市管理局"]


def test_an_ended_seal_seals_no_more(ready: World) -> None:
    matter = city.numbered(ready)
    seal = seals.seals_for(city.detail(matter), NOW.date())[0]
    seals.end_seal(seal, on=NOW.date() - timedelta(days=1), actor=ready.yinguan, at=NOW)
    with pytest.raises(StepRefused, match="有效印模"):
        seals.seal_paper(matter, copies=1, actor=ready.yinguan, at=LATER)


def test_the_register_and_the_ledger_know_the_sealed_file(ready: World) -> None:
    matter = city.sealed(ready)
    use, paper = SealUse.objects.get(), city.detail(matter)
    kept = sheets.sealed_file(matter.pk)
    assert kept is not None
    assert Passage.objects.get(matter=matter, step="seal").data["digest"] == use.digest == paper.sealed_digest
    assert (use.copies, use.certified) == (20, False)
    assert sheets.verdict_on(paper).genuine
    assert not sealing.service().verify(b"%PDF-1.7 other", paper.sealed_digest).genuine
    with pytest.raises(IntegrityError), transaction.atomic():
        SealUse.objects.update(copies=1)


def test_docx_and_ofd_follow_and_come_once(ready: World) -> None:
    matter = city.sealed(ready)
    for _ in range(2):
        make_copies.call(matter.pk)
    assert sorted(one.role for one in attachments_of(matter.pk)) == ["documents.docx", "documents.ofd", "documents.pdf"]
    assert {one.role for one in attachments_of(matter.pk, roles=(DOCX, OFD))} == {DOCX, OFD}


def test_two_clicks_on_the_seal_are_one_use(ready: World) -> None:
    matter = city.numbered(ready)
    for _ in range(2):
        seals.seal_paper(matter, copies=9, actor=ready.yinguan, at=LATER, key="seal-1")
    assert SealUse.objects.count() == 1


# --- Dispatch ------------------------------------------------------------------------------------------------------


def forty(world: World) -> list[int]:
    ids = []
    for number in range(40):
        unit = Unit.objects.create(
            code=f"u{number}", name=f"第{number}单位", kind="department", parent=world.units["city"]
        )
        person = Person.objects.create(username=f"p{number}", name=f"文书{number}")
        RoleHolding.objects.create(person=person, role="documents.liaison", unit=unit)
        ids.append(unit.pk)
    forget()
    return ids


def test_forty_units_get_their_deliveries_in_one_transaction(ready: World) -> None:
    units = forty(ready)
    matter = city.sealed(ready)
    given = {"actor": ready.menlai, "at": LATER, "key": "d1"}
    for _ in range(2):
        dispatching.dispatch(matter, Addressees(units[:30], units[20:], 2), **given)
    found = Delivery.objects.select_related("matter")
    assert found.count() == city.detail(matter).deliveries == 40
    assert (found.filter(role="to").count(), found.filter(role="copy").count()) == (30, 10)
    assert len({one.matter.number for one in found}) == 40
    assert list(differences()) == []


def test_a_closed_unit_and_an_empty_list_are_refused_further_units_are_sent_once(ready: World) -> None:
    matter = city.sent(ready)
    units = [ready.unit("chengguan"), ready.unit("tiyu")]
    given = {"actor": ready.menlai, "at": LATER}
    dispatching.send_more(matter, Addressees(units), note="经方主任同意", **given)
    assert Delivery.objects.filter(paper=matter).count() == 3
    with pytest.raises(StepRefused, match="都已发送"):
        dispatching.send_more(matter, Addressees(units), note="再发", **given)
    Unit.objects.filter(code="donghu").update(closed_on=NOW.date())
    forget()
    with pytest.raises(StepRefused, match="已经撤销"):
        dispatching.send_more(matter, Addressees([ready.unit("donghu")]), note="再发", **given)


def delivery_to(world: World, matter: Matter, code: str) -> Matter:
    return Delivery.objects.select_related("matter").get(paper=matter, to=world.unit(code)).matter


def test_a_unit_receives_in_one_step_and_the_time_is_noted(ready: World) -> None:
    matter = city.sent(ready)
    mine = delivery_to(ready, matter, "chengguan")
    assert [task.matter_id for task in my_tasks(ready.chengwen)] == [mine.pk]
    dispatching.act_on_delivery("receive", mine, actor=ready.chengwen, at=LATER)
    row = Delivery.objects.get(pk=mine.pk)
    assert (row.received_at, row.received_by) == (LATER, "程文（文书）")
    assert list(my_tasks(ready.chengwen)) == []
    with pytest.raises(StepRefused):
        dispatching.act_on_delivery("receive", delivery_to(ready, matter, "shuiwu"), actor=ready.chengwen, at=LATER)


def test_a_return_is_ruled_on_by_the_registrar(ready: World) -> None:
    matter = city.sent(ready)
    mine = delivery_to(ready, matter, "chengguan")
    with pytest.raises(StepRefused):
        dispatching.act_on_delivery("return_", mine, actor=ready.chengwen, at=LATER, data={"reason": " "})
    dispatching.act_on_delivery("return_", mine, actor=ready.chengwen, at=LATER, data={"reason": "不属我局职责"})
    assert [task.matter_id for task in my_tasks(ready.menlai)] == [mine.pk]
    dispatching.act_on_delivery("send_again", mine, actor=ready.menlai, at=LATER, data={"reason": "请协助"})
    assert city.state(mine) == "sent"


def test_all_who_have_not_received_are_chased_and_the_clock_reminds_once_a_day(ready: World) -> None:
    matter = city.sent(ready, to=("chengguan", "shuiwu", "tiyu"))
    dispatching.act_on_delivery("receive", delivery_to(ready, matter, "tiyu"), actor=ready.tiwen, at=LATER)
    assert dispatching.chase_all(matter, actor=ready.menlai, at=LATER, key="c1") == 2
    dispatching.chase_all(matter, actor=ready.menlai, at=LATER, key="c1")
    assert sorted(Delivery.objects.values_list("chases", flat=True)) == [0, 1, 1]
    late = NOW + timedelta(days=3)
    assert (remind_late(at=late), remind_late(at=late + timedelta(minutes=30))) == (2, 0)
    follow(delivery_to(ready, matter, "chengguan"))
    assert Notice.objects.filter(person=ready.people["chengwen"], kind="documents.chased").count() == 2


def test_a_recall_withdraws_every_copy_and_says_why(ready: World) -> None:
    matter = city.sent(ready)
    mine = delivery_to(ready, matter, "chengguan")
    dispatching.act_on_delivery("receive", mine, actor=ready.chengwen, at=LATER)
    dispatching.recall(matter, reason="附件有误", actor=ready.menlai, at=LATER)
    assert city.state(matter) == "recalled"
    assert set(Matter.objects.filter(kind=Sending.kind).values_list("state", flat=True)) == {"withdrawn"}
    follow(mine)
    told = Notice.objects.get(person=ready.people["chengwen"], kind="documents.withdrawn")
    assert told.context["reason"] == "附件有误"
    assert city.client_of(ready, "chengwen").get(f"/documents/received/{mine.number}/files/pdf/").status_code == 404
    assert list(differences()) == []


def test_annulled_and_repealed_are_two_things(ready: World) -> None:
    repealed, annulled = city.sent(ready), city.sent(ready)
    ending = Ending(date(2026, 12, 1), "已有新规定", "云政办发〔2026〕9号")
    dispatching.repeal(repealed, ending, actor=ready.fangzhuren, at=LATER)
    dispatching.annul(annulled, ending, actor=ready.fangzhuren, at=LATER)
    with pytest.raises(StepRefused, match="已经撤销或废止"):
        dispatching.repeal(annulled, ending, actor=ready.fangzhuren, at=LATER)
    for matter, words in ((repealed, "起废止，此前有效"), (annulled, "被撤销，自始无效")):
        page = city.client_of(ready, "menlai").get(f"/documents/outgoing/{matter.number}/").content.decode()
        assert words in page
        assert "云政办发〔2026〕9号" in page
        other = delivery_to(ready, matter, "chengguan")
        assert words in city.client_of(ready, "chengwen").get(f"/documents/received/{other.number}/").content.decode()


def test_who_finds_a_paper_by_its_words(ready: World) -> None:
    matter = city.sent(ready, text="做好供热管网检修，重点检查老旧小区换热站。")
    for one in (matter, delivery_to(ready, matter, "chengguan"), delivery_to(ready, matter, "shuiwu")):
        follow(one)

    def found(who: str) -> set[str]:
        return {one.display.number for one in search("换热站", ready.actor(who)).found}

    assert matter.number in found("hegao")
    assert matter.number in found("nigao")
    assert found("chengwen") == {delivery_to(ready, matter, "chengguan").number}
    assert found("tiwen") == set()


def test_the_whole_record_is_verified(ready: World) -> None:
    city.sent(ready)
    assert verify().ok
    assert Event.objects.filter(type="documents.seal_registered").exists()
    assert Outgoing.objects.count() == 1
    assert Post.objects.exists()
