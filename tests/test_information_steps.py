"""Requests for information: the day of receipt, what silence means, what a step brings with it, and what is refused."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from shuniu.kernel.audit.models import Event
from shuniu.kernel.audit.verification import verify
from shuniu.kernel.casework.case import StepRefused
from shuniu.kernel.casework.models import Clock, Matter, Passage
from shuniu.kernel.files.models import Attachment
from shuniu.kernel.organisation.actor import citizen
from shuniu.public.disclosure.fees import Scale, fee, lines
from shuniu.public.disclosure.models import Applicant, InformationRequest, Remedy, ThirdParty
from shuniu.public.disclosure.operations.filing import Application, open_request
from shuniu.public.disclosure.operations.steps import citizen_step, perform
from shuniu.public.disclosure.receipt import receipt_of, wrong_day
from tests.information import ASKED, PERSON, detail, did, drafted, filed, signed
from tests.world import World, moment

FRIDAY, MONDAY = date(2026, 11, 20), date(2026, 11, 23)


def end(matter: Matter, name: str) -> date:
    return Clock.objects.get(matter=matter, name=name).legal_due.date()


def test_each_way_has_its_own_day_of_receipt() -> None:
    for way in ("in_person", "signed_mail"):
        assert receipt_of(way, FRIDAY, MONDAY).day == FRIDAY
        assert wrong_day(way, FRIDAY, MONDAY), "the law leaves no choice"
    for way in ("mail", "online", "fax"):
        assert receipt_of(way, FRIDAY, MONDAY).day == MONDAY
        assert not wrong_day(way, FRIDAY, MONDAY)
        assert wrong_day(way, MONDAY, FRIDAY), "nothing is received before it came"


@pytest.mark.django_db
def test_what_is_handed_in_is_received_at_once_and_what_comes_by_mail_is_not(world: World) -> None:
    handed = filed(world, moment("2026-11-23 09:30"))
    signed_for = filed(world, moment("2026-11-23 09:30"), way="signed_mail", came_on=FRIDAY)
    posted = filed(world, moment("2026-11-23 09:30"), way="mail", came_on=FRIDAY)
    assert [detail(one).received_on for one in (handed, signed_for, posted)] == [MONDAY, FRIDAY, None]
    assert end(signed_for, "answer") == date(2026, 12, 18)
    with pytest.raises(StepRefused, match="不能早于"):
        did(world, posted, "receive", "2026-11-24 09:00", received_on="2026-11-19", how="phone")
    did(world, posted, "receive", "2026-11-24 09:00", received_on="2026-11-24", how="phone")
    assert end(posted, "answer") == date(2026, 12, 22)


@pytest.mark.django_db
def test_a_message_of_the_last_minute_of_a_day_is_received_when_both_sides_have_spoken(world: World) -> None:
    late = moment("2026-11-20 23:59")
    asked = Application(text=ASKED, **PERSON)
    matter = open_request(asked, actor=citizen(), at=late, key="k").matter
    assert (detail(matter).came_on, matter.state) == (FRIDAY, "arrived")
    did(world, matter, "receive", "2026-11-23 09:00", received_on="2026-11-23", how="phone")
    assert end(matter, "answer") == date(2026, 12, 21), "20 working days from the day after Monday"


@pytest.mark.django_db
def test_a_second_click_files_nothing_twice_and_shows_the_same_code(world: World) -> None:
    asked = Application(text=ASKED, way="in_person", **PERSON)
    one, two = (open_request(asked, actor=world.gongban, at=moment("2026-11-23 09:30"), key="k") for _n in "12")
    assert one == two
    assert Passage.objects.filter(matter=one.matter).count() == 2
    for _click in "12":
        perform("assign", one.matter, actor=world.gongban, at=moment("2026-11-23 10:00"),
                data={"unit": world.unit("chengguan")}, key="a")  # fmt: skip
    assert Passage.objects.filter(matter=one.matter, step="assign").count() == 1


@pytest.mark.django_db
def test_secrets_are_refused_and_nothing_of_them_is_kept(world: World) -> None:
    with pytest.raises(StepRefused, match="机要"):
        filed(world, text="请公开以下文件：\n机密★5年\n关于……的报告")
    with pytest.raises(StepRefused):
        open_request(Application(text=ASKED, **PERSON), actor=citizen(), at=moment("2026-11-23 09:30"),
                     files=[SimpleUploadedFile("申请.txt", "绝密★长期\n内容".encode())])  # fmt: skip
    matter = filed(world)
    with pytest.raises(StepRefused):
        did(world, matter, "ask_correction", "2026-11-03 10:00", items="秘密★10年", days=10)
    assert (InformationRequest.objects.count(), Attachment.objects.count(), matter.passages.count()) == (1, 0, 2)


@pytest.mark.django_db
def test_nobody_is_named_in_the_record(world: World) -> None:
    matter = filed(world)
    did(world, matter, "ask_third_party", "2026-11-03 10:00", subject="检查记录",
        third_party_name="清源水务公司", third_party_contact="开发区1号")  # fmt: skip
    kept = repr(list(Passage.objects.values_list("data", "note"))) + repr(list(Event.objects.values_list("body")))
    stored = repr(list(Applicant.objects.values())) + repr(list(ThirdParty.objects.values()))
    for word in (PERSON["name"], PERSON["identity"], PERSON["phone"], "清源水务公司"):
        assert word not in kept
        assert word not in stored
    assert verify().ok


@pytest.mark.django_db
def test_a_correction_on_the_last_day_is_in_time_whenever_the_office_reads_it(world: World) -> None:
    matter = filed(world)
    did(world, matter, "ask_correction", "2026-11-03 10:00", items="写明年份", days=10)
    assert end(matter, "correction") == date(2026, 11, 17)
    with pytest.raises(StepRefused, match="才届满"):
        did(world, matter, "abandon_uncorrected", "2026-11-17 10:00", "gongzhang", reason="没有补正")
    citizen_step("supplement", matter, at=moment("2026-11-17 23:58"), data={"text": "2025年"})
    stopped = Clock.objects.get(matter=matter, name="correction")
    assert stopped.stopped_at is not None
    assert stopped.stopped_at <= stopped.legal_due
    with pytest.raises(StepRefused, match="已经提交补正"):
        did(world, matter, "abandon_uncorrected", "2026-11-18 10:00", "gongzhang", reason="没有补正")
    did(world, matter, "receive_correction", "2026-11-18 10:00", received_on="2026-11-18")
    assert detail(matter).correction == "2025年"
    assert end(matter, "answer") == date(2026, 12, 16), "the period begins anew"
    with pytest.raises(StepRefused, match="一次性告知"):
        did(world, matter, "ask_correction", "2026-11-19 10:00", items="再补", days=5)


@pytest.mark.django_db
def test_silence_means_something_only_when_the_period_is_over(world: World) -> None:
    third, organ = filed(world), filed(world)
    did(world, third, "ask_third_party", "2026-11-03 10:00", subject="检查记录", third_party_name="甲")
    did(world, organ, "ask_organ", "2026-11-03 10:00", organ="水务局", subject="检查记录")
    for matter, step in ((third, "decide_without_third_party"), (organ, "deem_consent")):
        with pytest.raises(StepRefused, match="才届满"):
            did(world, matter, step, "2026-11-24 10:00", reason="没有回音")
        did(world, matter, step, "2026-11-25 10:00", reason="没有回音")
        assert end(matter, "answer") == date(2026, 12, 22), (
            "the 22 days from the fourth to the twenty-fifth do not count"
        )


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"kind": "withheld", "reason": "理由"}, "必须说明依据"),
    ({"kind": "withheld", "ground": "internal"}, "必须说明理由"),
    ({"kind": "not_ours", "reason": "不归我们"}, "名称和联系方式"),
    ({"kind": "unclear", "reason": "不清楚"}, "没有经过补正"),
    ({"kind": "excessive", "reason": "太多"}, "先要求申请人说明理由"),
    ({"kind": "nothing"}, "请选择答复的种类"),
]


@pytest.mark.django_db
def test_a_reply_without_its_ground_is_refused(world: World) -> None:
    matter = filed(world)
    for data, words in REFUSED:
        with pytest.raises(StepRefused, match=words):
            drafted(world, matter, **data)
    assert matter.passages.count() == 2


@pytest.mark.django_db
def test_files_of_a_draft_reach_the_applicant_only_with_the_signature(world: World) -> None:
    matter = filed(world)

    def roles() -> list[str]:
        return list(Attachment.objects.filter(matter_id=matter.pk).order_by("pk").values_list("role", flat=True))

    def draft(name: str) -> None:
        data = {"kind": "given", "text": "现提供。"}
        file = SimpleUploadedFile(name, b"2025: 3.1 mg/L")
        perform("draft_reply", matter, actor=world.gongban, at=moment("2026-11-10 10:00"), data=data, files=[file])

    draft("a.txt")
    did(world, matter, "send_back", "2026-11-10 11:00", "gongzhang", reason="附件不对")
    assert roles() == ["found"], "a draft that came back stays in the house"
    draft("b.txt")
    assert roles() == ["found", "reply"]
    did(world, matter, "sign", "2026-11-11 10:00", "gongzhang")
    assert roles() == ["found", "answer"]


@pytest.mark.django_db
def test_a_remedy_is_in_the_register_with_its_step_and_a_second_reply_is_delivered_again(world: World) -> None:
    matter = signed(world, filed(world))
    did(world, matter, "deliver", "2026-11-12 10:00", how="hand", delivered_on="2026-11-12")
    with pytest.raises(StepRefused, match="已答复"):
        did(world, matter, "deliver", "2026-11-12 11:00", how="hand", delivered_on="2026-11-12")
    did(world, matter, "register_remedy", "2026-11-20 10:00", path="reconsideration", authority="云州市人民政府",
        begun_on="2026-11-19", reference="云府复〔2026〕7号")  # fmt: skip
    line = Remedy.objects.get(matter=matter)
    assert (line.result, line.begun_on) == ("pending", date(2026, 11, 19))
    with pytest.raises(StepRefused, match="不能早于"):
        did(
            world, matter, "conclude_remedy", "2026-11-28 10:00", remedy=line.pk, result="upheld", ended_on="2026-11-18"
        )
    did(world, matter, "conclude_remedy", "2026-11-28 10:00", remedy=line.pk, result="corrected", ended_on="2026-11-27")
    with pytest.raises(StepRefused, match="尚未审结"):
        did(
            world, matter, "conclude_remedy", "2026-11-28 11:00", remedy=line.pk, result="upheld", ended_on="2026-11-27"
        )
    assert matter.passages.filter(step="conclude_remedy").count() == 1
    did(world, matter, "reopen", "2026-11-30 10:00", "gongzhang", reason="撤销原答复", days=15)
    assert end(matter, "ordered") == date(2026, 12, 21)
    drafted(world, matter, "2026-12-01 10:00")
    did(world, matter, "sign", "2026-12-02 10:00", "gongzhang")
    assert (detail(matter).delivered_on, detail(matter).reopened) == (None, 1)
    did(world, matter, "deliver", "2026-12-03 10:00", how="post", delivered_on="2026-12-03")


@pytest.mark.django_db
def test_the_fee_is_reckoned_by_the_month_and_the_applicant_and_not_by_the_form(world: World) -> None:
    first, second = filed(world), filed(world)
    did(world, first, "charge", "2026-11-04 10:00", "gongzhang", scale="by_page", count=120, amount=1)
    did(world, second, "charge", "2026-11-05 10:00", "gongzhang", scale="by_page", count=10, amount=1)
    told = list(Passage.objects.filter(step="charge").order_by("pk").values_list("data", flat=True))
    assert [(one["before"], one["amount"]) for one in told] == [(0, 700 + 400), (120, 200)]
    third = filed(world, identity="91330100MA1234567X")
    with pytest.raises(StepRefused, match="免费范围"):
        did(world, third, "charge", "2026-11-05 10:00", "gongzhang", scale="by_item")
    for before, count in ((0, 45), (25, 90), (95, 130)):
        for scale in Scale:
            assert sum(line.amount for line in lines(scale, before=before, count=count)) == fee(
                scale, before=before, count=count
            )


@pytest.mark.django_db
def test_an_applicant_takes_only_the_applicants_steps(world: World) -> None:
    matter = filed(world)
    with pytest.raises(StepRefused):
        citizen_step("sign", matter, at=moment("2026-11-03 10:00"))
    citizen_step("withdraw", matter, at=moment("2026-11-03 10:00"))
    matter.refresh_from_db()
    assert (matter.state, matter.outcome) == ("withdrawn", "withdrawn")
