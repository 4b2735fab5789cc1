"""The elements of WordprocessingML that a paper needs, each child in the order that the schema asks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from shuniu.kernel.typesetting.cleaning import ZERO_WIDTH_SPACE
from shuniu.kernel.typesetting.markup import element, words

Part = Mapping[str, object] | str
"""Attributes of a property (their prefix is understood), or its markup."""
_PARAGRAPH_ORDER = (
    "pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "pBdr", "tabs", "kinsoku",
    "overflowPunct", "autoSpaceDE", "autoSpaceDN", "adjustRightInd", "snapToGrid", "spacing", "ind", "jc", "outlineLvl",
    "rPr", "sectPr",
)  # fmt: skip
_RUN_ORDER = ("rStyle", "rFonts", "b", "noProof", "color", "spacing", "w", "kern", "sz", "szCs", "lang")
MM_TO_TWIPS = 1440 / 25.4
PICTURE = "http://schemas.openxmlformats.org/drawingml/2006/picture"
EMU = 36_000
"""Of a millimetre."""


def twips(mm: float) -> int:
    return round(mm * MM_TO_TWIPS)


def w(name: str, *inside: str, **attributes: object) -> str:
    """``w("jc", val="center")`` is ``<w:jc w:val="center"/>``."""
    return element(f"w:{name}", {f"w:{key}": value for key, value in attributes.items()}, *inside)


def _ordered(name: str, order: tuple[str, ...], parts: Mapping[str, Part]) -> str:
    strange = set(parts) - set(order)
    if strange:
        raise KeyError(f"no place in {name} for {', '.join(sorted(strange))}")
    found = [_part(one, parts[one]) for one in order if one in parts]
    return w(name, *found) if found else ""


def _part(name: str, part: Part) -> str:
    return part if isinstance(part, str) else w(name, **part)


def paragraph_properties(**parts: Part) -> str:
    return _ordered("pPr", _PARAGRAPH_ORDER, parts)


def run_properties(**parts: Part) -> str:
    return _ordered("rPr", _RUN_ORDER, parts)


def run(text: str, style: str = "", looks: Mapping[str, Part] | None = None) -> str:
    """Text; a tab and a line break in it are what they are in Word. The hint makes “ ” — … Chinese ones."""
    more: dict[str, Part] = {"rFonts": {"hint": "eastAsia"}, **(looks or {})}
    if style:
        more["rStyle"] = {"val": style}
    return w("r", run_properties(**more), *_pieces(text.replace(ZERO_WIDTH_SPACE, ""))) if text else ""


def sized(points: float, *, stretch: float = 1.0, tracking: float = 0.0) -> dict[str, Part]:
    """A size of type, characters narrowed to a part of their width, space between them in points."""
    looks: dict[str, Part] = {"sz": {"val": round(2 * points)}, "szCs": {"val": round(2 * points)}}
    if stretch < 1:
        looks["w"] = {"val": round(100 * stretch)}
    if tracking:
        looks["spacing"] = {"val": round(20 * tracking)}
    return looks


def _pieces(text: str) -> Iterable[str]:
    for number, line in enumerate(text.split("\n")):
        if number:
            yield w("br")
        for place, piece in enumerate(line.split("\t")):
            if place:
                yield w("tab")
            if piece:
                yield element("w:t", {"xml:space": "preserve"}, words(piece))


def paragraph(style: str, *runs: str, **parts: Part) -> str:
    return w("p", paragraph_properties(pStyle={"val": style}, **parts), *runs)


def border(side: str, kind: str, eighths: int, colour: str, space: int = 0) -> str:
    """A rule at one side of a paragraph; its width in eighths of a point."""
    return w(side, val=kind, sz=eighths, space=space, color=colour)


def borders(*sides: str) -> str:
    return w("pBdr", *sides)


def tabs(*stops: tuple[str, int]) -> str:
    return w("tabs", *(w("tab", val=kind, pos=place) for kind, place in stops))


def field(code: str, style: str = "") -> str:
    """A field that Word computes, such as PAGE."""
    looks = run_properties(rStyle={"val": style}) if style else ""
    return "".join(
        w("r", looks, inside)
        for inside in (
            w("fldChar", fldCharType="begin"),
            element("w:instrText", {"xml:space": "preserve"}, f" {code} "),
            w("fldChar", fldCharType="separate"),
            element("w:t", None, "1"),
            w("fldChar", fldCharType="end"),
        )
    )


def picture(number: int, relation: str, size: tuple[int, int], at: tuple[int, int], words_for_it: str) -> str:
    """A picture behind the text, ``at`` so many EMU right of the column's edge and below the paragraph's top."""
    return w(
        "r",
        w(
            "drawing",
            element(
                "wp:anchor",
                {
                    **dict.fromkeys(("distT", "distB", "distL", "distR", "simplePos", "locked"), 0),
                    **{"relativeHeight": number, "behindDoc": 1, "layoutInCell": 1, "allowOverlap": 1},
                },
                element("wp:simplePos", {"x": 0, "y": 0}),
                element("wp:positionH", {"relativeFrom": "column"}, element("wp:posOffset", None, str(at[0]))),
                element("wp:positionV", {"relativeFrom": "paragraph"}, element("wp:posOffset", None, str(at[1]))),
                element("wp:extent", {"cx": size[0], "cy": size[1]}),
                element("wp:effectExtent", dict.fromkeys("ltrb", 0)),
                element("wp:wrapNone"),
                *_graphic(number, relation, size, words_for_it),
            ),
        ),
    )


def rule(number: int, relation: str, size: tuple[int, int]) -> str:
    """A rule on a line of its own: a picture of one dot, drawn as broad and as thick as so many EMU.

    Borders of paragraphs follow indents in Word, and LibreOffice tears a frame apart in which they differ.
    """
    inside = element("wp:extent", {"cx": size[0], "cy": size[1]}), *_graphic(number, relation, size, "")
    return w("r", w("drawing", element("wp:inline", dict.fromkeys(("distT", "distB", "distL", "distR"), 0), *inside)))


def _graphic(number: int, relation: str, size: tuple[int, int], words_for_it: str) -> tuple[str, ...]:
    extent = {"cx": size[0], "cy": size[1]}
    name = {"id": number, "name": f"picture{number}", "descr": words_for_it}
    shown = element(
        "pic:pic",
        None,
        element("pic:nvPicPr", None, element("pic:cNvPr", name), element("pic:cNvPicPr")),
        element("pic:blipFill", None, element("a:blip", {"r:embed": relation}), "<a:stretch><a:fillRect/></a:stretch>"),
        element(
            "pic:spPr",
            None,
            element("a:xfrm", None, element("a:off", {"x": 0, "y": 0}), element("a:ext", extent)),
            element("a:prstGeom", {"prst": "rect"}, element("a:avLst")),
        ),
    )
    return (
        element("wp:docPr", name),
        element(
            "wp:cNvGraphicFramePr", None, element("a:graphicFrameLocks", {"noChangeAspect": int(bool(words_for_it))})
        ),
        element("a:graphic", None, element("a:graphicData", {"uri": PICTURE}, shown)),
    )
