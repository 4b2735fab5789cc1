"""Word documents and copied HTML in the notation: structure kept, looks dropped, no word lost."""

from __future__ import annotations

import io
import re
import time
import zipfile

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shuniu.kernel.typesetting import fonts
from shuniu.kernel.typesetting.docx import docx_of
from shuniu.kernel.typesetting.fonts import NoChineseFont
from shuniu.kernel.typesetting.importing import MOST_HTML, BadImport, notation_from_docx, notation_from_html
from shuniu.kernel.typesetting.labels import chinese, label_of, numeral, standard_label
from shuniu.kernel.typesetting.notation import Table, blocks
from tests import papers

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MORE = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:wps="urn:wps" xmlns:v="urn:v" xmlns:m="urn:m"'


def word(body: str, **parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", f"<w:document {W} {MORE}><w:body>{body}<w:sectPr/></w:body></w:document>")
        for name, inside in parts.items():
            archive.writestr(f"word/{name}.xml", f"<w:{name} {W}>{inside}</w:{name}>")
    return out.getvalue()


def p(text: str, *, number: tuple[int, int] | None = None, style: str = "") -> str:
    marks = f'<w:pStyle w:val="{style}"/>' if style else ""
    marks += f'<w:numPr><w:ilvl w:val="{number[1]}"/><w:numId w:val="{number[0]}"/></w:numPr>' if number else ""
    return f"<w:p><w:pPr>{marks}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def levels(key: int, *forms: tuple[str, str]) -> str:
    made = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for depth, (form, text) in enumerate(forms)
    )
    return f'<w:abstractNum w:abstractNumId="{key}">{made}</w:abstractNum>'


def numbers(*pairs: tuple[int, int], anew: tuple[int, int] | None = None) -> str:
    made = ""
    for number, abstract in pairs:
        more = (
            f'<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{anew[1]}"/></w:lvlOverride>'
            if anew and anew[0] == number
            else ""
        )
        made += f'<w:num w:numId="{number}"><w:abstractNumId w:val="{abstract}"/>{more}</w:num>'
    return made


OFFICIAL = levels(
    0,
    ("chineseCountingThousand", "%1、"),
    ("chineseCountingThousand", "（%2）"),
    ("decimal", "%3."),
    ("decimal", "（%4）"),
)


# --- Word: numbers ---------------------------------------------------------------------------------------------------
def test_automatic_numbers_become_the_four_levels_and_count_as_word_does() -> None:
    body = (
        p("总体要求", number=(1, 0))
        + p("重点任务", number=(1, 0))
        + p("抓好检修。", number=(1, 1))
        + p("建立清单。", number=(1, 2))
    )
    body += (
        p("更换管道。", number=(1, 2))
        + p("主城区。", number=(1, 3))
        + p("做好储备。", number=(1, 1))
        + p("登记。", number=(1, 2))
    )
    body += p("不编号的一段。") + p("工作要求", number=(1, 0))
    assert notation_from_docx(word(body, numbering=OFFICIAL + numbers((1, 0)))).splitlines() == [
        "一、总体要求", "二、重点任务", "（一）抓好检修。", "1.建立清单。", "2.更换管道。", "（1）主城区。", "（二）做好储备。", "1.登记。",
        "不编号的一段。", "三、工作要求",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("form", "text", "wanted"),
    [
        ("decimal", "%1、", "1.甲"), ("decimal", "%1.", "1.甲"), ("decimal", "(%1)", "（1）甲"), ("decimal", "%1)", "（1）甲"),
        ("chineseCounting", "%1.", "一、甲"), ("japaneseCounting", "(%1)", "（一）甲"), ("ideographTraditional", "第%1条", "第一条甲"),
        ("decimalEnclosedCircle", "%1", "①甲"), ("lowerLetter", "%1.", "a.甲"), ("upperRoman", "%1.", "I.甲"),
        ("bullet", "", "甲"), ("bullet", "·", "甲"), ("none", "", "甲"),
    ],
)  # fmt: skip
def test_other_forms_of_numbers_are_brought_nearest_to_the_standard(form: str, text: str, wanted: str) -> None:
    assert (
        notation_from_docx(word(p("甲", number=(1, 0)), numbering=levels(0, (form, text)) + numbers((1, 0)))) == wanted
    )


def test_numbers_of_several_parts_tell_their_level() -> None:
    lists = levels(0, ("decimal", "%1"), ("decimal", "%1.%2"), ("decimal", "%1.%2.%3")) + numbers((1, 0))
    body = p("甲", number=(1, 0)) + p("乙", number=(1, 1)) + p("丙", number=(1, 2)) + p("丁", number=(1, 1))
    assert notation_from_docx(word(body, numbering=lists)).splitlines() == ["一、甲", "（一）乙", "1.丙", "（二）丁"]


def test_a_list_told_to_begin_anew_does_and_one_of_the_same_form_goes_on() -> None:
    body = p("甲", number=(1, 0)) + p("乙", number=(2, 0)) + p("丙", number=(3, 0)) + p("丁", number=(3, 0))
    lists = OFFICIAL + numbers((1, 0), (2, 0), (3, 0), anew=(3, 1))
    assert notation_from_docx(word(body, numbering=lists)).splitlines() == ["一、甲", "二、乙", "一、丙", "二、丁"]


def test_numbers_that_a_style_gives_are_found_and_a_heading_s_level_counts() -> None:
    styles = (
        '<w:style w:styleId="h"><w:name w:val="heading 2"/><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="own"><w:name w:val="我的标题"/><w:basedOn w:val="h"/></w:style>'
    )
    lists = levels(0, ("decimal", "%1."), ("decimal", "%2.")) + numbers((1, 0))
    assert notation_from_docx(
        word(p("甲", style="own") + p("乙", style="h"), numbering=lists, styles=styles)
    ).splitlines() == ["（一）甲", "（二）乙"]


# --- Word: the rest --------------------------------------------------------------------------------------------------
def test_tables_keep_their_cells_merged_ones_leave_places_empty() -> None:
    cell = "<w:tc><w:tcPr>{0}</w:tcPr>{1}</w:tc>".format
    inner = "<w:tbl><w:tr>" + cell("", p("内")) + cell("", p("表")) + "</w:tr></w:tbl>" + p("外")
    rows = [
        [cell('<w:gridSpan w:val="2"/>', p("单位|处室")), cell("", p("数") + p("量"))],
        [cell('<w:vMerge w:val="restart"/>', p("甲")), cell("", p("1")), cell("", inner)],
        [cell("<w:vMerge/>", p("")), cell("", p("2")), cell("", p("3"))],
    ]
    drawn = "".join(f"<w:tr>{''.join(row)}</w:tr>" for row in rows)
    found = notation_from_docx(word(p("前") + f"<w:tbl>{drawn}</w:tbl>" + p("后")))
    table = blocks(found)[1]
    assert isinstance(table, Table)
    assert table.rows == (("单位|处室", "", "数 量"), ("甲", "1", "| 内 | 表 | 外"), ("", "2", "3"))


def test_changes_are_taken_as_accepted_and_nothing_hidden_comes_along() -> None:
    body = (
        "<w:p><w:r><w:t>请</w:t></w:r><w:del><w:r><w:delText>不要</w:delText></w:r></w:del><w:ins><w:r><w:t>按时</w:t></w:r></w:ins>"
        "<w:moveFrom><w:r><w:t>旧处</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>新处</w:t></w:r></w:moveTo>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>看不见</w:t></w:r><w:hyperlink><w:r><w:t>网址</w:t></w:r></w:hyperlink>"
        '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText> PAGE </w:instrText><w:fldChar w:fldCharType="separate"/><w:t>3</w:t></w:r>'
        "<w:r><w:t>\u200b页\u00ad。</w:t></w:r><w:r><w:br/><w:t>另起一行</w:t></w:r></w:p>"
    )
    assert notation_from_docx(word(body)).splitlines() == ["请按时新处网址3页。", "另起一行"]


def test_notes_text_boxes_controls_and_formulas_are_not_lost() -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>框内</w:t></w:r></w:p></w:txbxContent>"
    body = (
        '<w:p><w:r><w:t>正文</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:t>。</w:t></w:r>'
        f"<w:r><mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>控件内</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        "<w:p><m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath></w:p>"
    )
    note = '<w:footnote w:type="separator" w:id="0"><w:p/></w:footnote><w:footnote w:id="2"><w:p><w:r><w:t>出处</w:t></w:r></w:p></w:footnote>'
    assert notation_from_docx(word(body, footnotes=note)).splitlines() == [
        "正文［注1］。",
        "框内",
        "控件内",
        "x=1",
        "注1：出处",
    ]


def test_what_python_docx_writes_is_read() -> None:
    made = docx.Document()
    made.add_heading("工作安排", 1)
    made.add_paragraph("第一段。")
    made.add_paragraph("项目", style="List Number")
    made.add_paragraph("圆点", style="List Bullet")
    table = made.add_table(2, 2)
    for place, text in enumerate(("甲", "乙", "1", "2")):
        table.cell(place // 2, place % 2).text = text
    out = io.BytesIO()
    made.save(out)
    assert notation_from_docx(out.getvalue()).splitlines() == [
        "工作安排",
        "第一段。",
        "1.项目",
        "圆点",
        "| 甲 | 乙 |",
        "| 1 | 2 |",
    ]


@pytest.mark.parametrize("form", papers.EVERY)
def test_our_own_word_files_come_back_as_they_were(form: str) -> None:
    try:
        fonts.found()
    except NoChineseFont:
        pytest.skip("this machine has no Chinese font, and make setup could not fetch one")
    paper = papers.EVERY[form]()
    assert paper.text.replace("\n\n", "\n") in notation_from_docx(docx_of(paper))


def test_what_is_no_word_document_is_refused_in_words() -> None:
    bomb = '<!DOCTYPE a [<!ENTITY x "y">]><w:document/>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", bomb)
    for data in (
        b"",
        b"PK\x03\x04",
        b"%PDF-1.4",
        out.getvalue(),
        word("<w:p>")[:200],
        word("<w:p>" * 6000 + "</w:p>" * 6000),
    ):
        with pytest.raises(BadImport, match="Word"):
            notation_from_docx(data)


# --- HTML ------------------------------------------------------------------------------------------------------------
WORD_CLIP = """<html xmlns:o="urn:o" xmlns:w="urn:w"><head><meta charset=utf-8>
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]-->
<style><!-- p.MsoNormal {margin:0cm;} --></style></head><body lang=ZH-CN>
<!--StartFragment-->
<p class=MsoNormal align=center style='text-align:center'><b><span style='font-size:22.0pt'>关于做好冬季
供热工作的通知</span></b><span lang=EN-US><o:p></o:p></span></p>
<p class=MsoNormal><span lang=EN-US><o:p>&nbsp;</o:p></span></p>
<p class=MsoListParagraph style='text-indent:32.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
lang=EN-US style='mso-fareast-font-family:黑体'><span style='mso-list:Ignore'>一、<span
style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span></span><![endif]>总体要求<span lang=EN-US>&nbsp;</span></p>
<p class=MsoListParagraph style='mso-list:l0 level2 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>(<span>一</span>)<span
style='font:7.0pt "Times New Roman"'>&nbsp;</span></span><![endif]>抓好检<ins>修</ins><del>测</del>。</p>
<p style='mso-list:l0 level3 lfo1'><span style='mso-list:Ignore'>1、<span>&nbsp;</span></span>建立<a
href="https://example.org">清单</a>；</p>
<p style='mso-list:l1 level1 lfo2'><span style='font-family:Wingdings'><span style='mso-list:Ignore'>Ø<span>&nbsp;</span></span></span>要点</p>
<p class=MsoNormal style='mso-hide:all;display:none'>看不见</p>
<table class=MsoTableGrid border=1><tr><td colspan=2><p class=MsoNormal>单位<o:p></o:p></p></td><td><p>数量</p></td></tr>
<tr><td rowspan=2><p>甲|乙</p></td><td><p>1</p><p>2</p></td><td>3</td></tr><tr><td>4</td><td>5</td></tr></table>
<p class=MsoNormal>此致<br>敬礼</p>
<!--EndFragment--></body></html>"""


def test_what_word_puts_on_the_clipboard_keeps_its_structure() -> None:
    assert notation_from_html(WORD_CLIP).splitlines() == [
        "关于做好冬季供热工作的通知", "一、总体要求", "（一）抓好检修。", "1.建立清单；", "要点",
        "| 单位 |  | 数量 |", "| 甲\\|乙 | 1 2 | 3 |", "|  | 4 | 5 |", "此致", "敬礼",
    ]  # fmt: skip


def test_lists_and_headings_of_web_pages() -> None:
    page = (
        "<nav>首页</nav><h2>一、背景</h2><ol><li>甲<ol><li>内一<li>内二</ol></li><li value=5><p>乙</p></li></ol><ul><li>点</li></ul>"
        "<ol style='list-style-type:cjk-ideographic'><li>大</li></ol><ol type=a start=3><li>丙</li></ol><p>末段"
    )
    assert notation_from_html(page).splitlines() == [
        "一、背景", "1.甲", "（1）内一", "（2）内二", "5.乙", "点", "一、大", "c.丙", "末段"
    ]  # fmt: skip


def test_frames_of_one_column_are_paragraphs_and_tables_in_cells_are_words() -> None:
    assert notation_from_html("<table><tr><td><p>甲</p><p>乙</p></td></tr></table>") == "甲\n乙"
    nested = "<table><tr><td>外<table><tr><td>内1</td><td>内2</td></tr></table>尾</td><td>右</td></tr></table>后"
    assert notation_from_html(nested) == "| 外 内1 内2 尾 | 右 |\n后"


@pytest.mark.parametrize(
    ("html", "wanted"),
    [
        ("纯文字，没有标签。", "纯文字，没有标签。"),
        ("甲&nbsp;&nbsp;乙&shy;丙&#8203;丁&amp;&lt;b&gt;", "甲 乙丙丁&<b>"),
        ("<p>全 角　空格</p>", "全 角　空格"),
        ("<p>Windows\n Server</p><p>中\n文</p><p>中\n<b>文</b>\nA</p>", "Windows Server\n中文\n中文 A"),
        ("<script>alert(1)</script><p onclick=x>好<img src=x onerror=y></p><style>p{}</style>", "好"),
        ("<html><head><title>题</title><body><p>没有关上头", "没有关上头"),
        ("<p hidden>藏<p>见", "见"),
        ("<p>| 像表 |</p>", "｜ 像表 ｜"),
        ("<pre>甲\n乙</pre>", "甲\n乙"),
        ("<div>甲<div>乙</div>丙</div>", "甲\n乙\n丙"),
        ("<ruby>云<rt>yun</rt></ruby>州", "云州"),
        ("<table><tr>漏<td>甲<td>乙<tr><td>丙", "漏"),
        ("<p>甲</p></div></td></table><p>乙</p>", "甲\n乙"),
    ],
)  # fmt: skip
def test_clean_and_careless_html(html: str, wanted: str) -> None:
    found = notation_from_html(html)
    if wanted == "漏":
        assert set("漏甲乙丙") <= set(found), "no word is lost"
    else:
        assert found == wanted


def test_more_than_anybody_copies_is_refused_and_much_is_read_in_good_time() -> None:
    with pytest.raises(BadImport, match="分几次"):
        notation_from_html("x" * (MOST_HTML + 1))
    begun = time.process_time()
    assert len(notation_from_html("<p>各单位要按时报送。</p>" * 20_000).splitlines()) == 20_000
    assert "底" in notation_from_html("<div>" * 3000 + "底" + "</div>" * 3000)
    assert time.process_time() - begun < 6


TAGS = "<p> </p> <table> <tr> <td> </td> </tr> </table> <ol> <li> </ol> <div> </div> 甲 乙。 | <br> <b> </b> <h1> </h1>"


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from([*re.findall(r"<[^>]+>|\S+", TAGS), " "]), max_size=40))
def test_no_html_stops_the_reader_and_no_word_is_lost(pieces: list[str]) -> None:
    found = notation_from_html("".join(pieces))
    wanted = "".join(piece for piece in pieces if piece in ("甲", "乙。"))
    assert re.sub(r"[^甲乙。]", "", found) == wanted or sorted(re.sub(r"[^甲乙。]", "", found)) == sorted(wanted)
    blocks(found)


# --- Labels ------------------------------------------------------------------------------------------------------------
def test_labels() -> None:
    assert [chinese(number) for number in (1, 10, 11, 20, 35, 99, 100)] == [
        "一",
        "十",
        "十一",
        "二十",
        "三十五",
        "九十九",
        "100",
    ]
    assert [label_of(level, 12) for level in (1, 2, 3, 4)] == ["十二、", "（十二）", "12.", "（12）"]
    assert [
        numeral(4, form) for form in ("lowerRoman", "upperLetter", "upper-alpha", "decimal", "cjk-ideographic")
    ] == ["iv", "D", "D", "4", "四"]
    shown = {
        "一、": "一、",
        "一.": "一、",
        "(三)": "（三）",
        "3、": "3.",
        "3": "3.",
        "3)": "（3）",
        "1.2.3": "3.",
        "·": "",
        "Ø": "",
        "\uf0b7": "",
        "第一章": "第一章",
        "①": "①",
    }
    assert {label: standard_label(label) for label in shown} == shown
    assert standard_label("2", 1) == "二、"
