"""The parts of a DOCX around its text: sections and footers, settings, what the package holds, what it says of itself."""

from __future__ import annotations

from datetime import UTC, date, datetime

from shuniu.kernel.typesetting import standard
from shuniu.kernel.typesetting.docx_marks import border, borders, field, paragraph, run, twips, w
from shuniu.kernel.typesetting.docx_styles import (
    BOTTOM,
    FOUR,
    LEFT,
    NAMESPACES,
    PAGE,
    PITCH,
    RED,
    RIGHT,
    TOP,
    exact,
    styles,
)
from shuniu.kernel.typesetting.markup import element, words
from shuniu.kernel.typesetting.paper import Paper

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPES = "application/vnd.openxmlformats-officedocument"
MAIN = f"{TYPES}.wordprocessingml"
FOOTER_FROM_EDGE = 1325
"""The page number stands 7 mm below the 版心, 28 mm from the paper's foot."""
_IMAGES = ((b"\x89PNG", "png"), (b"\xff\xd8\xff", "jpeg"))


class Pictures:
    """Pictures as parts of the file, each once."""

    def __init__(self) -> None:
        self.names: dict[bytes, str] = {}

    def keep(self, picture: bytes) -> str:
        kind = next((kind for start, kind in _IMAGES if picture.startswith(start)), "png")
        return relation(self.names.setdefault(picture, f"media/picture{len(self.names) + 1}.{kind}"))


def relation(name: str) -> str:
    return "r" + "".join(sign for sign in name if sign.isalnum())


def section(*, kind: str = "nextPage", numbered: bool = True, letter: bool = False, wide: bool = False) -> str:
    """A section's page: margins of the 版心, 22 lines stated, page numbers. ``wide``: turned, its head at the left edge."""
    names = [("default", "odd"), ("even", "even")] if numbered else [("default", "bare"), ("even", "bare")]
    if letter:
        names.append(("first", "letter"))
    marks = ({"w:type": place, "r:id": relation(f"footer_{name}.xml")} for place, name in names)
    size = {"w": PAGE[1], "h": PAGE[0], "orient": "landscape"} if wide else {"w": PAGE[0], "h": PAGE[1]}
    sides = (LEFT, TOP, RIGHT, BOTTOM) if wide else (TOP, RIGHT, BOTTOM, LEFT)
    margins = dict(zip(("top", "right", "bottom", "left"), sides, strict=True))
    return w(
        "sectPr",
        *(element("w:footerReference", mark) for mark in marks),
        w("type", val=kind),
        w("pgSz", **size),
        w("pgMar", **margins, header=851, footer=720 if wide else FOOTER_FROM_EDGE, gutter=0),
        *([w("titlePg")] if letter else []),
        w("docGrid", type="lines", linePitch=PITCH),
    )


def _footers() -> dict[str, str]:
    """Page numbers one character in: odd pages at the right, even ones at the left; none on the 版记's own page."""
    number = run("— ") + field("PAGE") + run(" —")
    long, foot = twips(standard.LETTER_RULE_LENGTH), PAGE[1] - twips(standard.LETTER_FOOT)
    frame = {"w": long, "wrap": "around", "vAnchor": "page", "hAnchor": "page", "x": (PAGE[0] - long) // 2, "y": foot}
    rule = borders(border("top", "thinThickSmallGap", 24, RED))
    inside = {
        "odd": paragraph("PageNumber", number, ind={"right": FOUR * 10}, jc={"val": "right"}),
        "even": paragraph("PageNumber", number, ind={"left": FOUR * 10}),
        # As high as all that lies below the 版心: LibreOffice forgets the rest of the margin of an even page.
        "bare": paragraph("PageNumber", spacing=exact(BOTTOM - FOOTER_FROM_EDGE)),
        "letter": paragraph("End", framePr=frame, pBdr=rule) + paragraph("PageNumber"),
    }
    return {f"footer_{name}.xml": element("w:ftr", NAMESPACES, body) for name, body in inside.items()}


def _settings() -> str:
    word = "http://schemas.microsoft.com/office/word"
    compatible = element("w:compatSetting", {"w:name": "compatibilityMode", "w:uri": word, "w:val": "15"})
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


def parts(paper: Paper, document: str, pictures: Pictures) -> dict[str, str | bytes]:
    """All parts of the package, by name, in their order."""
    footers = _footers()
    named = [("styles", "styles.xml"), ("settings", "settings.xml"), *(("footer", name) for name in footers)]
    targets = [*named, *(("image", name) for name in pictures.names.values())]
    types = [("/word/document.xml", f"{MAIN}.document.main+xml")]
    types += [(f"/word/{name}", f"{MAIN}.{kind}+xml") for kind, name in named]
    types += [
        ("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"),
        ("/docProps/app.xml", f"{TYPES}.extended-properties+xml"),
    ]
    entrance = [
        ("rDocument", f"{OFFICE}/officeDocument", "word/document.xml"),
        ("rCore", f"{PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        ("rApp", f"{OFFICE}/extended-properties", "docProps/app.xml"),
    ]
    program = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
    return {
        "[Content_Types].xml": _content_types(types),
        "_rels/.rels": _relations(entrance),
        "docProps/core.xml": _properties(paper),
        "docProps/app.xml": element("Properties", {"xmlns": program}, "<Application>Shuniu</Application>"),
        "word/document.xml": document,
        "word/_rels/document.xml.rels": _relations(
            [(relation(name), f"{OFFICE}/{kind}", name) for kind, name in targets]
        ),
        "word/styles.xml": styles(),
        "word/settings.xml": _settings(),
        **{f"word/{name}": body for name, body in footers.items()},
        **{f"word/{name}": picture for picture, name in pictures.names.items()},
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
    spaces = {
        "xmlns:cp": f"{PACKAGE}/metadata/core-properties",
        "xmlns:dc": "http://purl.org/dc/elements/1.1/",
        "xmlns:dcterms": "http://purl.org/dc/terms/",
        "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
    }
    return element(
        "cp:coreProperties",
        spaces,
        element("dc:title", None, words(" ".join(paper.title.split()))),
        element("dc:subject", None, words(paper.number)),
        element("dc:creator", None, words("、".join(paper.organs))),
        element("dcterms:created", dated, moment),
        element("dcterms:modified", dated, moment),
        element("dc:language", None, "zh-CN"),
    )
