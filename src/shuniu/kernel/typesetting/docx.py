"""An official paper as DOCX: the editable copy, with the standard's own named styles (GB/T 9704-2012), true in Word, WPS, LibreOffice.

The parts are written here directly: the usual templates carry styles, themes and pictures that a paper has no use for.
"""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterator
from datetime import UTC, date, datetime

from shuniu.kernel.typesetting.docx_heads import head
from shuniu.kernel.typesetting.docx_marks import border, borders, field, paragraph, rule, run, tabs, twips, w
from shuniu.kernel.typesetting.docx_signing import Keep, breadth, day_in_words, signed
from shuniu.kernel.typesetting.docx_styles import (
    BOTTOM,
    CHARACTER,
    FLUSH,
    FOUR,
    LEFT,
    NAMESPACES,
    PAGE,
    PITCH,
    RED,
    RIGHT,
    TOP,
    WIDTH,
    exact,
    styles,
)  # fmt: skip
from shuniu.kernel.typesetting.docx_tables import table
from shuniu.kernel.typesetting.markup import element, packed, words
from shuniu.kernel.typesetting.notation import Block, Paragraph
from shuniu.kernel.typesetting.paper import Annex, Form, Paper

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
FOOTER_FROM_EDGE = 1325
"""The page number stands 7 mm below the 版心, 28 mm from the paper's foot."""
OUTER, INNER = 12_600, 9_000
"""The rules of the 版记: 0.35 mm first and last, 0.25 mm between (7.4.1), in EMU."""
SMALL = 280
"""A character of 四号, in twips."""
FRAME = {
    "w": WIDTH, "hSpace": 0, "vSpace": 0, "wrap": "notBeside", "vAnchor": "margin", "hAnchor": "margin",
    "xAlign": "left", "yAlign": "bottom",
}  # fmt: skip
DOT = b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==")
"""A black picture of one dot."""
_IMAGES = ((b"\x89PNG", "png"), (b"\xff\xd8\xff", "jpeg"))


class _Pictures:
    """Pictures as parts of the file, each once."""

    def __init__(self) -> None:
        self.names: dict[bytes, str] = {}

    def keep(self, picture: bytes) -> str:
        kind = next((kind for start, kind in _IMAGES if picture.startswith(start)), "png")
        name = self.names.setdefault(picture, f"media/seal{len(self.names) + 1}.{kind}")
        return _relation(name)


def _relation(name: str) -> str:
    return "r" + "".join(sign for sign in name if sign.isalnum())


def docx_of(paper: Paper, *, imprint_overleaf: bool = False) -> bytes:
    """The paper as DOCX, always the same octets for the same paper.

    ``imprint_overleaf``: the 版记 goes on the next even page (its own, without number), as where the text ends on an odd
    one; else it stands at the foot of the page on which the text ends.
    """
    pictures = _Pictures()
    body = [
        *head(paper),
        *_blocks(paper.body),
        *_attendance(paper),
        *_annex_notes(paper.annexes),
        *signed(paper, pictures.keep),
    ]
    if paper.note:
        body.append(paragraph("Note", run(f"（{paper.note}）")))
    for number, annex in enumerate(paper.annexes, 1):
        body += _annex(annex, number if len(paper.annexes) > 1 else 0)
    return packed(_parts(paper, _closed(paper, body, pictures, imprint_overleaf), pictures.names))


def _closed(paper: Paper, body: list[str], pictures: _Pictures, overleaf: bool) -> str:
    imprint = list(_imprint(paper, pictures.keep))
    letter = paper.form is Form.LETTER
    if imprint and overleaf:
        body.append(w("p", w("pPr", w("pStyle", val="End"), _section(letter=letter))))
        body += [*imprint, paragraph("End"), _section(numbered=False, kind="evenPage")]
    else:
        body += [*imprint, *([paragraph("End")] if imprint else []), _section(letter=letter)]
    return element("w:document", NAMESPACES, w("body", *body))


def _blocks(blocks: tuple[Block, ...]) -> Iterator[str]:
    for one in blocks:
        if not isinstance(one, Paragraph):
            yield table(one)
        elif one.heading:
            yield paragraph(f"Level{one.level}", run(one.heading), run(one.rest, "Plain"))
        else:
            yield paragraph(f"Level{one.level}" if one.level else "Body", run(one.text))


def _attendance(paper: Paper) -> Iterator[str]:
    """出席, 请假, 列席 of minutes: two characters in, names under names."""
    first = True
    for label, names in (("出席", paper.present), ("请假", paper.absent), ("列席", paper.attending)):
        if names:
            place = {"left": 5 * CHARACTER, "hanging": 3 * CHARACTER}
            gap = exact(before=PITCH if first else 0)
            yield paragraph("Attendance", run(f"{label}：", "AttendanceLabel"), run(names), ind=place, spacing=gap)
            first = False


def _annex_notes(annexes: tuple[Annex, ...]) -> Iterator[str]:
    """附件说明: a line below the text, two characters in; each name under the name above."""
    for number, annex in enumerate(annexes, 1):
        order = f"{number}." if len(annexes) > 1 else ""
        start = "附件：" if number == 1 else ""
        left = 5 * CHARACTER + breadth(order)
        place = {"left": left, "hanging": breadth(start + order)}
        gap = exact(before=PITCH if number == 1 else 0)
        yield paragraph("AnnexNote", run(start + order + annex.title), ind=place, spacing=gap, jc=FLUSH)


def _annex(annex: Annex, number: int) -> Iterator[str]:
    """附件: on a page of its own, its mark on line 1, its title on line 3, its text after a line."""
    yield paragraph("AnnexMark", run(f"附件{number or ''}"))
    yield paragraph("Title", run(annex.title), spacing=exact(before=PITCH, after=PITCH))
    yield from _blocks(annex.body)


def _imprint(paper: Paper, keep: Keep) -> Iterator[str]:
    """版记: a block that stands at the foot of its page, whatever is above it. A letter's has no 印发机关 and no rules."""
    plain = paper.form is Form.LETTER
    lines: list[tuple[str, dict[str, object]]] = []
    if paper.copies:
        lines.append(
            (f"抄送：{paper.copies.rstrip('。')}。", {"left": 4 * SMALL, "right": SMALL, "hanging": 3 * SMALL})
        )
    if not plain and (paper.issuer or paper.issued_on):
        day = f"\t{day_in_words(paper.issued_on)}印发" if paper.issued_on else ""
        lines.append((paper.issuer + day, {"left": SMALL, "right": SMALL}))
    for number, (text, place) in enumerate(lines):
        if not plain:
            yield _rule(900 + number, keep, INNER if number else OUTER)
        yield paragraph("Imprint", run(text), framePr=FRAME, tabs=tabs(("right", WIDTH - SMALL)), ind=place)
    if lines and not plain:
        yield _rule(900 + len(lines), keep, OUTER)


def _rule(number: int, keep: Keep, thick: int) -> str:
    return paragraph("Rule", rule(number, keep(DOT), (WIDTH * 635, thick)), framePr=FRAME)


def _section(*, numbered: bool = True, letter: bool = False, kind: str = "nextPage") -> str:
    names = [("default", "odd"), ("even", "even")] if numbered else [("default", "bare"), ("even", "bare")]
    if letter:
        names.append(("first", "letter"))
    references = [
        element("w:footerReference", {"w:type": place, "r:id": _relation(f"footer_{name}.xml")})
        for place, name in names
    ]
    return w(
        "sectPr",
        *references,
        w("type", val=kind),
        w("pgSz", w=PAGE[0], h=PAGE[1]),
        w("pgMar", top=TOP, right=RIGHT, bottom=BOTTOM, left=LEFT, header=851, footer=FOOTER_FROM_EDGE, gutter=0),
        *([w("titlePg")] if letter else []),
        w("docGrid", type="lines", linePitch=PITCH),
    )


def _footers() -> dict[str, str]:
    """Page numbers one character in: odd pages at the right, even ones at the left; none on the 版记's own page."""
    number = run("— ") + field("PAGE") + run(" —")
    frame = {
        "w": twips(170),
        "wrap": "around",
        "vAnchor": "page",
        "hAnchor": "page",
        "x": twips(20),
        "y": PAGE[1] - twips(20),
    }
    rule = borders(border("top", "thinThickSmallGap", 18, RED))
    inside = {
        "odd": paragraph("PageNumber", number, ind={"right": FOUR * 10}, jc={"val": "right"}),
        "even": paragraph("PageNumber", number, ind={"left": FOUR * 10}),
        "bare": paragraph("PageNumber"),
        "letter": paragraph("End", framePr=frame, pBdr=rule) + paragraph("PageNumber"),
    }
    return {f"footer_{name}.xml": element("w:ftr", NAMESPACES, body) for name, body in inside.items()}


def _settings() -> str:
    compatible = element(
        "w:compatSetting",
        {"w:name": "compatibilityMode", "w:uri": "http://schemas.microsoft.com/office/word", "w:val": "15"},
    )
    return element(
        "w:settings",
        NAMESPACES,
        w("zoom", percent=100),
        w("evenAndOddHeaders"),
        w("defaultTabStop", val=420),
        w("characterSpacingControl", val="compressPunctuation"),
        w("compat", w("useFELayout"), compatible),
        w("themeFontLang", val="en-US", eastAsia="zh-CN"),
    )


def _parts(paper: Paper, document: str, pictures: dict[bytes, str]) -> dict[str, str | bytes]:
    footers = _footers()
    targets = [("styles", "styles.xml"), ("settings", "settings.xml")]
    targets += [("footer", name) for name in footers] + [("image", name) for name in pictures.values()]
    types = [("/word/document.xml", f"{MAIN}.document.main+xml"), ("/word/styles.xml", f"{MAIN}.styles+xml")]
    types += [
        ("/word/settings.xml", f"{MAIN}.settings+xml"),
        *((f"/word/{name}", f"{MAIN}.footer+xml") for name in footers),
    ]
    types += [
        ("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"),
        ("/docProps/app.xml", "application/vnd.openxmlformats-officedocument.extended-properties+xml"),
    ]
    return {
        "[Content_Types].xml": _content_types(types),
        "_rels/.rels": _relations(
            [
                ("rDocument", f"{OFFICE}/officeDocument", "word/document.xml"),
                ("rCore", f"{PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
                ("rApp", f"{OFFICE}/extended-properties", "docProps/app.xml"),
            ]
        ),
        "docProps/core.xml": _properties(paper),
        "docProps/app.xml": element(
            "Properties",
            {"xmlns": "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"},
            "<Application>Shuniu</Application>",
        ),
        "word/document.xml": document,
        "word/_rels/document.xml.rels": _relations(
            [(_relation(name), f"{OFFICE}/{kind}", name) for kind, name in targets]
        ),
        "word/styles.xml": styles(),
        "word/settings.xml": _settings(),
        **{f"word/{name}": body for name, body in footers.items()},
        **{f"word/{name}": picture for picture, name in pictures.items()},
    }


def _content_types(types: list[tuple[str, str]]) -> str:
    usual = {"rels": "application/vnd.openxmlformats-package.relationships+xml", "xml": "application/xml"}
    usual |= {"png": "image/png", "jpeg": "image/jpeg"}
    return element(
        "Types",
        {"xmlns": f"{PACKAGE}/content-types"},
        *(element("Default", {"Extension": suffix, "ContentType": kind}) for suffix, kind in usual.items()),
        *(element("Override", {"PartName": name, "ContentType": kind}) for name, kind in types),
    )


def _relations(relations: list[tuple[str, str, str]]) -> str:
    return element(
        "Relationships",
        {"xmlns": f"{PACKAGE}/relationships"},
        *(element("Relationship", {"Id": key, "Type": kind, "Target": target}) for key, kind, target in relations),
    )


def _properties(paper: Paper) -> str:
    """Title, organs and number; the day of signing stands as the day of making, never the clock's."""
    day = paper.signed_on or paper.issued_on or date(2000, 1, 1)
    moment = datetime(day.year, day.month, day.day, tzinfo=UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    dated = {"xsi:type": "dcterms:W3CDTF"}
    return element(
        "cp:coreProperties",
        {
            "xmlns:cp": f"{PACKAGE}/metadata/core-properties",
            "xmlns:dc": "http://purl.org/dc/elements/1.1/",
            "xmlns:dcterms": "http://purl.org/dc/terms/",
            "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
        },
        element("dc:title", None, words(paper.title)),
        element("dc:subject", None, words(paper.number)),
        element("dc:creator", None, words("、".join(paper.organs))),
        element("dcterms:created", dated, moment),
        element("dcterms:modified", dated, moment),
        element("dc:language", None, "zh-CN"),
    )
