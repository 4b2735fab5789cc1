"""The letters: what each says, to whom, and what the applicant may do; set as PDF where it must hold."""

from __future__ import annotations

from io import BytesIO

import pypdfium2
import pytest
from django.http import Http404

from shuniu.kernel.casework.models import Matter
from shuniu.kernel.typesetting.docx import docx_of
from shuniu.public.disclosure.letters.remedy import remedy_line
from shuniu.public.disclosure.letters.table import LETTERS, paper_of
from shuniu.public.disclosure.operations import letters as setting
from shuniu.public.disclosure.queries import requests
from shuniu.public.disclosure.queries.letters import letter_at, letters_of, letters_to_applicant
from shuniu.public.disclosure.replies import REPLIES, WITHHELD
from tests.information import PERSON, did, drafted, filed, signed
from tests.world import NOW, World

pytestmark = pytest.mark.django_db


def text(world: World, matter: Matter, seq: int) -> str:
    letter, story = letter_at(requests.opened(world.gongban, str(matter.number)), seq)
    paper = paper_of(letter, story)
    return "\n".join((paper.title, paper.recipients, paper.text))


def last(world: World, matter: Matter, step: str) -> str:
    return text(world, matter, matter.passages.filter(step=step).latest("seq").seq)


def test_a_refusal_goes_to_reconsideration_first_and_every_other_reply_names_both_ways() -> None:
    for key, reply in REPLIES.items():
        line = remedy_line(reply, "云州市人民政府")
        assert "六十日" in line
        assert "《行政复议法》第二十条" in line
        assert ("应当先申请行政复议" in line) == (key in {"withheld", "partly"}), key
        assert ("也可以依法向有管辖权的人民法院" in line) == (key not in {"withheld", "partly"}), key
        assert "六个月" not in line, "a term that was not read in the law is not told as law"
        assert "十五日" not in line


@pytest.mark.parametrize("key", REPLIES)
def test_every_kind_of_reply_has_its_letter(world: World, key: str) -> None:
    reply = REPLIES[key]
    matter = filed(world)
    if key == "unclear":
        did(world, matter, "ask_correction", "2026-11-03 10:00", items="写明年份", days=10)
        did(world, matter, "receive_correction", "2026-11-05 10:00", received_on="2026-11-05", text="看着办")
    if key == "excessive":
        did(world, matter, "ask_reasons", "2026-11-03 10:00", text="请说明理由")
        did(world, matter, "hear_reasons", "2026-11-05 10:00", finding="unreasonable")
    more = {"ground": "internal"} if reply.grounds else {}
    signed(world, matter, kind=key, text="答复的话。", reason="如此。", organ="水务局 0000-1", **more)
    said = last(world, matter, "sign")
    assert said.startswith("政府信息公开申请答复书\n张建国\n本机关于2026年11月2日收到您提出的政府信息公开申请")
    assert reply.label in said
    assert (reply.cites.cite() in said) == reply.cites.confirmed
    assert "答复的话。" in said
    assert "理由：如此。" in said
    assert remedy_line(reply, "云州市人民政府") in said
    assert ("水务局 0000-1" in said) == reply.needs_organ or not reply.needs_organ
    if reply.grounds:
        internal = next(one for one in WITHHELD if one.key == "internal")
        assert f"{internal.cites.cite()}，可以不予公开" in said


def test_a_letter_tells_the_date_that_was_right_when_it_was_written(world: World) -> None:
    matter = filed(world)
    assert "截至2026年11月30日" in last(world, matter, "receive")
    did(world, matter, "ask_third_party", "2026-11-03 10:00", subject="检查记录", third_party_name="清源水务公司",
        third_party_contact="开发区1号")  # fmt: skip
    did(world, matter, "hear_third_party", "2026-11-09 10:00", consents="refuses", opinion="商业秘密")
    did(world, matter, "extend", "2026-11-10 10:00", "gongzhang", reason="数量大。", days=20)
    assert "截至2026年11月30日" in last(world, matter, "receive"), "a receipt does not change afterwards"
    extended = last(world, matter, "extend")
    assert "延长20个工作日" in extended
    assert "截至2027年1月4日" in extended
    assert "政府信息公开工作机构负责人同意" in extended
    asked = last(world, matter, "ask_third_party")
    assert "清源水务公司\n" in asked
    assert PERSON["name"] not in asked, "a third party does not learn who asks"
    assert "十五个工作日" in asked
    assert "由本机关依照条例的规定决定" in asked


def test_the_applicant_has_their_own_letters_and_no_others(world: World) -> None:
    matter = filed(world)
    did(world, matter, "ask_third_party", "2026-11-03 10:00", subject="检查记录", third_party_name="甲")
    did(world, matter, "hear_third_party", "2026-11-04 10:00", consents="agrees", opinion="同意")
    did(world, matter, "ask_organ", "2026-11-04 11:00", organ="水务局", subject="检查记录")
    did(world, matter, "hear_organ", "2026-11-05 10:00", consents="agrees", opinion="同意")
    did(world, matter, "charge", "2026-11-05 11:00", "gongzhang", scale="by_page", count=100)
    did(world, matter, "record_payment", "2026-11-06 11:00")
    drafted(world, matter)
    found = requests.opened(world.gongban, str(matter.number))
    for step, letter in LETTERS.items():
        passage = next((one for one in found.passages if one.step == step), None)
        if passage is not None and (letter.to.value != "applicant" or letter.draft):
            with pytest.raises(Http404):
                letter_at(found, passage.seq, to_applicant=True)
    theirs = [name for _seq, name, _at in letters_to_applicant(found.passages)]
    assert theirs == ["政府信息公开信息处理费缴费通知书", "政府信息公开申请登记回执"]
    assert [one.draft for one in letters_of(found)] == [True, False, False, False, False]
    assert "应缴700元" in last(world, matter, "charge")
    for seq in (1, 99):
        with pytest.raises(Http404):
            letter_at(found, seq)


def test_a_changed_reply_says_what_it_takes_the_place_of(world: World) -> None:
    matter = signed(world, filed(world), kind="withheld", ground="third_party", reason="商业秘密")
    did(world, matter, "reopen", "2026-11-30 10:00", "gongzhang", reason="撤销原答复", days=15)
    drafted(world, matter, "2026-12-01 10:00")
    did(world, matter, "sign", "2026-12-02 10:00", "gongzhang")
    said = last(world, matter, "sign")
    assert said.startswith("政府信息公开申请重新答复书")
    assert "本机关2026年11月11日作出的原答复" in said
    first = text(world, matter, matter.passages.filter(step="sign").earliest("seq").seq)
    assert first.startswith("政府信息公开申请答复书"), "the first letter stays what it was"


def test_a_ground_of_two_thousand_characters_sets_well(world: World) -> None:
    matter = filed(world)
    reason = "检查记录载有企业的工艺参数，属于商业秘密，第三方书面表示不同意公开。" * 60
    drafted(world, matter, kind="withheld", ground="third_party", text="不予公开。", reason=reason[:2000])
    letter, story = letter_at(requests.opened(world.gongzhang, str(matter.number)), 3)
    with pypdfium2.PdfDocument(BytesIO(setting.pdf(letter, story, at=NOW))) as document:
        pages = [page.get_textpage().get_text_range() for page in document]
    whole = "".join("".join(pages).split())
    assert 3 <= len(pages) <= 6
    assert all(len(page) > 20 for page in pages), "no page without text"
    assert whole.count("属于商业秘密，第三方书面表示") >= 55
    assert "应当先申请行政复议" in whole
    assert "草稿" in whole
    assert docx_of(paper_of(letter, story), overleaf=False).startswith(b"PK")
