"""Any choice of elements, in any form: set on the page, the 版记 at its foot, nothing lost. Seeded, so that it repeats."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

import pytest

from shuniu.kernel.typesetting import fonts
from shuniu.kernel.typesetting.geometry import measure
from shuniu.kernel.typesetting.paper import Annex, Form, Paper, Seal
from shuniu.kernel.typesetting.samples import BODY, JOINT, OFFICE, TABLE
from shuniu.kernel.typesetting.seals import demo_seal, demo_signature
from shuniu.kernel.typesetting.setting import pdf_of
from tests.ink import AREA, Sheets, rules, window
from tests.world import moment

NOW = moment("2026-11-24 10:00")
TEXTS = (
    "正文。",
    BODY,
    "\n".join(BODY.split("\n")[:6]),
    "第一段。\n" + TABLE,
    TABLE,
    "一、只有标题",
    "（一）开头。后文。" * 30,
)
ELEMENTS: dict[str, tuple[Any, ...]] = {
    "mark": ("自定标志",),
    "urgency": ("加急",),
    "number": ("云政发〔2026〕1号",),
    "signers": (("周明远",), ("周明", "何静", "欧阳志强"), ("甲某", "乙某", "丙某", "丁某", "戊某", "己某", "庚某")),
    "recipients": ("各县（区）人民政府", "某某县人民政府，" * 60),
    "annexes": ((Annex("表", TABLE),), (Annex("甲", "文。"), Annex("乙")), (Annex("丙", BODY),)),
    "signed_on": (date(2026, 1, 5),),
    "note": ("联系人：某某",),
    "copies": ("市委办公室",),
    "issuer": ("某某办公室",),
    "issued_on": (date(2026, 1, 6),),
    "present": ("甲某、乙某",),
    "attending": ("丁某，" * 40,),
}


@pytest.fixture(autouse=True)
def chinese() -> None:
    try:
        fonts.found()
    except fonts.NoChineseFont:
        pytest.skip("this machine has no Chinese font, and make setup could not fetch one")


def paper_by(chance: random.Random) -> Paper:
    organs = chance.choice([(OFFICE,), JOINT, JOINT[:2]])
    kept = {name: chance.choice(values) for name, values in ELEMENTS.items() if chance.random() < 0.5}
    if chance.random() < 0.5:
        pictures = chance.random() < 0.5
        kept["seals"] = tuple(Seal(organ, demo_seal(organ) if pictures else b"") for organ in organs)
    if chance.random() < 0.2:
        kept |= {"post": "市长", "name": "周明远", "signature": chance.choice([b"", demo_signature("周明远")])}
    title = chance.choice(["关于工作的通知", "关于进一步规范全市政务服务事项办理工作的通知"])
    return Paper(title=title, text=chance.choice(TEXTS), organs=organs, form=chance.choice(list(Form)), **kept)


@pytest.mark.parametrize("seed", range(24))
def test_any_choice_of_elements_stands_on_its_pages(seed: int) -> None:
    paper = paper_by(random.Random(seed))
    done = pdf_of(paper, at=NOW)
    sheets = Sheets(done.file)
    assert sheets.within()
    assert "".join(paper.text.replace("|", "").split())[:12] in "".join(sheets.text().split())
    ruled = paper.form is not Form.LETTER and bool(paper.copies or paper.issuer or paper.issued_on)
    if ruled:
        assert done.pages % 2 == 0
        assert rules(window(sheets.dark(done.pages), 100, 264))[-1][1] == pytest.approx(AREA[2], abs=0.2)
    elif paper.form is Form.LETTER and paper.copies:
        assert sheets.line(done.pages, "抄送：")[0].bottom == pytest.approx(AREA[2], abs=1.2)
    assert measure(done.file).pages == done.pages


def test_a_foot_without_room_slips_to_the_foot_of_the_next_page_not_to_its_head() -> None:
    for count in range(4, 40):
        done = pdf_of(
            Paper(title="题", text="全市各单位要认真落实。\n" * count, organs=("甲局",), issuer="甲局办公室"), at=NOW
        )
        sheets = Sheets(done.file)
        last = rules(window(sheets.dark(done.pages), 0, 264))[-1]
        assert last[1] == pytest.approx(AREA[2], abs=0.2), f"{count} lines"
        assert done.pages % 2 == 0
