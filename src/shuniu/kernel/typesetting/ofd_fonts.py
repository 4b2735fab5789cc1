"""Fonts cut down to the characters of one paper, to travel inside an OFD.

A glyph is drawn once in a process and kept, as TrueType outlines, which every reader of OFD draws; a font of some hundred
glyphs is then put together in milliseconds. fontTools' own subsetter takes two seconds for a Chinese face.
"""

from __future__ import annotations

import io
import threading
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path

import typst
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, TTLibError
from fontTools.ttLib.tables._g_l_y_f import Glyph

from shuniu.kernel.typesetting.fonts import found

CLOSE = 0.001
"""How far a quadratic curve may stand off the cubic one, in the font's size."""
MISSING = ".notdef"
_lock = threading.Lock()


class Source:
    """A font file of this machine, whose glyphs are taken one by one. Not shared between threads without the lock."""

    def __init__(self, path: str, index: int) -> None:
        font = TTFont(path, fontNumber=index, lazy=True)
        self.characters: dict[int, str] = font.getBestCmap()
        self.glyphs = font.getGlyphSet()
        self.units: int = font["head"].unitsPerEm
        self.cubic = "glyf" not in font
        self.lines: tuple[int, int] = font["hhea"].ascent, font["hhea"].descent
        self.family = str(font["name"].getBestFamilyName() or "")
        self._drawn: dict[str, tuple[Glyph, int]] = {}

    def glyph(self, name: str) -> tuple[Glyph, int]:
        """Outline and advance."""
        if name not in self._drawn:
            glyph = self.glyphs[name]
            recorded = DecomposingRecordingPen(self.glyphs)
            glyph.draw(recorded)
            pen = TTGlyphPen(None)
            recorded.replay(Cu2QuPen(pen, self.units * CLOSE, reverse_direction=True) if self.cubic else pen)
            self._drawn[name] = pen.glyph(), round(glyph.width)
        return self._drawn[name]


@cache
def _files() -> dict[str, tuple[str, int]]:
    """Path and index of each font that typst finds here, by its PostScript name; ours are read first."""
    ours = {name for names in found().families.values() for name in names}
    fonts = typst.Fonts(include_embedded_fonts=False, font_paths=list(found().folders)).fonts()
    places: dict[str, tuple[str, int]] = {}
    for font in sorted(fonts, key=lambda one: one.family not in ours):
        if font.path:
            try:
                name = TTFont(font.path, fontNumber=font.index, lazy=True)["name"].getDebugName(6)
            except (TTLibError, OSError):
                continue
            places.setdefault(str(name), (str(Path(font.path)), font.index))
    return places


@cache
def _source(name: str) -> Source | None:
    place = _files().get(name)
    return Source(*place) if place else None


def family_of(name: str) -> str:
    """The family that a PostScript name belongs to; the name itself when the font is not on this machine."""
    with _lock:
        source = _source(name)
    return source.family if source else name


def subset(name: str, characters: Iterable[str]) -> bytes:
    """A TrueType font with these characters, always the same octets; nothing when the font is not on this machine."""
    return _subset(name, "".join(sorted(set(characters))))


@lru_cache(maxsize=256)
def _subset(name: str, characters: str) -> bytes:
    with _lock:
        source = _source(name)
        if source is None:
            return b""
        wanted = {ord(sign): source.characters[ord(sign)] for sign in characters if ord(sign) in source.characters}
        names = [MISSING, *sorted({*wanted.values()} - {MISSING})]
        drawn = {one: source.glyph(one) for one in names if one in source.glyphs}
    return _built(name, source, wanted, drawn)


def _built(name: str, source: Source, wanted: dict[int, str], drawn: dict[str, tuple[Glyph, int]]) -> bytes:
    drawn.setdefault(MISSING, (TTGlyphPen(None).glyph(), source.units))
    font = FontBuilder(source.units, isTTF=True)
    font.setupGlyphOrder(list(drawn))
    font.setupCharacterMap(wanted)
    font.setupGlyf({one: glyph for one, (glyph, _) in drawn.items()})
    font.setupHorizontalMetrics({one: (advance, getattr(glyph, "xMin", 0)) for one, (glyph, advance) in drawn.items()})
    font.setupHorizontalHeader(ascent=source.lines[0], descent=source.lines[1])
    font.setupNameTable({"familyName": source.family or name, "styleName": "Regular", "psName": name})
    font.setupOS2(sTypoAscender=source.lines[0], usWinAscent=source.lines[0], usWinDescent=abs(source.lines[1]))
    font.setupPost(keepGlyphNames=False)
    font.setupHead(unitsPerEm=source.units, created=0, modified=0)
    font.font.recalcTimestamp = False
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()
