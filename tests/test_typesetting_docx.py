"""The DOCX of a paper: well formed in the schema's order, with named styles, and true when another program lays it out."""

from __future__ import annotations

import ctypes
import io
import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring

import docx
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from docx.shared import Mm

from shuniu.kernel.typesetting import fonts
from shuniu.kernel.typesetting.docx import docx_of
from shuniu.kernel.typesetting.docx_styles import FACES, LATIN, SONG
from shuniu.kernel.typesetting.fonts import Face, NoChineseFont
from shuniu.kernel.typesetting.paper import Annex, BadPaper, Paper
from shuniu.kernel.typesetting.setting import pdf_of
from tests import papers
from tests.world import moment

AT = moment("2026-11-24 10:00")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
Line = tuple[float, float, str]
"""Baseline and left edge in millimetres from the page's upper left corner, and the words."""


@pytest.fixture(scope="module", autouse=True)
def _chinese() -> None:
    try:
        fonts.found()
    except NoChineseFont:
        pytest.skip("this machine has no Chinese font, and make setup could not fetch one")


def xml(file: bytes, part: str = "word/document.xml") -> Element:
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        return fromstring(archive.read(part))


def said(file: bytes) -> list[str]:
    return ["".join(piece.text or "" for piece in one.iter(f"{W}t")) for one in xml(file).iter(f"{W}p")]


# --- As a file -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("form", papers.EVERY)
def test_nothing_of_a_paper_is_lost(form: str) -> None:
    paper = papers.EVERY[form]()
    written = "".join(said(docx_of(paper)))
    for words in (
        paper.number,
        paper.recipients,
        paper.note,
        paper.copies,
        paper.issuer,
        paper.present,
        *paper.signers,
    ):
        assert words in written
    for line in paper.text.splitlines():
        for piece in line.strip("| ").split(" | "):
            assert piece in written
    for annex in paper.annexes:
        assert written.count(annex.title) == 2, "once in the note, once over the annex itself"
    if form != "order":
        assert "".join(paper.title.split()) in written


ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr pBdr shd tabs kinsoku wordWrap overflowPunct autoSpaceDE "
    "autoSpaceDN bidi adjustRightInd snapToGrid spacing ind contextualSpacing jc textDirection textAlignment outlineLvl rPr sectPr",
    "rPr": "rStyle rFonts b bCs i iCs strike noProof snapToGrid vanish color spacing w kern position sz szCs highlight u vertAlign lang",
    "sectPr": "headerReference footerReference type pgSz pgMar paperSrc pgBorders lnNumType pgNumType cols titlePg textDirection docGrid",
    "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblW jc tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook",
    "tcPr": "cnfStyle tcW gridSpan vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign",
    "trPr": "cantSplit trHeight tblHeader jc",
    "style": "name basedOn next link uiPriority semiHidden unhideWhenUsed qFormat pPr rPr tblPr",
    "settings": "zoom mirrorMargins evenAndOddHeaders defaultTabStop characterSpacingControl compat themeFontLang",
    "tbl": "tblPr tblGrid tr",
    "pBdr": "top left bottom right between bar",
}
"""What ECMA-376 says about the order of children: a program that is strict calls anything else damaged."""


@pytest.mark.parametrize("form", papers.EVERY)
def test_every_child_stands_where_the_schema_has_it(form: str) -> None:
    file = docx_of(papers.EVERY[form]())
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        names = [name for name in archive.namelist() if name.startswith("word/") and name.endswith(".xml")]
        assert archive.namelist()[0] == "[Content_Types].xml"
    for root in (xml(file, name) for name in names):
        for parent in root.iter():
            order = ORDER.get(parent.tag.removeprefix(W), "").split()
            places = [order.index(child.tag.removeprefix(W)) for child in parent if order]
            assert places == sorted(places), parent.tag
    assert xml(file).find(f"{W}body")[-1].tag == f"{W}sectPr"  # type: ignore[index]  # there is a body
    for cell in xml(file).iter(f"{W}tc"):
        assert cell[-1].tag == f"{W}p", "a cell ends with a paragraph"


def test_every_picture_and_footer_is_in_the_package_and_named_once() -> None:
    file = docx_of(papers.joint())
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        names, raw = set(archive.namelist()), archive.read("word/document.xml").decode()
    targets = {one.get("Id"): one.get("Target") for one in xml(file, "word/_rels/document.xml.rels")}
    assert {f"word/{target}" for target in targets.values()} <= names
    assert set(re.findall(r'r:(?:embed|id)="(\w+)"', raw)) <= set(targets)
    drawn = re.findall(r'<wp:docPr id="(\d+)"', raw)
    assert len(drawn) == len(set(drawn)) >= 3


def test_it_opens_as_a_word_document_with_the_standard_s_own_styles_and_page() -> None:
    opened = docx.Document(io.BytesIO(docx_of(papers.ordinary())))
    used = {one.style.name for one in opened.paragraphs}
    wanted = "发文机关标志 发文字号 标题 主送机关 正文段落 一级标题 二级标题 三级标题 四级标题 附件说明 发文机关署名 成文日期 附注 附件顺序号 版记"
    assert set(wanted.split()) <= used
    section = opened.sections[0]
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(one.mm) for one in margins if one] == [37, 35, 28, 26]
    assert (section.page_width, section.page_height) == pytest.approx((Mm(210), Mm(297)), abs=Mm(0.1))
    assert opened.core_properties.title == papers.ordinary().title
    assert opened.core_properties.created.date() == papers.ordinary().signed_on, "never the clock's"  # type: ignore[union-attr]  # it is set
    assert len(opened.tables) == 2
    assert opened.tables[0].cell(1, 0).text == "城东热力公司"


def test_each_style_names_the_standard_s_face_for_chinese() -> None:
    faces = {}
    for one in xml(docx_of(papers.ordinary()), "word/styles.xml").iter(f"{W}style"):
        name, font = one.find(f"{W}name"), one.find(f"{W}rPr/{W}rFonts")
        if name is not None and font is not None:
            faces[name.get(f"{W}val")] = font.get(f"{W}eastAsia")
    assert faces["正文段落"] == "仿宋_GB2312"
    assert faces["标题"] == faces["发文机关标志"] == "方正小标宋简体"
    assert (faces["一级标题"], faces["二级标题"], faces["签发人姓名"]) == ("黑体", "楷体_GB2312", "楷体_GB2312")


def test_the_same_paper_is_the_same_file() -> None:
    assert docx_of(papers.upward()) == docx_of(papers.upward())


def test_text_never_becomes_markup_and_hidden_characters_stay_out() -> None:
    text = "一、<w:br/>与&amp;之间\x00\x0b\ud800。\n" + "a" * 90
    written = said(docx_of(Paper(title="关于“<标题>”的通知", text=text, organs=("云州市财政局",))))
    assert "一、<w:br/>与&amp;之间。" in written
    assert "a" * 90 in written


def test_a_table_wider_than_the_page_stands_on_a_turned_page() -> None:
    row = "| " + " | ".join(f"指标名称{number}" for number in range(24)) + " |"
    file = docx_of(
        Paper(title="关于报送统计表的通知", text=f"请填报。\n{row}\n{row}\n请按时报送。", organs=("云州市统计局",))
    )
    turned = [one.get(f"{W}orient") for one in xml(file).iter(f"{W}pgSz")]
    assert "landscape" in turned
    assert turned[-1] is None, "the text after it is upright again"
    assert "指标名称23" in said(file)


def test_a_paper_without_limits_is_refused_in_words() -> None:
    with pytest.raises(BadPaper, match="附件"):
        docx_of(replace(papers.letter(), annexes=tuple(Annex(f"附表{number}") for number in range(500))))


# --- As LibreOffice lays it out -----------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def laid_out(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """All forms as LibreOffice makes PDFs of them, with our faces under the standard's names."""
    program = shutil.which("soffice")
    if not program:
        pytest.skip("LibreOffice is not on this machine: the layout of the DOCX cannot be measured")
    folder = tmp_path_factory.mktemp("office")
    every = {name: docx_of(make()) for name, make in papers.EVERY.items()}
    for name, file in every.items():
        (folder / f"{name}.docx").write_bytes(file)
    command = [
        program,
        f"-env:UserInstallation=file://{folder}/own",
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(folder),
    ]
    command += [str(folder / f"{name}.docx") for name in every]
    own = {**os.environ, "FONTCONFIG_FILE": str(_fonts(folder)), "HOME": str(folder)}
    subprocess.run(command, check=True, env=own, timeout=180, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return {name: (folder / f"{name}.pdf").read_bytes() for name in every}


def _fonts(folder: Path) -> Path:
    families = fonts.found().families
    names = {name: families[face][0] for face, name in FACES.items()} | {
        SONG: families[Face.BODY][0],
        LATIN: families[Face.BODY][0],
    }
    rules = "".join(
        f'<match target="pattern"><test name="family"><string>{name}</string></test>'
        f'<edit name="family" mode="assign" binding="strong"><string>{family}</string></edit></match>'
        for name, family in names.items()
    )
    places = "".join(f"<dir>{place}</dir>" for place in fonts.found().folders)
    file = folder / "fonts.conf"
    head = '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><include>/etc/fonts/fonts.conf</include>'
    file.write_text(f"{head}{places}<cachedir>{folder}/cache</cachedir>{rules}</fontconfig>", encoding="utf-8")
    return file


def lines(pdf: bytes) -> Iterator[list[Line]]:
    """The lines of each page, from the top."""
    x, y = ctypes.c_double(), ctypes.c_double()
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            text, rows = page.get_textpage(), dict[int, list[tuple[float, str]]]()
            for number in range(text.count_chars()):
                sign = chr(pdfium.FPDFText_GetUnicode(text.raw, number))
                if not sign.isspace():
                    pdfium.FPDFText_GetCharOrigin(text.raw, number, x, y)
                    rows.setdefault(round((page.get_height() - y.value) / 72 * 254), []).append(
                        (x.value / 72 * 25.4, sign)
                    )
            yield [
                (place / 10, min(row)[0], "".join(sign for _, sign in sorted(row)))
                for place, row in sorted(rows.items())
            ]


@pytest.mark.parametrize("form", papers.EVERY)
def test_it_has_as_many_pages_as_the_pdf(form: str, laid_out: dict[str, bytes]) -> None:
    with pypdfium2.PdfDocument(laid_out[form]) as document:
        assert len(document) == pdf_of(papers.EVERY[form](), at=AT).pages


def test_a_page_has_22_lines_and_a_line_28_characters(laid_out: dict[str, bytes]) -> None:
    first = next(lines(laid_out["ordinary"]))
    full = [words for _, _, words in first if words in papers.MEASURES.replace("\n", "")]
    assert max(map(len, full)) == 28
    solid = [place for place, _, words in first if words in papers.MEASURES]
    steps = [after - before for before, after in pairwise(solid)]
    assert steps == pytest.approx([225 / 22] * len(steps), abs=0.16)
    assert 22 * 28.95 <= 225 / 25.4 * 72, "so 22 of them go on a page"
    assert min(left for _, left, _ in first) == pytest.approx(28, abs=0.3)


def test_mark_rule_number_and_foot_stand_where_the_standard_has_them(laid_out: dict[str, bytes]) -> None:
    with pypdfium2.PdfDocument(laid_out["upward"]) as document:
        page = document[0]
        high, text = page.get_height(), page.get_textpage()
        top = (high - max(text.get_charbox(number)[3] for number in range(9))) / 72 * 25.4
        assert top == pytest.approx(37 + 35, abs=1)
    with pypdfium2.PdfDocument(laid_out["letter"]) as document:
        page = document[0]
        rules = [one.get_bounds() for one in page.get_objects() if one.type == pdfium.FPDF_PAGEOBJ_PATH]
        foot = [rule for rule in rules if rule[3] < page.get_height() / 2]
        assert min(rule[1] for rule in foot) / 72 * 25.4 == pytest.approx(20, abs=2)
        assert {round((rule[2] - rule[0]) / 72 * 25.4 / 5) * 5 for rule in rules} == {170}


def test_page_numbers_stand_outside_and_the_imprint_s_own_page_has_none(laid_out: dict[str, bytes]) -> None:
    pages = list(lines(laid_out["ordinary"]))
    assert [page[-1][2] for page in pages[:2]] == ["—1—", "—2—"]
    assert pages[0][-1][1] > 150
    assert pages[1][-1][1] == pytest.approx(28 + 4.9, abs=0.5)
    assert [words for _, _, words in pages[5]][-1] == "云州市人民政府办公室2026年10月9日印发"
    assert pages[5][-1][0] == pytest.approx(297 - 35, abs=3), "at the foot of the type area"
    assert "—1—" not in [words for page in lines(laid_out["letter"]) for _, _, words in page]
