"""What people paste: program text, endless words, unseen characters, tables for no page, names without end."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import pairwise

import pytest
from PIL import Image

from shuniu.kernel.typesetting import fonts, standard
from shuniu.kernel.typesetting.geometry import measure
from shuniu.kernel.typesetting.paper import Annex, BadPaper, Form, Paper, Seal
from shuniu.kernel.typesetting.samples import BODY, OFFICE, ordinary
from shuniu.kernel.typesetting.seals import demo_seal
from shuniu.kernel.typesetting.setting import pdf_of, png_of
from tests.ink import AREA, Sheets
from tests.world import moment

NOW = moment("2026-11-24 10:00")
TOP, LEFT, BOTTOM, RIGHT = AREA
EVIL = '#panic("x") $x^2$ *b* _i_ = 标题 `raw` <label> @ref \\ // note /* c */ {{}} [] ~ --- #include("/etc/passwd")'


@pytest.fixture(autouse=True)
def chinese() -> None:
    try:
        fonts.found()
    except fonts.NoChineseFont:
        pytest.skip("this machine has no Chinese font, and make setup could not fetch one")


def sheets_of(paper: Paper) -> Sheets:
    return Sheets(pdf_of(paper, at=NOW).file)


def warnings_of(paper: Paper) -> str:
    return "\n".join(pdf_of(paper, at=NOW).warnings)


def test_program_text_is_set_as_text_in_every_field() -> None:
    paper = Paper(
        title=EVIL, text=f"{EVIL}\n一、{EVIL}\n| {EVIL} | b |\n| c | d |", organs=(OFFICE,), mark=EVIL, urgency="特急", number=EVIL,
        recipients=EVIL, note=EVIL, copies=EVIL, issuer=EVIL, annexes=(Annex(EVIL, EVIL), Annex(EVIL, EVIL)), signed_on=NOW.date(),
        seals=(Seal(OFFICE),),
    )  # fmt: skip
    text = sheets_of(paper).text().replace("\u200b", "")
    assert text.count('#panic("x")') >= 12
    assert "/etc/passwd" in text
    assert "root:" not in text


def test_what_nobody_sees_is_taken_out_and_directions_are_not_turned() -> None:
    sheets = sheets_of(
        Paper(
            title="标\u200b题\u202e反\u0000转\ufeff",
            text="零\u200b宽\u200d空\u2060格\u202e倒\u0007。",
            organs=("甲局",),
        )
    )
    assert "标题反转" in sheets.text()
    assert "零宽空格倒。" in sheets.text()


def test_rare_characters_and_other_scripts_are_set_and_what_no_font_draws_is_said() -> None:
    paper = Paper(
        title="关于喆堃祎赟翀同志任职的通知", text="𠮷野家。عربي نص。Ελληνικά。\ud800孤立。", organs=("甲局",)
    )
    done = pdf_of(paper, at=NOW)
    assert "喆堃祎赟翀" in Sheets(done.file).text()
    assert "U+E123" in warnings_of(replace(paper, text="张\ue123同志"))


def test_a_title_of_200_characters_leaves_text_on_page_1() -> None:
    title = (
        "云州市人民政府办公室关于" + "进一步规范和加强全市各级行政机关政务服务事项" * 8 + "办理及监督检查有关工作的通知"
    )
    assert len(title) >= 200
    paper = replace(ordinary(), title=title)
    sheets = sheets_of(paper)
    assert "为进一步规范全市政务服务工作" in "".join(one.text for one in sheets.letters(1))
    assert title in sheets.text()
    assert "标题过长" in warnings_of(paper)
    assert sheets.within()


def wide_table(columns_wanted: int, lines: int = 30) -> str:
    head = "| " + " | ".join(f"指标{number}" for number in range(columns_wanted)) + " |"
    return "\n".join(
        [
            head,
            *(
                "| " + " | ".join(f"甲{row}乙{number}" for number in range(columns_wanted)) + " |"
                for row in range(lines)
            ),
        ]
    )


def test_a_table_wider_than_the_page_is_turned_and_every_cell_is_there() -> None:
    paper = replace(ordinary(), text="正文。\n" + wide_table(14, 60), annexes=())
    sheets = sheets_of(paper)
    text = sheets.text()
    assert all(f"甲{row}乙{number}" in text for row in range(60) for number in range(14))
    assert sheets.within()
    turned = [
        number for number in range(1, len(sheets) + 1) if "指标0" in "".join(one.text for one in sheets.letters(number))
    ]
    assert len(turned) > 1, "the head comes again on every page"
    assert "横排" in warnings_of(paper)
    head = [one for one in sheets.letters(turned[0]) if one.text == "指"]
    assert max(one.left for one in head) < LEFT + 30, (
        "the table's head is at the left edge: 订口 on odd pages, 切口 on even"
    )


def test_a_table_for_no_page_is_set_in_parts_that_repeat_the_first_column() -> None:
    paper = replace(ordinary(), annexes=(Annex("大表", wide_table(60, 12)),))
    sheets = sheets_of(paper)
    text = sheets.text()
    assert all(f"甲{row}乙{number}" in text for row in range(12) for number in range(60))
    assert text.count("甲3乙0") >= 2
    assert sheets.within()
    assert "部分排版" in warnings_of(paper)


@pytest.mark.parametrize("columns_wanted", [2, 14])
def test_a_cell_longer_than_a_page_goes_on_on_the_next(columns_wanted: int) -> None:
    long = "".join(f"第{number}句说明。" for number in range(700))
    others = " | ".join(f"列{number}" for number in range(columns_wanted - 1))
    paper = replace(ordinary(), text=f"正文。\n| 说明 | {others} |\n| {long} | {others} |", annexes=())
    sheets = sheets_of(paper)
    assert all(f"{number}句说明" in sheets.text() for number in (0, 350, 699))
    assert sheets.within()


def test_thirty_annexes_are_named_in_order_and_bound_in_order() -> None:
    paper = replace(
        ordinary(),
        annexes=tuple(
            Annex(f"第{number}个附件的名称相当长以至于一行排不下而需要回行", "内容。") for number in range(1, 31)
        ),
    )
    sheets = sheets_of(paper)
    heads = [
        "".join(one.text for one in line)
        for number in range(1, len(sheets) + 1)
        if (line := (sheets.lines(number) or [[]])[0])
    ]
    assert [head for head in heads if head.startswith("附件") and head[2:].isdigit()] == [
        f"附件{number}" for number in range(1, 31)
    ]
    note = next(
        number
        for number in range(1, len(sheets) + 1)
        if "附件：1." in "".join(one.text for one in sheets.letters(number))
        or "附件：" in "".join(one.text for one in sheets.letters(number))
    )
    starts = {
        round(one.x, 1)
        for line in sheets.lines(note)
        for one in line
        if one.text == "第" and "个附件" in "".join(each.text for each in line)
    }
    assert len(starts) == 1, "one and two digits leave the titles on one line"
    assert sheets.within()


ORGANS = tuple(
    f"云州市{name}局"
    for name in (
        "教育",
        "科技",
        "公安",
        "民政",
        "司法",
        "财政",
        "自然资源和规划",
        "交通运输",
        "水务",
        "农业农村",
        "商务",
        "卫生健康",
    )
)


def test_twelve_organs_leave_text_on_page_1_and_their_seals_apart() -> None:
    paper = replace(
        ordinary(),
        organs=ORGANS,
        seals=tuple(Seal(organ, demo_seal(organ)) for organ in ORGANS),
        recipients="各县（区）人民政府",
    )
    sheets = sheets_of(paper)
    first = "".join(one.text for one in sheets.letters(1))
    assert all(organ in first for organ in ORGANS)
    assert "为进一步规范全市政务服务工作" in first
    page = next(number for number in range(1, len(sheets) + 1) if sheets.pictures(number))
    seals = sheets.pictures(page)
    assert len(seals) == 12
    for number, one in enumerate(seals):
        assert one[0] >= LEFT - 0.3
        assert one[2] <= RIGHT + 0.3
        assert one[3] <= BOTTOM
        for other in seals[number + 1 :]:
            assert one[2] < other[0] or other[2] < one[0] or one[3] < other[1] or other[3] < one[1], "not touching"
    assert len({round(seal[1]) for seal in seals}) == 4, "rows of three"
    assert all(after - before > 42 for before, after in pairwise(sorted({round(seal[1], 1) for seal in seals})))


def test_more_seals_than_a_page_holds_go_on_and_a_mark_too_crowded_names_the_lead_alone() -> None:
    organs = tuple(f"云州市第{number}局" for number in range(1, 31))
    paper = replace(ordinary(), organs=organs, seals=tuple(Seal(organ, demo_seal(OFFICE)) for organ in organs))
    sheets = sheets_of(paper)
    assert sum(len(sheets.pictures(number)) for number in range(1, len(sheets) + 1)) == 30
    assert all(picture[3] <= BOTTOM for number in range(1, len(sheets) + 1) for picture in sheets.pictures(number))
    assert "只用主办机关名称" in warnings_of(paper)
    assert "为进一步规范" in "".join(one.text for one in sheets.letters(1))


@pytest.mark.parametrize("form", list(Form))
def test_empty_elements_leave_no_trace(form: Form) -> None:
    sheets = sheets_of(Paper(title="关于工作的通知", text="正文。", organs=("甲局",), form=form))
    text = sheets.text()
    assert len(sheets) == 1
    assert not any(mark in text for mark in ("：", "（", "附件", "抄送", "印发", "None"))


@pytest.mark.parametrize("text", ["a" * 3000, "http://example.com/" + "x" * 500, "1" * 400 + "规" * 40])
def test_an_endless_word_turns_at_the_line_s_end(text: str) -> None:
    sheets = sheets_of(Paper(title="标题" + "b" * 150, text=text, organs=("甲局",)))
    assert sheets.within()
    assert sheets.text().replace("\u200b", "").count("a") >= text.count("a")


def test_names_and_notes_without_end_stay_on_the_page() -> None:
    organ = "云州市人民政府办公室及其所属各部门各单位联合工作领导小组专项办公室"
    paper = replace(
        ordinary(), organs=(organ,), seals=(Seal(organ, demo_seal(OFFICE)),), note="联系人" * 200, issuer=organ
    )
    assert sheets_of(paper).within()
    assert sheets_of(replace(paper, seals=())).within()


def test_recipients_without_end_move_to_the_foot_and_copies_shrink() -> None:
    paper = replace(ordinary(), recipients="，".join(f"第{number}县人民政府" for number in range(80)))
    sheets = sheets_of(paper)
    assert "主送：第0县" in "".join(one.text for one in sheets.letters(len(sheets)))
    assert "为进一步规范" in "".join(one.text for one in sheets.letters(1))
    assert "已移至版记" in warnings_of(paper)
    many = sheets_of(replace(ordinary(), copies="，".join(f"第{number}县人民政府" for number in range(400))))
    assert "第399县" in many.text()
    assert many.within()
    assert len(many) % 2 == 0


def test_a_book_is_set_in_bounded_time_and_more_than_a_book_is_refused() -> None:
    paper = replace(ordinary(), text="\n".join([BODY] * 180), annexes=())
    started = time.perf_counter()
    done = pdf_of(paper, at=NOW)
    assert done.pages > 280
    assert time.perf_counter() - started < 30, "half a second on a quiet machine"
    with pytest.raises(BadPaper, match="超过250000字"):
        pdf_of(replace(paper, text="规" * (standard.MOST_CHARACTERS + 1)), at=NOW)
    with pytest.raises(BadPaper, match="附件"):
        pdf_of(replace(paper, annexes=(Annex("一"),) * 500), at=NOW)
    with pytest.raises(BadPaper, match="联合发文机关"):
        pdf_of(replace(paper, organs=("甲局",) * 100), at=NOW)
    with pytest.raises(BadPaper, match="标题"):
        pdf_of(replace(paper, title="题" * 500), at=NOW)


def _png(size: tuple[int, int], kind: str = "PNG") -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", size, "red").save(kept, kind)
    return kept.getvalue()


@pytest.mark.parametrize(
    "picture",
    [
        b"no picture",
        lambda: _png((8, 8), "JPEG"),
        lambda: _png((7000, 10)),
        lambda: demo_seal(OFFICE)[:900],
        lambda: b"\x89PNG" + b"0" * 5_000_000,
    ],
)
def test_a_seal_that_is_no_usable_png_is_refused_in_words(picture: bytes | Callable[[], bytes]) -> None:
    file = picture if isinstance(picture, bytes) else picture()
    with pytest.raises(BadPaper, match=r"seals: .*图片"):
        pdf_of(replace(ordinary(), seals=(Seal(OFFICE, file),)), at=NOW)


def test_a_seal_of_a_stranger_is_not_printed_and_is_said() -> None:
    paper = replace(ordinary(), seals=(Seal("别处的局", demo_seal("别处的局")),))
    sheets = sheets_of(paper)
    assert not any(sheets.pictures(number) for number in range(1, len(sheets) + 1))
    assert "别处的局" in warnings_of(paper)


def test_the_preview_is_a_picture_of_the_page_that_was_asked_for() -> None:
    first, last, beyond = (png_of(ordinary(), number, at=NOW) for number in (1, 6, 99))
    assert first.startswith(b"\x89PNG")
    assert beyond == last != first
    with Image.open(io.BytesIO(first)) as drawn:
        assert drawn.size == (794, 1123)


def test_papers_are_set_and_measured_by_several_threads_at_once() -> None:
    papers = [replace(ordinary(), number=f"云政办发〔2026〕{number}号") for number in range(1, 13)]

    def one(paper: Paper) -> bool:
        done = pdf_of(paper, at=NOW)
        png_of(paper, 1, at=NOW)
        made = measure(done.file)
        return made.ok and next(each.text for each in made.elements if each.name == "发文字号") == paper.number

    with ThreadPoolExecutor(max_workers=4) as workers:
        assert all(workers.map(one, papers))
