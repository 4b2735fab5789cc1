"""GB/T 9704-2012, form by form: what the geometry says, and what a second pair of eyes sees on the page (tests/ink.py)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import pairwise

import pytest

from shuniu.kernel.typesetting import fonts
from shuniu.kernel.typesetting.geometry import Geometry, measure
from shuniu.kernel.typesetting.moving import _with_heading
from shuniu.kernel.typesetting.paper import Annex, Paper, Seal
from shuniu.kernel.typesetting.samples import BODY, JOINT, OFFICE, SAMPLES
from shuniu.kernel.typesetting.seals import demo_seal
from shuniu.kernel.typesetting.setting import Set, pdf_of
from tests.ink import AREA, Letter, Sheets, columns, rows, rules, window
from tests.world import moment

NOW = moment("2026-11-24 10:00")
TOP, LEFT, BOTTOM, RIGHT = AREA
CELL = 156 / 28
PITCH = (225 - 16 * 25.4 / 72) / 21
FORMS = list(SAMPLES)


@pytest.fixture(autouse=True)
def chinese() -> None:
    try:
        found = fonts.found()
    except fonts.NoChineseFont:
        pytest.skip("this machine has no Chinese font, and make setup could not fetch one")
    if not any(name.startswith(("Fandol", "Fang", "仿宋")) for name in found.families[fonts.Face.BODY][:1]):
        pytest.skip("this machine has no 仿宋")


@cache
def made(form: str) -> tuple[Paper, Set, Sheets, Geometry]:
    paper = SAMPLES[form]()
    done = pdf_of(paper, at=NOW)
    return paper, done, Sheets(done.file), measure(done.file)


@pytest.fixture(scope="module", autouse=True)
def tidy() -> Iterator[None]:
    yield
    made.cache_clear()


def sheets_of(paper: Paper) -> Sheets:
    return Sheets(pdf_of(paper, at=NOW).file)


def inset(letters: list[Letter]) -> float:
    """Characters between the end of some words and the right edge; the last one is full-width."""
    return (RIGHT - letters[-1].x) / CELL - 1


@pytest.mark.parametrize("form", FORMS)
def test_every_form_stands_the_geometry(form: str) -> None:
    _, done, _, geometry = made(form)
    assert geometry.deviations == []
    assert geometry.ok
    assert geometry.not_found == []
    assert geometry.form == (form if form != "joint" else "ordinary")
    assert (geometry.lines_per_page, geometry.characters_per_line) == (22, 28)
    assert geometry.pages == done.pages
    assert abs((geometry.margin_top_mm or 0) - 37) <= 1
    assert geometry.margin_left_mm is None or abs(geometry.margin_left_mm - 28) <= 1


@pytest.mark.parametrize("form", FORMS)
def test_nothing_is_outside_the_type_area_but_page_number_and_a_letter_s_head(form: str) -> None:
    _, _, sheets, _ = made(form)
    for number in range(1, len(sheets) + 1):
        dark = window(sheets.dark(number), TOP if form == "letter" else 0, BOTTOM)
        if dark.any():
            (left, right), (top, _) = columns(dark), rows(dark)
            assert left >= LEFT - 0.3
            assert right <= RIGHT + 0.3
            assert top >= TOP - 0.3


def test_a_full_page_has_22_lines_of_28_characters_on_one_grid() -> None:
    paper = replace(SAMPLES["ordinary"](), text="规" * 28 * 60, annexes=())
    sheets = sheets_of(paper)
    lines = [line for line in sheets.lines(2) if line[0].baseline < BOTTOM]
    assert len(lines) == 22
    assert {len(line) for line in lines} == {28}
    steps = [after[0].baseline - before[0].baseline for before, after in pairwise(lines)]
    assert max(abs(step - PITCH) for step in steps) < 0.02
    advances = [after.x - before.x for line in lines for before, after in pairwise(line)]
    assert max(abs(one - CELL) for one in advances) < 0.02
    assert lines[0][0].x == pytest.approx(LEFT, abs=0.02)
    (top, bottom), (left, right) = rows(window(sheets.dark(2), 0, BOTTOM + 1)), columns(sheets.dark(2))
    assert top == pytest.approx(TOP, abs=1)
    assert bottom == pytest.approx(BOTTOM, abs=1)
    assert (left, right) == (pytest.approx(LEFT, abs=1), pytest.approx(RIGHT, abs=1))


def test_page_1_ends_on_the_same_grid_as_the_others() -> None:
    sheets = sheets_of(replace(SAMPLES["ordinary"](), text="规" * 28 * 60, annexes=()))
    last = [line for line in sheets.lines(1) if line[0].baseline < BOTTOM][-1]
    assert last[0].baseline == pytest.approx(
        [line for line in sheets.lines(2) if line[0].baseline < BOTTOM][-1][0].baseline, abs=0.02
    )


def test_the_head_of_an_ordinary_paper() -> None:
    paper, _, sheets, _ = made("ordinary")
    red = window(sheets.red(1), 0, 130)
    rule = rules(red)[-1]
    mark_top, mark_bottom = rows(window(red, 0, rule[0] - 8))
    assert mark_top == pytest.approx(TOP + 35, abs=0.3), "the ink of the mark begins 35 mm below the type area's top"
    assert sum(columns(window(red, 0, rule[0] - 8))) / 2 == pytest.approx((LEFT + RIGHT) / 2, abs=1)
    number = sheets.line(1, paper.number)
    dark = rows(window(sheets.dark(1), mark_bottom + 1, rule[0]))
    assert rule[0] - dark[1] == pytest.approx(4, abs=0.3)
    assert columns(window(red, *rule)) == (pytest.approx(LEFT, abs=0.3), pytest.approx(RIGHT, abs=0.3))
    assert (dark[0] - mark_bottom) / PITCH == pytest.approx(2, abs=0.3), "two blank lines"
    assert {"〔", "〕"} <= {one.text for one in number}
    assert number[0].size == 16
    assert (number[0].x + number[-1].x + CELL) / 2 == pytest.approx((LEFT + RIGHT) / 2, abs=0.5)


def test_title_recipients_and_the_levels_faces() -> None:
    _, _, sheets, _ = made("ordinary")
    rule = rules(sheets.red(1))[0]
    titles = [line for line in sheets.lines(1) if line[0].size == 22]
    assert len(titles) == 2
    assert {one.font for line in titles for one in line} == {titles[0][0].font}
    assert (min(one.top for one in titles[0]) - rule[1]) / PITCH == pytest.approx(2, abs=0.3)
    widths = [len(line) for line in titles]
    assert widths[0] != widths[1], "a trapezium, no rectangle"
    recipients = sheets.line(1, "各县（区）人民政府")
    assert recipients[0].x == pytest.approx(LEFT, abs=0.05)
    assert sheets.line(1, "一、总体要求")[0].font.endswith("FandolHei-Regular")
    assert sheets.line(2, "（一）统一事项标准。")[3].font.endswith("FandolKai-Regular")
    assert sheets.line(2, "各县（区）人民政府、市政府各部")[0].font.endswith("FandolFang-Regular")
    assert sheets.line(1, "一、总体要求")[0].x == pytest.approx(LEFT + 2 * CELL, abs=0.05)


def test_annex_note_signature_date_and_seal() -> None:
    _, _, sheets, _ = made("ordinary")
    page = next(number for number in range(1, 7) if sheets.pictures(number))
    note, second = sheets.line(page, "附件："), sheets.line(page, "2.政务")
    first = sheets.line(page, "1.重点任务分工表")
    assert note[0].x == pytest.approx(LEFT + 2 * CELL, abs=0.05)
    assert second[2].x == pytest.approx(first[2].x, abs=0.05)
    date, organ = sheets.line(page, "2026年8月12日"), sheets.line(page, OFFICE)
    assert inset(date) == pytest.approx(4, abs=0.05)
    middle = (date[0].left + date[-1].x + CELL) / 2
    assert (organ[0].x + organ[-1].x + CELL) / 2 == pytest.approx(middle, abs=0.5)
    [(left, top, right, bottom)] = sheets.pictures(page)
    assert right - left == pytest.approx(42, abs=0.2)
    assert (left + right) / 2 == pytest.approx(middle, abs=0.5)
    for line in (date, organ):
        assert top < line[0].top
        assert line[0].bottom < bottom, "the seal covers name and date"
    assert (organ[0].top + date[0].bottom) / 2 > (top + bottom) / 2, "which stand a little below its middle"
    gap = top - max(one.bottom for one in second)
    assert 0 <= gap <= PITCH, "the seal's top is within one line of the text"
    remark = sheets.line(page, "（此件公开发布）")
    assert remark[0].baseline - date[0].baseline == pytest.approx(PITCH, abs=0.05)


def test_the_foot_stands_on_the_last_even_page() -> None:
    _, _, sheets, _ = made("ordinary")
    assert len(sheets) % 2 == 0
    thick, thin, last = rules(window(sheets.dark(len(sheets)), 200, 264))
    assert last[1] == pytest.approx(BOTTOM, abs=0.2)
    assert [round(rule[1] - rule[0], 2) for rule in (thick, thin, last)] == [
        pytest.approx(0.35, abs=0.13),
        pytest.approx(0.25, abs=0.13),
        pytest.approx(0.35, abs=0.13),
    ]
    copies, issuer = sheets.line(len(sheets), "抄送："), sheets.line(len(sheets), OFFICE)
    four = 14 * 25.4 / 72
    assert copies[0].x == pytest.approx(LEFT + four, abs=0.05)
    assert issuer[0].x == pytest.approx(LEFT + four, abs=0.05)
    issued = sheets.line(len(sheets), "2026年8月14日印发")
    assert RIGHT - issued[-1].x - four == pytest.approx(four, abs=0.05)
    assert {one.size for one in (*copies, *issuer, *issued)} == {14}


def test_page_numbers_stand_outside_seven_millimetres_below() -> None:
    _, _, sheets, _ = made("ordinary")
    four = 14 * 25.4 / 72
    for number in range(1, len(sheets) + 1):
        words = sheets.line(number, f"—{number}—")
        assert words[0].size == 14
        assert words[0].top - BOTTOM == pytest.approx(7, abs=0.2), "the dash's upper edge"
        ends = RIGHT - words[-1].right if number % 2 else words[0].left - LEFT
        assert ends == pytest.approx(four, abs=0.4)


def test_an_annex_begins_a_page_and_its_title_is_on_the_third_line() -> None:
    _, _, sheets, _ = made("ordinary")
    page = next(number for number in range(1, 7) if "".join(one.text for one in sheets.lines(number)[0]) == "附件2")
    label, title = sheets.lines(page)[0], sheets.lines(page)[1]
    assert label[0].x == pytest.approx(LEFT, abs=0.05)
    assert label[0].font.endswith("FandolHei-Regular")
    assert title[0].size == 22
    assert (title[0].top - label[0].top) / PITCH == pytest.approx(2, abs=0.1)


def test_an_upward_paper_s_number_stands_left_on_the_signer_s_line() -> None:
    paper, _, sheets, _ = made("upward")
    number, signer = sheets.line(1, paper.number), sheets.line(1, "签发人：周明远")
    assert number[0].x == pytest.approx(LEFT + CELL, abs=0.05)
    assert number[0].baseline == signer[0].baseline
    assert inset(signer) == pytest.approx(1, abs=0.05)
    assert signer[0].font.endswith("FandolFang-Regular")
    assert signer[4].font.endswith("FandolKai-Regular")


def test_several_signers_stand_two_in_a_line_and_the_number_on_the_last() -> None:
    paper = replace(SAMPLES["upward"](), signers=("周明远", "何静", "孙志强"))
    sheets = sheets_of(paper)
    first, last = sheets.line(1, "签发人：周明远何静"), sheets.line(1, "孙志强")
    assert last[0].x == pytest.approx(first[4].x, abs=0.05), "below the first name"
    assert sheets.line(1, paper.number)[0].baseline == pytest.approx(last[0].baseline, abs=0.05)
    assert last[0].baseline - first[0].baseline == pytest.approx(PITCH, abs=0.05)


def test_a_joint_mark_is_one_block_with_its_word_in_the_middle() -> None:
    _, _, sheets, _ = made("joint")
    names = [sheets.line(1, organ) for organ in JOINT]
    word = sheets.line(1, "文件")
    assert max(name[0].left for name in names) - min(name[0].left for name in names) < 2
    middle = (min(one.top for one in names[0]) + max(one.bottom for one in names[-1])) / 2
    assert (min(one.top for one in word) + max(one.bottom for one in word)) / 2 == pytest.approx(middle, abs=1.5)
    assert min(word[0].left - name[-1].right for name in names) > 0


def test_joint_seals_stand_in_a_row_apart_and_inside() -> None:
    _, _, sheets, _ = made("joint")
    page = next(number for number in range(1, 7) if sheets.pictures(number))
    seals = sorted(sheets.pictures(page))
    assert len(seals) == 3
    assert len({round(top, 1) for _, top, _, _ in seals}) == 1
    assert all(after[0] - before[2] > 1 for before, after in pairwise(seals))
    assert seals[0][0] >= LEFT - 0.2
    assert seals[-1][2] <= RIGHT + 0.2
    date = sheets.line(page, "2026年8月12日")
    assert inset(date) == pytest.approx(4, abs=0.05)
    assert seals[-1][1] < date[0].top
    assert date[0].bottom < seals[-1][3]
    texts = [line for line in sheets.lines(page) if line[0].baseline < seals[0][1]]
    assert len(texts) >= 2, "two lines of text stand with the seals"


def test_a_letter_has_double_rules_and_no_number_on_page_1() -> None:
    paper, _, sheets, _ = made("letter")
    red = sheets.red(1)
    found = rules(red, 160)
    assert len(found) == 4
    thick, thin = found[0][1] - found[0][0], found[1][1] - found[1][0]
    assert thick > thin, "thick above thin"
    assert found[3][1] - found[3][0] > found[2][1] - found[2][0], "thin above thick"
    assert found[3][1] == pytest.approx(297 - 20, abs=0.2)
    left, right = columns(window(red, *found[0]))
    assert right - left == pytest.approx(170, abs=0.3)
    assert (left + right) / 2 == pytest.approx(105, abs=0.2)
    mark = rows(window(red, 0, found[0][0] - 1))
    assert mark[0] == pytest.approx(30, abs=0.3)
    assert found[0][0] - mark[1] == pytest.approx(4, abs=0.3)
    assert inset(sheets.line(1, paper.number)) == pytest.approx(0, abs=0.05)
    assert not any(one.text == "—" for one in sheets.letters(1))
    assert sheets.line(2, "—2—")
    last = sheets.line(len(sheets), "抄送：")
    assert last[0].bottom == pytest.approx(BOTTOM, abs=1.2)
    assert not rules(sheets.dark(len(sheets))), "no rules in a letter's 版记"


def test_an_order_has_its_mark_at_20_mm_and_a_signature() -> None:
    _, _, sheets, _ = made("order")
    red = sheets.red(1)
    assert rows(red)[0] == pytest.approx(TOP + 20, abs=0.3)
    assert not rules(red), "no red rule"
    [(left, top, right, bottom)] = sheets.pictures(1)
    assert (RIGHT - right) / CELL == pytest.approx(4, abs=0.1)
    post = sheets.line(1, "市长")
    assert (left - post[-1].x - CELL) / CELL == pytest.approx(2, abs=0.1)
    assert (post[0].top + post[0].bottom) / 2 == pytest.approx((top + bottom) / 2, abs=0.8)
    assert inset(sheets.line(1, "2026年7月1日")) == pytest.approx(4, abs=0.05)


def test_minutes_name_those_present_and_bear_no_seal() -> None:
    paper = SAMPLES["minutes"]()
    sheets = sheets_of(replace(paper, seals=(Seal(OFFICE, demo_seal(OFFICE)),)))
    assert not any(sheets.pictures(number) for number in range(1, len(sheets) + 1))
    page = next(number for number in (1, 2) if any(line[0].text == "出" for line in sheets.lines(number)))
    for word in ("出席：", "请假：", "列席："):
        line = sheets.line(page, word)
        assert line[0].x == pytest.approx(LEFT + 2 * CELL, abs=0.05)
        assert line[0].font.endswith("FandolHei-Regular")
    assert "纪要不加盖印章" in "".join(pdf_of(replace(paper, seals=(Seal(OFFICE),)), at=NOW).warnings)


def test_without_seal_the_date_begins_two_characters_after_the_name() -> None:
    sheets = sheets_of(replace(SAMPLES["ordinary"](), seals=(), annexes=(), text="特此通知。"))
    organ, date = sheets.line(1, OFFICE + ""), sheets.line(1, "2026年8月12日")
    organ = [line for line in sheets.lines(1) if "".join(one.text for one in line) == OFFICE][-1]
    assert inset(organ) == pytest.approx(2, abs=0.05)
    assert (date[0].x - organ[0].x) / CELL == pytest.approx(2, abs=0.05)


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 6, 8, 10, 14, 20])
def test_text_stands_with_the_seal_however_long_the_paper(count: int) -> None:
    paper = replace(SAMPLES["ordinary"](), text="\n".join(BODY.split("\n")[2:3] * count + ["特此通知。"]), annexes=())
    sheets = sheets_of(paper)
    page = next(number for number in range(1, len(sheets) + 1) if sheets.pictures(number))
    top = sheets.pictures(page)[0][1]
    texts = [
        line
        for line in sheets.lines(page)
        if line[0].baseline < top and line[0].x < LEFT + 3 * CELL and line[0].size == 16
    ]
    assert len(texts) >= 2
    assert Counter(sheets.text())["规"] == Counter(paper.text + paper.title)["规"], "no character was lost or doubled"
    if page > 1 and len(texts) == 2:
        before = [line for line in sheets.lines(page - 1) if line[0].baseline < BOTTOM][-1]
        full = before[-1].x + CELL > RIGHT - CELL
        assert full or before[-1].text == "。", "a paragraph that goes on is justified to the edge"


def test_a_foot_that_finds_no_room_leaves_a_blank_page_and_both_go_without_number() -> None:
    sheets = _of_lines(26)
    assert len(sheets) == 4
    assert not sheets.letters(3)
    assert not any(one.text == "—" for one in sheets.letters(4))
    assert sheets.line(4, "抄送：")
    assert sheets.line(2, "—2—")
    assert len(_of_lines(20)) == 2, "with room for it, the foot stands below the text"


def _of_lines(count: int) -> Sheets:
    return sheets_of(
        replace(
            SAMPLES["ordinary"](), text="\n".join(["全市各单位要认真落实。"] * count), annexes=(), seals=(), note=""
        )
    )


def test_the_result_names_the_faces_that_stand_in_and_nothing_of_it_is_printed() -> None:
    _, done, sheets, _ = made("ordinary")
    if not done.substituted:
        pytest.skip("this machine has the standard's own faces")
    assert any("以其他字体代替" in words for words in done.warnings)
    assert "代替" not in sheets.text()


def test_a_draft_says_so_and_bears_no_seal() -> None:
    sheets = Sheets(pdf_of(SAMPLES["ordinary"](), at=NOW, draft=True).file)
    assert sheets.line(1, "草稿")
    assert not any(sheets.pictures(number) for number in range(1, len(sheets) + 1))


def test_one_annex_has_no_number_and_one_without_text_is_only_named() -> None:
    sheets = sheets_of(replace(SAMPLES["ordinary"](), annexes=(Annex("分工表", "内容。"),)))
    assert any("".join(one.text for one in sheets.lines(number)[0]) == "附件" for number in range(2, len(sheets) + 1))
    bare = sheets_of(replace(SAMPLES["ordinary"](), annexes=(Annex("另发的分工表"),)))
    assert "附件：另发的分工表" in bare.text()
    assert not any(
        "".join(one.text for one in line) == "附件" for number in range(1, len(bare) + 1) for line in bare.lines(number)
    )


def test_a_heading_turns_the_page_with_its_text() -> None:
    paper = Paper("题", "一、缘由\n文。\n二、意见\n照办。", ("某局",))
    assert _with_heading(paper, (3, 0)) == (2, 0)
    assert _with_heading(paper, (3, 1)) == (3, 1), "some of its text stays with it"
    assert _with_heading(paper, (1, 0)) == (1, 0), "the paper begins with its first heading"
    assert _with_heading(paper, None) is None
