"""The OFD of a paper, read by a reader that is not ours, and its fonts by fontTools."""

from __future__ import annotations

import ctypes
import io
import time
import zipfile
from functools import cache
from xml.etree.ElementTree import Element, fromstring

import ofdkit
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from fontTools.ttLib import TTFont
from PIL import Image

from shuniu.kernel.typesetting import fonts, ofd_fonts
from shuniu.kernel.typesetting.drawn import Run, sheets
from shuniu.kernel.typesetting.fonts import NoChineseFont
from shuniu.kernel.typesetting.ofd import deltas, number, ofd_of
from shuniu.kernel.typesetting.paper import Paper
from shuniu.kernel.typesetting.setting import pdf_of
from tests import papers
from tests.world import moment

AT = moment("2026-11-24 10:00")
O = "{http://www.ofdspec.org/2016}"  # noqa: E741 - the format's own prefix


@pytest.fixture(scope="module", autouse=True)
def _chinese() -> None:
    try:
        fonts.found()
    except NoChineseFont:
        pytest.skip("this machine has no Chinese font, and make setup could not fetch one")


@cache
def both(form: str) -> tuple[bytes, bytes]:
    paper = papers.EVERY[form]()
    pdf = pdf_of(paper, at=AT).file
    return pdf, ofd_of(pdf, paper, at=AT)


def part(file: bytes, name: str) -> Element:
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        return fromstring(archive.read(name))


def bare(text: str) -> str:
    return "".join(text.split())


def lines_of_pdf(pdf: bytes) -> list[list[str]]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [
            [bare(line) for line in page.get_textpage().get_text_range().splitlines() if line.strip()]
            for page in document
        ]


# --- Read by another program -----------------------------------------------------------------------------------------
@pytest.mark.parametrize("form", papers.EVERY)
def test_another_reader_finds_the_same_text_in_the_same_order(form: str) -> None:
    pdf, ofd = both(form)
    with ofdkit.open(io.BytesIO(ofd)) as document:
        pages = [bare(page.text()) for page in document.pages]
        runs = [bare("".join(run.text for run in page.runs)) for page in document.pages]
    if form != "order":  # there the PDF draws the name before the post at its left
        assert runs == ["".join(page) for page in lines_of_pdf(pdf)], "as it is drawn, character by character"
    assert [sorted(page) for page in pages] == [sorted("".join(page)) for page in lines_of_pdf(pdf)]
    first = papers.EVERY[form]().text.splitlines()[0]
    assert bare(first) in pages[0]


def test_its_lines_are_the_paper_s_own() -> None:
    text = ofdkit.extract_text(io.BytesIO(both("ordinary")[1])).splitlines()
    read = [bare(line) for line in text]
    wanted = [
        "特急",
        "云州市人民政府办公室文件",
        "云政办发〔2026〕12号",
        "云州市人民政府办公室",
        "关于做好2026年冬季供热保障工作的通知",
    ]
    assert [line for line in read if line][:5] == wanted
    assert read.index("一、总体要求") < read.index("二、重点任务") < read.index("三、工作要求") < read.index("附件1")


@pytest.mark.parametrize("form", papers.EVERY)
def test_every_character_stands_where_the_pdf_has_it(form: str) -> None:
    pdf, ofd = both(form)
    x, y = ctypes.c_double(), ctypes.c_double()
    with pypdfium2.PdfDocument(pdf) as document, ofdkit.open(io.BytesIO(ofd)) as other:
        for page, read in zip(document, other.pages, strict=True):
            text, high = page.get_textpage(), page.get_height()
            drawn = set()
            for place in range(text.count_chars()):
                pdfium.FPDFText_GetCharOrigin(text.raw, place, x, y)
                drawn.add((round(x.value / 72 * 25.4, 1), round((high - y.value) / 72 * 25.4, 1)))
            for run in read.runs:
                assert any(abs(run.x - right) < 0.15 and abs(run.y - down) < 0.15 for right, down in drawn), run.text
            assert (read.width, read.height) == pytest.approx((210, 297), abs=0.01)


def test_it_says_what_it_is_and_never_when_the_clock_stood() -> None:
    with ofdkit.open(io.BytesIO(both("ordinary")[1])) as document:
        info = document.info
    assert (info.title, info.author, info.subject) == (
        papers.ordinary().title,
        "云州市人民政府办公室",
        "云政办发〔2026〕12号",
    )
    assert info.creation_date == "2026-11-24"
    assert info.custom_data["成文日期"] == "2026-10-08"
    paper = papers.upward()
    assert ofd_of(both("upward")[0], paper, at=AT) == both("upward")[1], "the same paper is the same file"


# --- As the standard has it -------------------------------------------------------------------------------------------
def test_the_package_is_complete_and_its_numbers_are_given_once() -> None:
    ofd = both("joint")[1]
    with zipfile.ZipFile(io.BytesIO(ofd)) as archive:
        names = archive.namelist()
        assert names[0] == "OFD.xml"
        assert archive.testzip() is None
        resources = {name for name in names if name.startswith("Doc_0/Res/")}
    document = part(ofd, "Doc_0/Document.xml")
    pages = [f"Doc_0/{page.get('BaseLoc')}" for page in document.iter(f"{O}Page")]
    assert set(pages) < set(names)
    roots = [
        document,
        part(ofd, "Doc_0/PublicRes.xml"),
        part(ofd, "Doc_0/DocumentRes.xml"),
        *(part(ofd, page) for page in pages),
    ]
    given = [int(one.get("ID", 0)) for root in roots for one in root.iter() if one.get("ID")]
    assert len(given) == len(set(given))
    assert max(given) == int(document.findtext(f"{O}CommonData/{O}MaxUnitID", ""))
    named = [
        f"Doc_0/Res/{one.text}"
        for root in roots[1:3]
        for one in root.iter()
        if one.tag in (f"{O}FontFile", f"{O}MediaFile")
    ]
    assert set(named) == resources
    asked = {one.get(key) for root in roots[3:] for one in root.iter() for key in ("Font", "ResourceID")} - {None}
    assert asked <= {str(key) for key in given}


def test_the_seals_are_pictures_with_clear_ground_on_their_places() -> None:
    ofd = both("joint")[1]
    with zipfile.ZipFile(io.BytesIO(ofd)) as archive:
        images = [name for name in archive.namelist() if name.endswith(".png")]
        seen = Image.open(io.BytesIO(archive.read(images[0])))
        assert seen.convert("RGBA").getpixel((2, 2))[3] == 0  # type: ignore[index]  # four bands
    places = [
        one.get("Boundary", "").split() for one in part(ofd, "Doc_0/Pages/Page_1/Content.xml").iter(f"{O}ImageObject")
    ]
    assert [(float(box[2]), float(box[3])) for box in places] == [(42, 42)] * 3


def test_the_rules_are_paths_in_the_standard_s_red() -> None:
    page = part(both("ordinary")[1], "Doc_0/Pages/Page_0/Content.xml")
    rule = next(page.iter(f"{O}PathObject"))
    assert float(rule.get("Boundary", "").split()[2]) == pytest.approx(156, abs=0.6)
    red = rule.find(f"{O}FillColor")
    assert red is not None
    assert red.get("Value") == "218 37 28"


def test_a_narrowed_mark_and_a_turned_table_keep_their_shape() -> None:
    page = part(both("ordinary")[1], "Doc_0/Pages/Page_0/Content.xml")
    mark = next(
        one for one in page.iter(f"{O}TextObject") if one.findtext(f"{O}TextCode") == "云州市人民政府办公室文件"
    )
    assert 0.7 < float(mark.get("CTM", "").split()[0]) < 1
    assert float(mark.get("Size", 0)) == pytest.approx(46 / 72 * 25.4, abs=0.01)
    row = "| " + " | ".join(f"指标{place}" for place in range(24)) + " |"
    paper = Paper(title="关于报送统计表的通知", text=f"请填报。\n{row}\n{row}", organs=("云州市统计局",))
    ofd = ofd_of(pdf_of(paper, at=AT).file, paper, at=AT)
    turned = [one.get("CTM") for one in part(ofd, "Doc_0/Pages/Page_1/Content.xml").iter(f"{O}TextObject")]
    assert "0 -1 1 0 0 0" in turned


# --- Fonts -----------------------------------------------------------------------------------------------------------
def test_the_fonts_inside_hold_the_paper_s_characters_and_no_more() -> None:
    ofd = both("order")[1]
    used = {one.font: set[str]() for sheet in sheets(both("order")[0]) for one in sheet.items if isinstance(one, Run)}
    for sheet in sheets(both("order")[0]):
        for one in sheet.items:
            if isinstance(one, Run):
                used[one.font] |= set(one.text)
    with zipfile.ZipFile(io.BytesIO(ofd)) as archive:
        faces = [TTFont(io.BytesIO(archive.read(name))) for name in archive.namelist() if name.endswith(".ttf")]
    assert len(faces) == len(used)
    for face in faces:
        characters = {chr(code) for code in face.getBestCmap()}
        assert characters == used[face["name"].getDebugName(6)]
        assert all(
            face["glyf"][face.getBestCmap()[ord(sign)]].numberOfContours > 0
            for sign in characters
            if not sign.isspace()
        )


def test_a_font_that_is_not_here_is_named_and_not_made_up() -> None:
    assert ofd_fonts.subset("NoSuchFont-Regular", "政府") == b""
    assert ofd_fonts.family_of("NoSuchFont-Regular") == "NoSuchFont-Regular"


def test_three_pages_take_well_under_two_seconds_and_less_when_warm() -> None:
    paper = papers.upward()
    pdf = pdf_of(paper, at=AT).file
    ofd_fonts._subset.cache_clear()
    ofd_fonts._source.cache_clear()
    begun = time.process_time()
    ofd_of(pdf, paper, at=AT)
    cold = time.process_time() - begun
    begun = time.process_time()
    ofd_of(pdf, paper, at=AT)
    warm = time.process_time() - begun
    assert cold < 2
    assert warm < 0.3


def test_numbers_are_short_and_equal_steps_are_written_once() -> None:
    assert [number(value) for value in (0, -0.0001, 5.6444, 210.0, 0.5)] == ["0", "0", "5.644", "210", "0.5"]
    assert deltas([5.5, 5.5, 5.5, 2.75, 5.5]) == "g 3 5.5 2.75 5.5"
    assert deltas([]) == ""
