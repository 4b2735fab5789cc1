"""What a PDF of ours draws, page by page, as plain values in millimetres from the page's upper left corner."""

from __future__ import annotations

import ctypes
import io
import math
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

from shuniu.kernel.pdfium import ONE_AT_A_TIME

MM = 25.4 / 72
Colour = tuple[int, int, int, int]
"""Red, green, blue, opacity; 0 to 255 each."""
Point = tuple[float, float]
BLACK = (0, 0, 0, 255)


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of one font and colour on one baseline, each with its own place."""

    text: str
    places: tuple[Point, ...]
    size: float
    font: str
    """The font's PostScript name."""
    colour: Colour = BLACK
    angle: float = 0.0
    """Degrees, anticlockwise."""
    stretch: float = 1.0
    """How much broader than the font's own the characters are drawn: a long mark is narrowed."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A path: ``M`` and ``L`` with one point, ``B`` with three, ``C`` closes."""

    steps: tuple[tuple[str, tuple[Point, ...]], ...]
    fill: Colour | None
    stroke: Colour | None
    width: float


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture (PNG) and the box that it fills."""

    png: bytes
    left: float
    top: float
    width: float
    height: float


Item = Run | Shape | Picture


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page: its size and what is on it, the undermost first."""

    width: float
    height: float
    items: tuple[Item, ...]


def sheets(pdf: bytes) -> list[Sheet]:
    """The pages of a PDF. Annotations, clips and shadings are left out: our papers have none that are seen."""
    with ONE_AT_A_TIME:
        document = pypdfium2.PdfDocument(pdf)
        try:
            return [_sheet(page) for page in document]
        finally:
            document.close()


def _sheet(page: pypdfium2.PdfPage) -> Sheet:
    width, height = page.get_size()
    texts = _texts(page.get_textpage())
    items = [one for thing in page.get_objects() for one in _items(thing, height, texts)]
    return Sheet(width * MM, height * MM, tuple(items))


def _key(raw: object) -> int:
    return ctypes.cast(raw, ctypes.c_void_p).value or 0  # type: ignore[arg-type]  # a pointer, which has no type of its own


def _texts(page: pypdfium2.PdfTextPage) -> dict[int, list[tuple[str, float, float]]]:
    """The characters of each text object, with the origins of their glyphs on the page."""
    found: dict[int, list[tuple[str, float, float]]] = {}
    x, y = ctypes.c_double(), ctypes.c_double()
    for number in range(page.count_chars()):
        code = pdfium.FPDFText_GetUnicode(page.raw, number)
        if not code or pdfium.FPDFText_IsGenerated(page.raw, number) == 1:
            continue
        pdfium.FPDFText_GetCharOrigin(page.raw, number, x, y)
        found.setdefault(_key(pdfium.FPDFText_GetTextObject(page.raw, number)), []).append(
            (chr(code), x.value, y.value)
        )
    return {key: _joined(signs) for key, signs in found.items()}


def _joined(signs: list[tuple[str, float, float]]) -> list[tuple[str, float, float]]:
    """Rare characters come in two halves (UTF-16); here they are one again."""
    whole: list[tuple[str, float, float]] = []
    for sign, x, y in signs:
        if whole and "\udc00" <= sign <= "\udfff" and "\ud800" <= whole[-1][0] <= "\udbff":
            first = whole.pop()
            pair = (first[0] + sign).encode("utf-16", "surrogatepass").decode("utf-16")
            whole.append((pair, first[1], first[2]))
        else:
            whole.append((sign, x, y))
    return whole


def _items(
    thing: pypdfium2.PdfObject, height: float, texts: dict[int, list[tuple[str, float, float]]]
) -> Iterator[Item]:
    if thing.type == pdfium.FPDF_PAGEOBJ_TEXT and _key(thing.raw) in texts:
        yield _run(thing, height, texts[_key(thing.raw)])
    elif thing.type == pdfium.FPDF_PAGEOBJ_PATH:
        yield _shape(thing, height)
    elif thing.type == pdfium.FPDF_PAGEOBJ_IMAGE:
        yield _picture(thing, height)


def _matrix(thing: pypdfium2.PdfObject) -> pypdfium2.PdfMatrix:
    """How the object's own space lies on the page, through all the forms it stands in."""
    matrix = thing.get_matrix()
    container = thing.container
    while container is not None:
        matrix = matrix.multiply(container.get_matrix())
        container = container.container
    return matrix


def _colour(thing: pypdfium2.PdfObject, of: object) -> Colour:
    parts = [ctypes.c_uint() for _ in range(4)]
    if not of(thing.raw, *parts):  # type: ignore[operator]  # one of PDFium's functions
        return BLACK
    return parts[0].value, parts[1].value, parts[2].value, parts[3].value


def _run(thing: pypdfium2.PdfTextObj, height: float, signs: list[tuple[str, float, float]]) -> Run:
    matrix = _matrix(thing)
    name = thing.get_font().get_base_name()
    return Run(
        "".join(sign for sign, _, _ in signs),
        tuple((x * MM, (height - y) * MM) for _, x, y in signs),
        thing.get_font_size() * math.hypot(matrix.c, matrix.d) * MM,
        name.partition("+")[2] or name,
        _colour(thing, pdfium.FPDFPageObj_GetFillColor),
        math.degrees(math.atan2(matrix.b, matrix.a)),
        math.hypot(matrix.a, matrix.b) / (math.hypot(matrix.c, matrix.d) or 1),
    )


def _shape(thing: pypdfium2.PdfObject, height: float) -> Shape:
    matrix = _matrix(thing)
    mode, stroked, width = ctypes.c_int(), ctypes.c_int(), ctypes.c_float()
    pdfium.FPDFPath_GetDrawMode(thing.raw, mode, stroked)
    pdfium.FPDFPageObj_GetStrokeWidth(thing.raw, width)
    return Shape(
        tuple(_steps(thing, matrix, height)),
        _colour(thing, pdfium.FPDFPageObj_GetFillColor) if mode.value else None,
        _colour(thing, pdfium.FPDFPageObj_GetStrokeColor) if stroked.value else None,
        width.value * math.sqrt(abs(matrix.a * matrix.d - matrix.b * matrix.c)) * MM,
    )


def _steps(
    thing: pypdfium2.PdfObject, matrix: pypdfium2.PdfMatrix, height: float
) -> Iterator[tuple[str, tuple[Point, ...]]]:
    bend: list[Point] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for number in range(pdfium.FPDFPath_CountSegments(thing.raw)):
        segment = pdfium.FPDFPath_GetPathSegment(thing.raw, number)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        right, up = matrix.on_point(x.value, y.value)
        place = (right * MM, (height - up) * MM)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_BEZIERTO:
            bend.append(place)
            if len(bend) == 3:
                yield "B", tuple(bend)
                bend = []
        else:
            yield ("M" if kind == pdfium.FPDF_SEGMENT_MOVETO else "L"), (place,)
        if pdfium.FPDFPathSegment_GetClose(segment):
            yield "C", ()


def _picture(thing: pypdfium2.PdfImage, height: float) -> Picture:
    matrix = _matrix(thing)
    corners = [matrix.on_point(x, y) for x in (0, 1) for y in (0, 1)]
    left, right = min(x for x, _ in corners), max(x for x, _ in corners)
    low, high = min(y for _, y in corners), max(y for _, y in corners)
    out = io.BytesIO()
    thing.get_bitmap(render=True, scale_to_original=True).to_pil().save(out, "PNG")
    return Picture(out.getvalue(), left * MM, (height - high) * MM, (right - left) * MM, (high - low) * MM)
