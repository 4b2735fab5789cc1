"""The parts that decide before anything is placed: breaks of titles, sizes of tables, cleaning, headings, the numbers."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
import rjieba
from PIL import Image

from shuniu.kernel.typesetting import standard
from shuniu.kernel.typesetting.breaking import lines_of, width, wrapped
from shuniu.kernel.typesetting.cleaning import breakable, clean
from shuniu.kernel.typesetting.heads import head_of, single_mark
from shuniu.kernel.typesetting.moving import turn_before_closing
from shuniu.kernel.typesetting.notation import Paragraph, Table, blocks
from shuniu.kernel.typesetting.paper import Form, Paper, data_of, paper_of
from shuniu.kernel.typesetting.pictures import checked
from shuniu.kernel.typesetting.samples import SAMPLES
from shuniu.kernel.typesetting.seals import demo_seal, demo_signature
from shuniu.kernel.typesetting.tables import TURNED, UPRIGHT, settings
from tests import source

TITLES = [
    "云州市人民政府办公室关于印发云州市城市更新专项资金管理办法的通知",
    "云州市人民政府关于2026年度政务公开工作情况的报告",
    "云州市人民政府办公室关于转发市发展和改革委员会等部门《关于加快推进全市公共充电设施建设的实施方案（2026—2028年）》的通知",
    "云州市教育局 云州市财政局 云州市人力资源和社会保障局关于做好2026年义务教育教师招聘工作的通知",
    "云州市人民政府关于将云水河城区段综合治理工程列入全省防洪能力提升工程年度计划的请示",
    "云州市人民政府办公室关于成立云州市优化营商环境工作领导小组的通知",
    "云州市人民政府关于表彰2026年度全市安全生产工作先进集体和先进个人的决定",
]


def test_the_grid_is_28_by_22() -> None:
    assert pytest.approx(156) == standard.CHARACTERS * standard.mm(standard.CELL)
    assert pytest.approx(225) == standard.mm((standard.LINES - 1) * standard.PITCH + standard.SIZE_3)
    assert (standard.RIGHT, standard.BOTTOM) == (26, 35)
    assert pytest.approx(standard.PRINTERS_SIZE_3 * 15 / 8, abs=0.1) == standard.PITCH, (
        "3.2: one character and 7/8 of it"
    )


def test_templates_are_told_every_number_in_points() -> None:
    told = standard.measures()
    assert told["mark_drop"] == pytest.approx(99.21, abs=0.01)
    assert told["lines"] == 22
    assert str(told["screen_red"]).startswith("#")
    assert "most_title" not in told


@pytest.mark.parametrize("title", TITLES)
def test_a_title_turns_between_words_in_a_trapezium_or_a_diamond(title: str) -> None:
    lines = lines_of(title, 20)
    assert "".join(lines).replace(" ", "") == title.replace(" ", "")
    assert all(width(line) <= 20 for line in lines)
    assert 1 <= len(lines) <= 4
    widths = [width(line) for line in lines]
    peak = widths.index(max(widths))
    assert widths[:peak] == sorted(widths[:peak]), "no hourglass"
    assert widths[peak:] == sorted(widths[peak:], reverse=True), "no hourglass"
    ends, place = set(), 0
    for word in rjieba.cut(title.replace(" ", "")):
        place += len(word)
        ends.add(place)
    place = 0
    for line in lines[:-1]:
        place += len(line.replace(" ", ""))
        assert place in ends, f"a word is broken after {line}"
    assert not any(
        line.startswith(("的", "、", "》", "）", "，")) or line.endswith(("《", "（", "关于")) for line in lines
    )


def test_a_short_title_is_one_line_a_break_of_the_drafter_is_kept_and_letters_have_their_width() -> None:
    assert lines_of("关于工作的通知", 20) == ["关于工作的通知"]
    assert lines_of("云州市人民政府\n关于防汛工作的通知", 20) == ["云州市人民政府", "关于防汛工作的通知"]
    assert all(width(line) <= 20 for line in lines_of("W" * 90, 20))
    assert width("规1a") == pytest.approx(2.06)


def test_lines_are_counted_as_they_turn() -> None:
    assert [wrapped("规" * count, 28) for count in (1, 28, 29, 57)] == [1, 1, 2, 3]
    assert wrapped("a" * 200, 28) >= 4


def test_what_is_unseen_goes_and_what_is_seen_stays() -> None:
    assert clean("甲\u200b乙\u202e丙\x00丁\n戊\t己\u3000庚\ue000") == "甲乙丙丁\n戊 己\u3000庚\ue000"
    assert breakable("短词 short") == "短词 short"
    assert breakable("a" * 50).count("\u200b") == 2


@pytest.mark.parametrize(
    ("line", "heading"),
    [
        ("一、总体要求", "一、总体要求"),
        ("一、同意提供汇总数据，用于全市公共服务满意度调查。", ""),
        ("（一）统一事项标准。各县（区）要逐项明确。", "（一）统一事项标准。"),
        ("（二）各部门按照职责分工负责，于年底前完成。有关情况及时报送。", ""),
        ("（三）经费保障", "（三）经费保障"),
        ("1.编制清单。由各部门负责。", ""),
        ("没有编号的一段。", ""),
    ],
)
def test_a_heading_has_its_face_and_a_numbered_sentence_is_text(line: str, heading: str) -> None:
    [found] = blocks(line)
    assert isinstance(found, Paragraph)
    assert found.heading == heading
    assert found.heading + found.rest == line


def table(columns: int, cell: str = "内容", rows: int = 3) -> Table:
    return Table(tuple(tuple(f"{cell}{number}" for number in range(columns)) for _ in range(rows)))


def test_a_table_shrinks_then_turns_then_comes_in_parts() -> None:
    sizes = [
        (settings(table(count))[0].size, settings(table(count))[0].turned, len(settings(table(count))))
        for count in (3, 10, 16, 60)
    ]
    assert sizes[0] == (14, False, 1)
    assert sizes[1][0] < 14
    assert sizes[1][1:] == (False, 1)
    assert sizes[2][1:] == (True, 1)
    assert sizes[3][2] > 1


@pytest.mark.parametrize("columns", [1, 2, 5, 9, 14, 30, 80])
def test_a_table_is_as_wide_as_its_page_and_loses_no_cell(columns: int) -> None:
    made = settings(table(columns, rows=2))
    for one in made:
        assert sum(one.widths) == pytest.approx(TURNED if one.turned else UPRIGHT, abs=0.01)
    cells = {cell for one in made for row in one.rows for cell in row}
    assert cells == {f"内容{number}" for number in range(columns)}


def test_a_number_or_a_date_is_not_broken_where_others_can_spare_the_room() -> None:
    [made] = settings(Table((("序号", "任务", "时限"), ("1", "很长的任务说明" * 12, "2026年12月31日"))))
    assert made.widths[2] >= width("2026年12月31日") * made.size
    assert made.widths[1] > made.widths[2] > made.widths[0]


def test_a_mark_is_as_large_as_its_width_allows() -> None:
    for text in ("云州市文件", "云州市人民政府办公室文件", "云州市推进政府职能转变和放管服改革协调小组办公室文件"):
        mark = single_mark(text)
        across = len(text) * mark.size * mark.stretch + (len(text) - 1) * mark.tracking
        assert across <= standard.points(156)
        assert mark.stretch >= 0.7
        assert mark.size <= 46


def test_a_joint_mark_shrinks_with_the_number_of_organs() -> None:
    def mark(count: int) -> float:
        organs = tuple(f"云州市第{number}局" for number in range(count))
        return head_of(Paper(title="关于工作的通知", text="正文。", organs=organs)).mark.size

    sizes = [mark(count) for count in (2, 4, 8, 12)]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[-1] >= 13


def test_text_moves_only_when_the_closing_stands_alone() -> None:
    paper = Paper(title="题", text="正文。", organs=("甲",))
    assert turn_before_closing(paper, b"", []) is None
    places = [{"name": "closing", "page": 1, "y": 300.0}, {"name": "text-end", "page": 1, "y": 280.0}]
    assert turn_before_closing(paper, b"", places) is None
    places = [{"name": "closing", "page": 2, "y": 300.0}, {"name": "text-end", "page": 2, "y": 280.0}]
    assert turn_before_closing(paper, b"", places) is None


def test_a_demonstration_seal_is_a_small_transparent_picture_that_knows_its_size() -> None:
    file = demo_seal("云州市人民政府办公室")
    assert len(file) < 60_000
    with Image.open(io.BytesIO(file)) as drawn:
        corner, ring = drawn.convert("RGBA").getpixel((2, 2)), drawn.convert("RGBA").getpixel((drawn.width // 2, 10))
        assert isinstance(corner, tuple)
        assert isinstance(ring, tuple)
        assert corner[3] == 0
        assert ring[0] > 150 > ring[1]
    assert standard.mm(checked(file).diameter) == pytest.approx(42, abs=0.3)
    assert standard.mm(checked(demo_seal("云州市人民政府", 45)).diameter) == pytest.approx(45, abs=0.3)
    assert checked(demo_signature("周明远")).signature_height < 50


@pytest.mark.parametrize("form", sorted(SAMPLES))
def test_every_sample_survives_json(form: str) -> None:
    paper = SAMPLES[form]()
    assert paper_of(json.loads(json.dumps(data_of(paper)))) == paper


def test_the_example_in_the_documents_is_a_paper() -> None:
    data = json.loads(Path(source.ROOT / "docs" / "examples" / "paper.json").read_text(encoding="utf-8"))
    assert paper_of(data).form is Form.ORDINARY
