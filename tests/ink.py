"""A second pair of eyes for the papers: ink on a rendered page and places of characters, without a line of the product.

Millimetres from the upper left corner of the page.
"""

from __future__ import annotations

import ctypes
import io
from dataclasses import dataclass
from typing import Any

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium

DOTS = 8
"""To the millimetre."""
MM = 25.4 / 72
AREA = (37.0, 28.0, 262.0, 184.0)
"""Top, left, bottom and right of the type area."""


@dataclass(frozen=True)
class Letter:
    text: str
    x: float
    baseline: float
    left: float
    top: float
    right: float
    bottom: float
    size: float
    font: str


class Sheets:
    """The pages of a PDF; numbered from 1."""

    def __init__(self, file: bytes) -> None:
        self.document = pypdfium2.PdfDocument(io.BytesIO(file))
        self._pictures: dict[tuple[int, int], Any] = {}

    def __del__(self) -> None:
        self.document.close()

    def __len__(self) -> int:
        return len(self.document)

    def picture(self, number: int, dots: int = DOTS) -> Any:
        if (number, dots) not in self._pictures:
            drawn = self.document[number - 1].render(scale=dots * MM).to_pil().convert("RGB")
            self._pictures[number, dots] = np.asarray(drawn)
        return self._pictures[number, dots]

    def red(self, number: int) -> Any:
        ink = self.picture(number)
        return (ink[..., 0] > 130) & (ink[..., 1] < 120) & (ink[..., 2] < 120)

    def dark(self, number: int, dots: int = DOTS) -> Any:
        return self.picture(number, dots).max(axis=2) < 140

    def within(self) -> bool:
        """Whether all dark ink but the page numbers is inside the type area."""
        dots = 3
        top, left, bottom, right = (round(one * dots) for one in AREA)
        for number in range(1, len(self) + 1):
            outside = self.dark(number, dots).copy()
            outside[bottom + 4 * dots :] = False
            outside[top - 1 : bottom + 2, left - 1 : right + 2] = False
            if outside.any():
                return False
        return True

    def letters(self, number: int) -> list[Letter]:
        page = self.document[number - 1]
        height = page.get_height()
        words = page.get_textpage()
        made = []
        for place in range(words.count_chars()):
            text = chr(pdfium.FPDFText_GetUnicode(words, place))
            if text.isspace() or pdfium.FPDFText_IsGenerated(words, place) == 1:
                continue
            x, y = ctypes.c_double(), ctypes.c_double()
            pdfium.FPDFText_GetCharOrigin(words, place, x, y)
            name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
            pdfium.FPDFText_GetFontInfo(words, place, name, 128, flags)
            left, bottom, right, top = words.get_charbox(place)
            made.append(Letter(
                text, x.value * MM, (height - y.value) * MM, left * MM, (height - top) * MM, right * MM, (height - bottom) * MM,
                pdfium.FPDFText_GetFontSize(words, place), name.value.decode(),
            ))  # fmt: skip
        return made

    def lines(self, number: int) -> list[list[Letter]]:
        """Letters of one baseline together, from above."""
        made: dict[float, list[Letter]] = {}
        for one in self.letters(number):
            made.setdefault(round(one.baseline, 1), []).append(one)
        return [sorted(made[key], key=lambda one: one.x) for key in sorted(made)]

    def line(self, number: int, words: str) -> list[Letter]:
        """The line that bears some words, from their first letter to their last."""
        for line in self.lines(number):
            text = "".join(one.text for one in line)
            if (start := text.find(words)) >= 0:
                return line[start : start + len(words)]
        raise AssertionError(f"{words} is not on page {number}")

    def pictures(self, number: int) -> list[tuple[float, float, float, float]]:
        """Left, top, right and bottom of each picture."""
        page = self.document[number - 1]
        height = page.get_height()
        found = [one.get_bounds() for one in page.get_objects() if one.type == pdfium.FPDF_PAGEOBJ_IMAGE]
        return [
            (left * MM, (height - top) * MM, right * MM, (height - bottom) * MM) for left, bottom, right, top in found
        ]

    def text(self) -> str:
        return "".join(one.text for number in range(1, len(self) + 1) for one in self.letters(number))


def rows(ink: Any) -> tuple[float, float]:
    """Upper and lower edge of some ink."""
    there = np.flatnonzero(ink.any(axis=1))
    return there[0] / DOTS, (there[-1] + 1) / DOTS


def columns(ink: Any) -> tuple[float, float]:
    there = np.flatnonzero(ink.any(axis=0))
    return there[0] / DOTS, (there[-1] + 1) / DOTS


def window(ink: Any, top: float, bottom: float) -> Any:
    """The same ink, all above and below taken away."""
    kept = np.zeros_like(ink)
    kept[int(top * DOTS) : int(bottom * DOTS)] = ink[int(top * DOTS) : int(bottom * DOTS)]
    return kept


def rules(ink: Any, least: float = 140.0) -> list[tuple[float, float]]:
    """Upper and lower edge of each rule that is at least so many millimetres long."""
    full = ink.sum(axis=1) > least * DOTS
    edges = np.flatnonzero(np.diff(np.concatenate(([0], full.astype(int), [0]))))
    return [(start / DOTS, end / DOTS) for start, end in zip(edges[::2], edges[1::2], strict=True)]
