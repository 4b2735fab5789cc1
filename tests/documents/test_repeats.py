"""Repeated papers: found by number, by title and day, by text; and different ones left alone."""

from __future__ import annotations

import random
import time
from datetime import date

import pytest

from shuniu.office.documents.reading import fields_of
from shuniu.office.documents.repeats import Known, Repeat, Why, number_key, repeats, share_of, sketch_of, title_key
from tests.documents.arrived import ARRIVED

TEXT = (
    "为做好今年防汛工作，各县区要全面排查尾矿库、在建工地和地下空间，逐处登记、逐处销号。对查出的隐患，能立即整改的立即整改，"
    "不能立即整改的要落实责任、资金、措施和时限。各级防汛机构要严格执行二十四小时值班和领导带班制度，发现险情第一时间报告、第一时间处置。"
    "要备足抢险物资，加强队伍演练，确保关键时刻拉得出、用得上、打得赢。"
)


def known(key: str, **more: object) -> Known:
    kept: dict[str, object] = {
        "organ": "江南省应急管理厅", "number": "江应急〔2026〕45号", "title": "江南省应急管理厅关于开展汛前安全检查的通知",
        "signed_on": date(2026, 3, 28), "sketch": sketch_of(TEXT),
    }  # fmt: skip
    return Known(key, **{**kept, **more})  # type: ignore[arg-type]  # fields by name


def only(paper: Known, *registered: Known) -> Repeat | None:
    found = repeats(paper, registered)
    return found[0] if found else None


def test_the_same_number_of_the_same_organ_is_the_same_paper_however_it_is_written() -> None:
    for number in ("江应急[2026]45号", "江应急（2026）第045号", " 江应急 〔2026〕 45 号"):
        found = only(known("new", number=number, title="", sketch=(), signed_on=None), known("old"))
        assert found == Repeat("old", Why.NUMBER, True, 0.0)
    assert only(known("new", organ="省应急管理厅", sketch=()), known("old")), "written without the province's name"


def test_another_organ_s_or_year_s_same_number_is_another_paper() -> None:
    other = {"title": "关于扩建校舍的批复", "sketch": (), "signed_on": None}
    assert only(known("new", organ="江州市教育局", **other), known("old")) is None
    assert only(known("new", number="江应急〔2025〕45号", **other), known("old")) is None
    assert number_key("江应急〔2026〕45号") != number_key("江应急〔2026〕145号")


def test_a_scan_read_badly_is_known_by_its_text() -> None:
    shaken = TEXT.replace("尾矿库", "尾矿厍").replace("第一时间处置", "第一吋间处置")
    found = only(known("new", number="", title="", organ="", sketch=sketch_of(shaken), signed_on=None), known("old"))
    assert found is not None
    assert (found.why, found.sure) == (Why.TEXT, True) or found.share > 0.6


def test_a_paper_that_quotes_another_is_only_like_it() -> None:
    quoting = TEXT + "".join(
        f"第{number}条，各单位应当按照本实施方案的要求，结合实际制定具体措施并抓好落实。" for number in range(4)
    )
    found = only(
        known("new", number="云应急〔2026〕9号", title="实施方案", organ="云州市应急管理局", sketch=sketch_of(quoting)),
        known("old"),
    )
    assert found is not None
    assert found.why is Why.MUCH_TEXT
    assert not found.sure


def test_title_and_day_together_are_enough_without_number_and_text() -> None:
    bare = {"number": "", "sketch": ()}
    found = only(known("new", title="关于开展汛前安全检查的通知", **bare), known("old"))
    assert found is not None
    assert (found.why, found.sure) == (Why.TITLE_AND_DAY, True)
    for day, why in ((date(2026, 4, 1), Why.TITLE_AND_DAY), (None, Why.TITLE)):
        found = only(known("new", signed_on=day, **bare), known("old"))
        assert found is not None
        assert found.why is why
    assert only(known("new", signed_on=date(2025, 3, 28), **bare), known("old")) is None, "every year has such a notice"


def test_two_numbers_of_one_organ_are_never_surely_the_same() -> None:
    found = only(known("new", number="江应急〔2026〕46号", sketch=()), known("old"))
    assert found is not None
    assert not found.sure


def test_the_third_quarter_is_not_the_second() -> None:
    bare = {"number": "", "sketch": (), "signed_on": date(2026, 7, 1)}
    assert (
        only(
            known("new", title="关于2026年第2批项目的通报", **bare),
            known("old", title="关于2026年第3批项目的通报", **bare),
        )
        is None
    )


def test_the_likeliest_comes_first_and_a_paper_is_not_its_own_repeat() -> None:
    found = repeats(known("new"), [known("text", number="", organ="", title=""), known("new"), known("number")])
    assert [one.key for one in found] == ["number", "text"]


def test_sketches_estimate_what_two_texts_share() -> None:
    chance = random.Random(7)
    one = "".join(chance.choice("政府办公室关于做好防汛工作通知各县区人民检查隐患") for _ in range(3000))
    half = one[:1500] + "".join(chance.choice("教育医疗住房养老就业社保改革创新环境交通") for _ in range(1500))
    assert share_of(sketch_of(one), sketch_of(one)) == 1
    assert share_of(sketch_of(one), sketch_of(half)) == pytest.approx(1 / 3, abs=0.12)
    assert share_of(sketch_of(one), sketch_of("很短")) == 0
    assert sketch_of("太短的文字") == ()
    assert title_key("关于《A法》的通知（试行）") == "关于a法的通知试行"


def test_no_two_of_the_arrived_papers_are_taken_for_one() -> None:
    papers = []
    for name, paper in ARRIVED.items():
        read = fields_of(paper.text)
        day = date.fromisoformat(read.signed_on.value) if read.signed_on else None
        organ = read.organs[0].value if read.organs else ""
        title, number = (one.value if one else "" for one in (read.title, read.number))
        papers.append(Known(name, organ, number, title, day, sketch_of(paper.text)))
    for paper in papers:
        assert [one for one in repeats(paper, papers) if one.sure] == []


def test_ten_thousand_registered_papers_are_compared_in_two_seconds() -> None:
    registered = [
        known(str(place), number=f"江应急〔2026〕{place + 100}号", title=f"关于第{place}次检查的通知")
        for place in range(10_000)
    ]
    begun = time.process_time()
    assert repeats(known("new", number="江应急〔2026〕777号", sketch=()), registered)[0].why is Why.NUMBER
    assert time.process_time() - begun < 2
