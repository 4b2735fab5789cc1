"""The fixed-layout copy of a paper as OFD (GB/T 33190-2016), made from what our PDF draws: the same places, the same faces.

Text is text (TextCode with its Unicode characters and the place of each), rules are paths, seals are pictures; fonts travel
inside, cut down to the paper's characters.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise

from shuniu.kernel.typesetting.drawn import BLACK, Colour, Item, Picture, Point, Run, Shape, Sheet, sheets
from shuniu.kernel.typesetting.markup import element, packed, words
from shuniu.kernel.typesetting.ofd_fonts import family_of, subset
from shuniu.kernel.typesetting.paper import Paper

NAMESPACE = {"xmlns:ofd": "http://www.ofdspec.org/2016"}
STRAIGHT = 0.001
ROOM = 0.05
"""Millimetres around a path, so that no reader cuts its edge."""


def ofd_of(pdf: bytes, paper: Paper, *, at: datetime) -> bytes:
    """The OFD of a paper from its PDF. ``at`` is the moment of making; the same three make the same octets."""
    pages = sheets(pdf)
    made = _Made()
    contents = [_content(page, made) for page in pages]
    parts: dict[str, str | bytes] = {
        "OFD.xml": _entrance(pdf, paper, at),
        "Doc_0/Document.xml": _document(pages, made),
        "Doc_0/PublicRes.xml": _fonts(made),
    }
    if made.pictures:
        parts["Doc_0/DocumentRes.xml"] = _pictures(made)
    parts |= {f"Doc_0/Pages/Page_{number}/Content.xml": body for number, body in enumerate(contents)}
    parts |= {f"Doc_0/Res/{name}": body for name, body in made.files().items()}
    return packed(parts)


@dataclass
class _Made:
    """Numbers given so far, and what the pages need besides themselves."""

    number: int = 0
    fonts: dict[str, int] = field(default_factory=dict)
    characters: dict[str, set[str]] = field(default_factory=dict)
    pictures: dict[bytes, int] = field(default_factory=dict)

    def next(self) -> int:
        self.number += 1
        return self.number

    def font(self, run: Run) -> int:
        if run.font not in self.fonts:
            self.fonts[run.font] = self.next()
        self.characters.setdefault(run.font, set()).update(run.text)
        return self.fonts[run.font]

    def picture(self, png: bytes) -> int:
        if png not in self.pictures:
            self.pictures[png] = self.next()
        return self.pictures[png]

    def files(self) -> dict[str, bytes]:
        fonts = {f"font_{key}.ttf": subset(name, self.characters[name]) for name, key in self.fonts.items()}
        return {name: body for name, body in fonts.items() if body} | {
            f"image_{key}.png": png for png, key in self.pictures.items()
        }


def _o(name: str, attributes: dict[str, object] | None = None, *inside: str) -> str:
    return element(f"ofd:{name}", attributes, *inside)


def _root(name: str, attributes: dict[str, object], *inside: str) -> str:
    return _o(name, {**NAMESPACE, **attributes}, *inside)


def number(value: float) -> str:
    """Millimetres as the format writes them, to a thousandth."""
    written = f"{value:.3f}".rstrip("0").rstrip(".")
    return "0" if written == "-0" else written


def _row(values: Iterable[float]) -> str:
    return " ".join(number(value) for value in values)


# --- What says what the file is -------------------------------------------------------------------------------------
def _entrance(pdf: bytes, paper: Paper, at: datetime) -> str:
    key = hashlib.sha256(pdf + paper.number.encode()).hexdigest()[:32]
    own = {
        "发文字号": paper.number,
        "发文机关": "、".join(paper.organs),
        "主送机关": paper.recipients,
        "抄送机关": paper.copies,
    }
    own |= {"成文日期": paper.signed_on.isoformat() if paper.signed_on else "", "紧急程度": paper.urgency}
    custom = [_o("CustomData", {"Name": name}, words(value)) for name, value in own.items() if value]
    about = [
        _o("DocID", None, key),
        _o("Title", None, words(paper.title)),
        _o("Author", None, words("、".join(paper.organs))),
        _o("Subject", None, words(paper.number)),
        _o("CreationDate", None, at.date().isoformat()),
        _o("ModDate", None, at.date().isoformat()),
        _o("DocUsage", None, "Normal"),
        _o("Creator", None, "Shuniu"),
        *([_o("CustomDatas", None, *custom)] if custom else []),
    ]
    body = _o("DocBody", None, _o("DocInfo", None, *about), _o("DocRoot", None, "Doc_0/Document.xml"))
    return _root("OFD", {"DocType": "OFD", "Version": "1.0"}, body)


def _document(pages: list[Sheet], made: _Made) -> str:
    listed = [
        _o("Page", {"ID": made.next(), "BaseLoc": f"Pages/Page_{place}/Content.xml"}) for place in range(len(pages))
    ]
    area = _o("PageArea", None, _o("PhysicalBox", None, _box(pages[0])))
    common = [
        _o("MaxUnitID", None, str(made.number)),
        area,
        _o("PublicRes", None, "PublicRes.xml"),
        *([_o("DocumentRes", None, "DocumentRes.xml")] if made.pictures else []),
    ]
    return _root("Document", {}, _o("CommonData", None, *common), _o("Pages", None, *listed))


def _box(page: Sheet) -> str:
    return _row((0, 0, page.width, page.height))


def _fonts(made: _Made) -> str:
    fonts = []
    for name, key in made.fonts.items():
        inside = [_o("FontFile", None, f"font_{key}.ttf")] if subset(name, made.characters[name]) else []
        family = family_of(name)
        fonts.append(_o("Font", {"ID": key, "FontName": name, "FamilyName": family}, *inside))
    return _root("Res", {"BaseLoc": "Res"}, *([_o("Fonts", None, *fonts)] if fonts else []))


def _pictures(made: _Made) -> str:
    media = [
        _o("MultiMedia", {"ID": key, "Type": "Image", "Format": "PNG"}, _o("MediaFile", None, f"image_{key}.png"))
        for key in made.pictures.values()
    ]
    return _root("Res", {"BaseLoc": "Res"}, _o("MultiMedias", None, *media))


# --- What a page shows ----------------------------------------------------------------------------------------------
def _content(page: Sheet, made: _Made) -> str:
    shown = [_drawn(item, made) for item in page.items]
    layer = _o("Layer", {"ID": made.next(), "Type": "Body"}, *shown)
    return _root("Page", {}, _o("Area", None, _o("PhysicalBox", None, _box(page))), _o("Content", None, layer))


def _drawn(item: Item, made: _Made) -> str:
    if isinstance(item, Run):
        return _text(item, made)
    return _path(item, made) if isinstance(item, Shape) else _image(item, made)


def _colour(name: str, colour: Colour) -> str:
    clear = {"Alpha": colour[3]} if colour[3] < 255 else {}
    return _o(name, {"Value": " ".join(map(str, colour[:3])), **clear})


def _text(run: Run, made: _Made) -> str:
    """A run; its box reaches one size beyond its glyphs, the places inside are counted from the box's corner."""
    left, top = min(x for x, _ in run.places) - run.size, min(y for _, y in run.places) - run.size
    width = max(x for x, _ in run.places) - left + 2 * run.size
    height = max(y for _, y in run.places) - top + run.size
    turn, stretch = math.radians(run.angle), run.stretch
    cosine, sine = math.cos(turn), math.sin(turn)
    along = [((x - left) * cosine - (y - top) * sine) / stretch for x, y in run.places]
    across = (run.places[0][0] - left) * sine + (run.places[0][1] - top) * cosine
    steps = [after - before for before, after in pairwise(along)]
    about: dict[str, object] = {"ID": made.next(), "Boundary": _row((left, top, width, height))}
    about |= {"Font": made.font(run), "Size": number(run.size)}
    if abs(run.angle) > STRAIGHT or abs(stretch - 1) > STRAIGHT:
        about["CTM"] = _row((stretch * cosine, -stretch * sine, sine, cosine, 0, 0))
    place: dict[str, object] = {"X": number(along[0]), "Y": number(across)}
    if steps:
        place["DeltaX"] = deltas(steps)
    colour = [] if run.colour == BLACK else [_colour("FillColor", run.colour)]
    return _o("TextObject", about, *colour, _o("TextCode", place, words(run.text)))


def deltas(steps: list[float]) -> str:
    """Distances from each character to the next; equal ones are written once with their count (``g n d``)."""
    found: list[str] = []
    place = 0
    while place < len(steps):
        here = number(steps[place])
        end = place
        while end < len(steps) and number(steps[end]) == here:
            end += 1
        found += ["g", str(end - place), here] if end - place > 2 else [here] * (end - place)
        place = end
    return " ".join(found)


def _path(shape: Shape, made: _Made) -> str:
    points = [point for _, places in shape.steps for point in places]
    room = shape.width / 2 + ROOM
    left, top = min(x for x, _ in points) - room, min(y for _, y in points) - room
    box = (left, top, max(x for x, _ in points) - left + room, max(y for _, y in points) - top + room)
    data = " ".join(_step(name, places, (left, top)) for name, places in shape.steps)
    about: dict[str, object] = {"ID": made.next(), "Boundary": _row(box), "LineWidth": number(shape.width)}
    about |= {"Stroke": str(shape.stroke is not None).lower(), "Fill": str(shape.fill is not None).lower()}
    inside = [
        _colour(name, found) for name, found in (("FillColor", shape.fill), ("StrokeColor", shape.stroke)) if found
    ]
    return _o("PathObject", about, *inside, _o("AbbreviatedData", None, data))


def _step(name: str, places: tuple[Point, ...], corner: Point) -> str:
    return " ".join([name, *(number(value) for x, y in places for value in (x - corner[0], y - corner[1]))])


def _image(picture: Picture, made: _Made) -> str:
    box = (picture.left, picture.top, picture.width, picture.height)
    about = {"Boundary": _row(box), "CTM": _row((picture.width, 0, 0, picture.height, 0, 0))}
    return _o("ImageObject", {"ID": made.next(), **about, "ResourceID": made.picture(picture.png)})
