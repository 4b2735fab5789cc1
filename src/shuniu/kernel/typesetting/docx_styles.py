"""The named styles of an official paper in Word and WPS, and the numbers of GB/T 9704-2012 as twips.

Lines and characters are held by the styles themselves (exact line pitch, exact spacing), not by the page's grid, which
programs read differently: with a grid of characters LibreOffice 7.4 sets 27 or 14 of the 28. The grid states the 22 lines,
for whoever opens the page set-up, and every style stands free of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from shuniu.kernel.typesetting import standard
from shuniu.kernel.typesetting.docx_marks import (
    Part,
    paragraph_properties,
    run_properties,
    twips,
    w,
)
from shuniu.kernel.typesetting.fonts import Face
from shuniu.kernel.typesetting.markup import element

PAGE = (11906, 16838)
TOP, BOTTOM, LEFT, RIGHT = twips(standard.TOP), twips(standard.BOTTOM), twips(standard.LEFT), twips(standard.RIGHT)
WIDTH = PAGE[0] - LEFT - RIGHT
"""The 版心: 156 mm."""
PITCH = 579
"""22 lines fill 225 mm: 28.95 pt each, with the space that Word puts above a line's characters inside the margins 37 and
35 mm which a clerk looks for in the page set-up. 29.0 would be 0.2 pt too many, and the last line would turn the page."""
CHARACTER = 315
"""28 of 三号 (16 pt) fill 156 mm when each advances 15.75 pt."""
NARROWED = -5
"""What that takes from 16 pt, in twentieths of a point."""
RED = standard.SCREEN_RED.lstrip("#").upper()
LATIN = "Times New Roman"
FACES: dict[Face, str] = {
    Face.TITLE: "方正小标宋简体",
    Face.BODY: "仿宋_GB2312",
    Face.KAI: "楷体_GB2312",
    Face.HEI: "黑体",
}
"""As the standard and the makers call them: the reader's own fonts are used."""
SONG = "宋体"
ONE, TWO, THREE, FOUR = 52, 44, 32, 28
"""一号 to 四号, in half points."""
NAMESPACES = {
    "xmlns:w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "xmlns:r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "xmlns:wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "xmlns:a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "xmlns:pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
}


@dataclass(frozen=True, slots=True)
class Style:
    """One named style. What is not said is as in 正文."""

    key: str
    name: str
    face: str = FACES[Face.BODY]
    size: int = THREE
    paragraph: Mapping[str, Part] = field(default_factory=dict)
    run: Mapping[str, Part] = field(default_factory=dict)
    character: bool = False


def exact(line: int = PITCH, before: int = 0, after: int = 0) -> Part:
    return {"before": before, "after": after, "line": line, "lineRule": "exact"}


INDENT: Part = {"firstLineChars": 200, "firstLine": 2 * CHARACTER}
CENTRED: Part = {"val": "center"}
FLUSH: Part = {"val": "left"}
RULE_GAP = twips(4)
STYLES = (
    Style("Mark", "发文机关标志", FACES[Face.TITLE], 100, {"jc": CENTRED}, {"color": {"val": RED}, "spacing": {"val": 0}}),
    Style("Urgency", "紧急程度", FACES[Face.HEI], paragraph={"jc": FLUSH}),
    Style("Number", "发文字号", paragraph={"jc": CENTRED}),
    Style("SignerLabel", "签发人", character=True),
    Style("SignerName", "签发人姓名", FACES[Face.KAI], character=True),
    Style("Title", "标题", FACES[Face.TITLE], TWO, {"jc": CENTRED, "keepNext": {}, "outlineLvl": {"val": 0}}, {"spacing": {"val": 0}}),
    Style("Recipients", "主送机关", paragraph={"jc": FLUSH, "spacing": exact(before=PITCH)}),
    Style("Body", "正文段落", paragraph={"ind": INDENT}),
    Style("Level1", "一级标题", FACES[Face.HEI], paragraph={"ind": INDENT, "outlineLvl": {"val": 1}}),
    Style("Level2", "二级标题", FACES[Face.KAI], paragraph={"ind": INDENT, "outlineLvl": {"val": 2}}),
    Style("Level3", "三级标题", paragraph={"ind": INDENT}),
    Style("Level4", "四级标题", paragraph={"ind": INDENT}),
    Style("Plain", "正文字体", character=True),
    Style("AnnexNote", "附件说明"),
    Style("Signature", "发文机关署名", paragraph={"jc": CENTRED, "keepNext": {}}),
    Style("SignedOn", "成文日期", paragraph={"jc": CENTRED}),
    Style("Note", "附注", paragraph={"ind": INDENT}),
    Style("AnnexMark", "附件顺序号", FACES[Face.HEI], paragraph={"jc": FLUSH, "pageBreakBefore": {}}),
    Style("Attendance", "出席人员"),
    Style("AttendanceLabel", "出席标识", FACES[Face.HEI], character=True),
    Style("TableHead", "表头", FACES[Face.HEI], FOUR, {"jc": CENTRED, "spacing": exact(380)}, {"spacing": {"val": 0}}),
    Style("TableCell", "表格文字", size=FOUR, paragraph={"jc": CENTRED, "spacing": exact(380)}, run={"spacing": {"val": 0}}),
    Style("Imprint", "版记", size=FOUR, paragraph={"jc": FLUSH, "spacing": exact(480)}, run={"spacing": {"val": 0}}),
    Style("Rule", "版记分隔线", size=2, paragraph={"spacing": {"before": 0, "after": 0, "line": 240, "lineRule": "auto"}}),
    Style("PageNumber", "页码", SONG, FOUR, {"jc": FLUSH, "spacing": exact(320)}, {"spacing": {"val": 0}}),
    Style("End", "文末", size=2, paragraph={"spacing": exact(20)}),
)  # fmt: skip


def _fonts(face: str) -> Part:
    return {"ascii": LATIN, "hAnsi": LATIN, "eastAsia": face, "cs": LATIN}


def _style(one: Style) -> str:
    looks = run_properties(
        **{"rFonts": _fonts(one.face), "sz": {"val": one.size}, "szCs": {"val": one.size}, **one.run}
    )
    name = w("name", val=one.name)
    if one.character:
        return w(
            "style",
            name,
            w("basedOn", val="DefaultFont"),
            w("qFormat"),
            looks,
            type="character",
            customStyle=1,
            styleId=one.key,
        )
    layout = paragraph_properties(**one.paragraph)
    return w(
        "style",
        name,
        w("basedOn", val="Normal"),
        w("qFormat"),
        layout,
        looks,
        type="paragraph",
        customStyle=1,
        styleId=one.key,
    )


def styles() -> str:
    """styles.xml."""
    face = run_properties(
        rFonts=_fonts(FACES[Face.BODY]),
        sz={"val": THREE},
        szCs={"val": THREE},
        lang={"val": "en-US", "eastAsia": "zh-CN"},
    )
    normal = paragraph_properties(
        widowControl={"val": 0},
        kinsoku={"val": 1},
        overflowPunct={"val": 1},
        autoSpaceDE={"val": 0},
        autoSpaceDN={"val": 0},
        adjustRightInd={"val": 0},
        snapToGrid={"val": 0},
        spacing=exact(),
        jc={"val": "both"},
    )
    table = w(
        "tblPr",
        w("tblInd", w=0, type="dxa"),
        w(
            "tblCellMar",
            *(w(side, w=width, type="dxa") for side, width in (("top", 0), ("left", 85), ("bottom", 0), ("right", 85))),
        ),
    )
    spaced = run_properties(spacing={"val": NARROWED}, kern={"val": 0})
    return element(
        "w:styles",
        NAMESPACES,
        w("docDefaults", w("rPrDefault", face), w("pPrDefault")),
        _default("paragraph", "Normal", "Normal", w("qFormat"), normal, spaced),
        _default("character", "DefaultFont", "Default Paragraph Font", w("uiPriority", val=1), w("semiHidden")),
        _default("table", "NormalTable", "Normal Table", w("uiPriority", val=99), w("semiHidden"), table),
        _default("numbering", "NoList", "No List", w("uiPriority", val=99), w("semiHidden")),
        *map(_style, STYLES),
    )


def _default(kind: str, key: str, name: str, *inside: str) -> str:
    return w("style", w("name", val=name), *inside, type=kind, default=1, styleId=key)
