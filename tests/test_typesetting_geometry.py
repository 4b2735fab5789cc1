"""The geometry finds what is wrong, on our papers made wrong on purpose and on papers of others; it never merely nods."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pypdfium2
import pytest
import typst

from shuniu.kernel.typesetting import fonts, standard
from shuniu.kernel.typesetting.geometry import in_words, measure
from shuniu.kernel.typesetting.paper import Paper
from shuniu.kernel.typesetting.samples import SAMPLES
from shuniu.kernel.typesetting.setting import pdf_of
from tests.world import moment

NOW = moment("2026-11-24 10:00")


@pytest.fixture(autouse=True)
def chinese() -> None:
    try:
        fonts.found()
    except fonts.NoChineseFont:
        pytest.skip("this machine has no Chinese font, and make setup could not fetch one")


def deviations(paper: Paper) -> str:
    return "\n".join(measure(pdf_of(paper, at=NOW).file).deviations)


MADE_WRONG: list[tuple[str, str, float, str]] = [
    ("ordinary", "top", 80.0, "天头（上白边）"),
    ("ordinary", "left", 90.0, "订口（左白边）"),
    ("ordinary", "mark_drop", 70.0, "发文机关标志：上边缘距版心上边缘"),
    ("ordinary", "rule_drop", 20.0, "红色分隔线：距发文字号"),
    ("ordinary", "number_blanks", 4, "发文字号：标志下空"),
    ("ordinary", "title_blanks", 4, "标题：分隔线下空"),
    ("ordinary", "recipients_blanks", 3, "主送机关：标题下空"),
    ("ordinary", "line_gap", 18.0, "每面行数"),
    ("ordinary", "size_3", 17.0, "字号"),
    ("ordinary", "indent", 1, "第一层标题：左空"),
    ("ordinary", "date_inset", 6, "成文日期：右空"),
    ("ordinary", "annex_title_line", 5, "附件顺序号：标题所在行"),
    ("ordinary", "thick_rule", 3.0, "版记分隔线：粗细"),
    ("ordinary", "number_drop", 40.0, "页码：一字线距版心下边缘"),
    ("ordinary", "number_inset", 3, "页码：右空"),
    ("letter", "letter_mark", 130.0, "发文机关标志：上边缘距上页边"),
    ("letter", "letter_foot", 90.0, "末条红色双线：距下页边"),
    ("letter", "letter_rule_length", 450.0, "首条红色双线：长度"),
    ("letter", "letter_rule_drop", 30.0, "首条红色双线：距标志"),
    ("order", "order_mark", 100.0, "发文机关标志：上边缘距版心上边缘"),
    ("order", "signature_inset", 1, "成文日期：右空"),
]


@pytest.mark.parametrize(
    ("form", "name", "value", "words"), MADE_WRONG, ids=[f"{form}-{name}" for form, name, *_ in MADE_WRONG]
)
def test_a_number_of_the_standard_set_wrong_is_found(
    form: str, name: str, value: float, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    right: Callable[[], dict[str, Any]] = standard.measures
    monkeypatch.setattr(standard, "measures", lambda: {**right(), name: value})
    assert words in deviations(SAMPLES[form]())


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"number": "云政办发[2026]21号"}, "年份括号为[]"),
        ({"number": "云政办发（2026）21号"}, "年份括号为（）"),
        ({"number": "云政办发〔2026〕021号"}, "顺序号为021号"),
        ({"number": "云政办发〔2026〕第21号"}, "顺序号为第21号"),
    ],
)
def test_a_number_in_wrong_form_is_found(change: dict[str, str], words: str) -> None:
    assert words in deviations(replace(SAMPLES["ordinary"](), **change))


FOREIGN = """
#set page(width: 210mm, height: 297mm, margin: 25.4mm, footer: align(center)[1])
#set text(font: ("FandolFang R", "FandolFang", "Noto Serif CJK SC", "Noto Sans SC"), size: 12pt, lang: "zh")
#set par(leading: 8pt, first-line-indent: (amount: 2em, all: true), justify: true)
#align(center, text(size: 18pt)[关于召开会议的通知])
#for _ in range(40) [各单位要高度重视认真组织做好会议筹备和安全保障等各项工作确保会议取得圆满成功并及时报送情况。 #parbreak()]
"""


def test_a_paper_of_others_is_measured_and_what_is_not_there_is_named() -> None:
    file = typst.compile(FOREIGN.encode(), font_paths=list(fonts.found().folders))
    assert isinstance(file, bytes)
    made = measure(file)
    assert not made.ok
    assert made.body_size_pt == 12
    assert made.margin_left_mm == pytest.approx(25.4, abs=0.1)
    assert made.margin_top_mm == pytest.approx(25.4, abs=2.5)
    words = "\n".join(made.deviations)
    assert "订口（左白边）为25.4mm，应为28mm" in words
    assert "每面行数" in words
    assert "字号为12pt，应为16pt" in words
    assert {"发文机关标志", "发文字号", "红色分隔线", "成文日期"} <= set(made.not_found)


def test_a_page_of_another_size_and_an_empty_page_are_told() -> None:
    made = measure(typst.compile(b"#set page(width: 148mm, height: 210mm); #sym.zws"))
    assert any("纸张宽度为148mm" in one for one in made.deviations)
    assert (made.lines_per_page, made.characters_per_line, made.margin_left_mm) == (None, None, None)
    assert "正文" in made.not_found
    assert in_words(made)


@pytest.mark.parametrize(
    "file", [b"", b"%PDF-1.7", b"PK\x03\x04", b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer<<>>\n%%EOF"]
)
def test_what_is_no_pdf_is_refused(file: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        measure(file)


def test_the_answer_is_json_with_each_element_s_place_and_verdict() -> None:
    data = json.loads(json.dumps(measure(pdf_of(SAMPLES["ordinary"](), at=NOW).file).as_data()))
    assert data["ok"] is True
    assert data["deviations"] == []
    names = {one["name"] for one in data["elements"]}
    assert {
        "发文机关标志", "发文字号", "红色分隔线", "标题", "主送机关", "正文", "第一层标题", "第二层标题", "附件说明", "发文机关署名", "成文日期",
        "印章", "附注", "附件顺序号", "版记分隔线", "抄送机关", "印发机关和印发日期", "页码",
    } <= names  # fmt: skip
    assert all(one["ok"] and one["checks"] and one["width_mm"] > 0 for one in data["elements"])
    assert {"what", "value", "wanted", "tolerance", "unit", "ok"} == set(data["elements"][0]["checks"][0])


TWICE = """
#set page(width: 210mm, height: 297mm, margin: (top: 37mm, left: 28mm, right: 26mm, bottom: 35mm))
#set text(font: ("FandolFang R", "FandolFang", "Noto Serif CJK SC", "Noto Sans SC"), size: 16pt, lang: "zh")
#v(35mm)
#align(center, text(size: 40pt, fill: red)[云州市人民政府文件])
#align(center)[云政发〔2026〕1号]
#for _ in range(2) { place(rect(width: 156mm, height: 0.6mm, fill: red, stroke: 0.2mm + red)) }
#v(20mm)
#align(center, text(size: 22pt)[关于工作的通知])
正文。
"""


def test_a_rule_drawn_twice_is_one_rule_and_no_letter() -> None:
    file = typst.compile(TWICE.encode(), font_paths=list(fonts.found().folders))
    assert isinstance(file, bytes)
    made = measure(file)
    assert made.form == "ordinary"
    assert [one.name for one in made.elements].count("红色分隔线") == 1


def test_a_reader_of_screens_finds_title_headings_and_annexes() -> None:
    file = pdf_of(SAMPLES["ordinary"](), at=NOW).file
    with pypdfium2.PdfDocument(file) as document:
        marks = [(one.level, one.get_title()) for one in document.get_toc()]
        assert document.get_metadata_value("Title") == SAMPLES["ordinary"]().title
    assert marks[:4] == [
        (0, SAMPLES["ordinary"]().title),
        (1, "一、总体要求"),
        (1, "二、主要任务"),
        (1, "三、保障措施"),
    ]
    assert (0, "重点任务分工表") in marks
