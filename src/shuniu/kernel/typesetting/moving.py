"""When the seal comes to stand on a page without text, lines of the text go with it to that page (7.3.5.5).

Where the lines turn is read from the first pass: the count of characters on the last lines of the text says where the
paragraph is to be cut, whatever the faces are.
"""

from __future__ import annotations

from typing import Any

import pypdfium2

from shuniu.kernel.pdfium import ONE_AT_A_TIME
from shuniu.kernel.typesetting import standard
from shuniu.kernel.typesetting.measuring.glyphs import page_of
from shuniu.kernel.typesetting.notation import Block, Paragraph
from shuniu.kernel.typesetting.paper import Paper

TOGETHER = 2
"""Lines of text that stand with the closing at least."""
Place = dict[str, Any]


def turn_before_closing(paper: Paper, file: bytes, places: list[Place]) -> tuple[int, int] | None:
    """Before which block, and after how many of its characters, the page must turn; None when all is well."""
    closing = next((one for one in places if one["name"] == "closing"), None)
    text = next((one for one in places if one["name"] == "text-end"), None)
    if closing is None or text is None or closing["page"] == 1:
        return None
    shown = _lines_shown(closing, text)
    if shown >= TOGETHER:
        return None
    lines = _lines(file, text["page"] - 1, text["y"])
    wanted = TOGETHER if closing["page"] != text["page"] else TOGETHER - shown
    if closing["page"] == text["page"]:
        lines = _lines(file, text["page"] - 2, standard.PAGE_HEIGHT * standard.POINTS_PER_MM)
        lines = [*lines[-wanted:], *_lines(file, text["page"] - 1, text["y"])]
        return _with_heading(paper, _cut(paper, lines))
    return _with_heading(paper, _cut(paper, lines[-wanted:])) if len(lines) > wanted else None


def _with_heading(paper: Paper, cut: tuple[int, int] | None) -> tuple[int, int] | None:
    """A heading is not left behind at the foot of the page when all of its text goes on to the next one."""
    if cut is None or cut[1]:
        return cut
    number = cut[0]
    while number > 1 and _is_heading(paper.body[number - 1]):
        number -= 1
    return number, 0


def _is_heading(block: Block) -> bool:
    return isinstance(block, Paragraph) and bool(block.heading) and not block.rest


def _lines_shown(closing: Place, text: Place) -> int:
    """Lines of text above the closing on its page; the note of the annexes counts."""
    if closing["page"] != text["page"]:
        return int((closing["y"] - standard.points(standard.TOP)) // standard.PITCH)
    return int((text["y"] - standard.points(standard.TOP) + standard.PITCH / 2) // standard.PITCH)


def _lines(file: bytes, page: int, foot: float) -> list[int]:
    """How many characters (no blanks) each line of the type area has, down to a height."""
    with ONE_AT_A_TIME, pypdfium2.PdfDocument(file) as document:
        lines = page_of(document[page], page + 1).lines
    lowest = min(standard.mm(foot + standard.PITCH / 2), standard.PAGE_HEIGHT - standard.BOTTOM)
    return [len(line.characters) for line in lines if line.baseline <= lowest and not line.red]


def _cut(paper: Paper, lines: list[int]) -> tuple[int, int] | None:
    """Count the characters of some last lines back through the paragraphs."""
    count = sum(lines)
    for number in range(len(paper.body) - 1, -1, -1):
        block = paper.body[number]
        if not isinstance(block, Paragraph):
            return None
        places = [place for place, one in enumerate(block.text) if not one.isspace()]
        if count <= len(places):
            return (
                (number, places[len(places) - count] if count < len(places) else 0)
                if number or count < len(places)
                else None
            )
        count -= len(places)
    return None
