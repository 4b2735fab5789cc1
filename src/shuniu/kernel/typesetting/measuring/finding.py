"""Which line of a PDF is which element of an official paper, by what the lines say and where they stand."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from shuniu.kernel.typesetting import standard
from shuniu.kernel.typesetting.measuring.glyphs import MM, Box, Line, Page
from shuniu.kernel.typesetting.notation import PHRASES, SENTENCE

NUMBER = r"[^\d\s：:]*[〔\[（(【［﹝]\s*\d{4}\s*[〕\]）)】］﹞]\s*第?\d+号|^第\d+号$"
DATE = r"^\d{4}年\d{1,2}月\d{1,2}日$"
ISSUED = r"\d{4}年\d{1,2}月\d{1,2}日印发"
ANNEX_NOTE, ANNEX_HEAD = r"^附件[：:]", r"^附件\d{0,3}$"
PAGE_NUMBER = r"^[—–\-－―─](\d+)[—–\-－―─]$"
NUMBERED = r"^([一二三四五六七八九十]+、|（[一二三四五六七八九十]+）)"
COPIES = r"^(抄送|主送)[：:]"
FOOT_OF_AREA = standard.TOP + standard.AREA_HEIGHT
HEAD_ZONE, LINE_ZONE = 150.0, 5.0
DOUBLE = 2.0
"""Two red rules nearer than this are the double rule of a letter."""
TITLE_LEAST = 1.05
"""A title is larger than the text by this factor at least."""
PITCHES = (18.0, 45.0)
WIDE = 140.0
"""A rule this long belongs to head or 版记."""


@dataclass
class Found:
    """The elements of a paper; what is not there is None or empty."""

    pages: list[Page]
    size: float = 0.0
    pitch: float = 0.0
    """Millimetres between the text's lines."""
    font: str = ""
    advance: float = 0.0
    """Millimetres from one full-width character to the next."""
    body: list[tuple[Page, Line]] = field(default_factory=list)
    marks: list[Line] = field(default_factory=list)
    number: Line | None = None
    signers: list[Line] = field(default_factory=list)
    head_rules: list[Box] = field(default_factory=list)
    title: list[Line] = field(default_factory=list)
    recipients: Line | None = None
    annex_note: tuple[Page, Line] | None = None
    date: tuple[Page, Line] | None = None
    signature: Line | None = None
    seals: list[tuple[Page, Box]] = field(default_factory=list)
    note: tuple[Page, Line] | None = None
    annexes: list[tuple[Page, Line]] = field(default_factory=list)
    foot_rules: list[Box] = field(default_factory=list)
    foot_page: Page | None = None
    copies: Line | None = None
    issued: Line | None = None
    numbers: dict[int, Line] = field(default_factory=dict)

    @property
    def form(self) -> str:
        mark = self.marks[0].text if self.marks else ""
        if any(after.top - before.bottom < DOUBLE for before, after in pairwise(self.head_rules)):
            return "letter"
        if mark.endswith(("令", "命令")) and not self.head_rules:
            return "order"
        if mark.endswith("纪要"):
            return "minutes"
        return "upward" if self.signers else "ordinary"


def find(pages: list[Page]) -> Found:
    found = Found(pages)
    _numbers(found)
    _measure_body(found)
    if pages:
        _head(found, pages[0])
        _closing(found)
        _foot(found)
    return found


def _inside(page: Page) -> list[Line]:
    """Lines of the type area: neither page number nor red."""
    return [
        one for one in page.lines if not one.red and not (one.top > FOOT_OF_AREA and re.search(PAGE_NUMBER, one.text))
    ]


def _text(page: Page) -> list[Line]:
    """Lines of the type area outside tables."""
    return [line for line in _inside(page) if not any(one.top < line.baseline < one.bottom for one in page.uprights)]


def _numbers(found: Found) -> None:
    for page in found.pages:
        for line in page.lines:
            if line.top > FOOT_OF_AREA - LINE_ZONE and re.search(PAGE_NUMBER, line.text):
                found.numbers[page.number] = line


def _measure_body(found: Found) -> None:
    sizes = Counter(round(one.size * 4) / 4 for page in found.pages for line in _text(page) for one in line.characters)
    if not sizes:
        return
    found.size = sizes.most_common(1)[0][0]
    for page in found.pages:
        found.body += [(page, line) for line in _text(page) if abs(line.size - found.size) <= 0.6]
    found.font = _most(line.font for _, line in found.body)
    steps = Counter(
        round((after.baseline - before.baseline) / MM, 1)
        for (page, before), (other, after) in pairwise(found.body)
        if page is other and PITCHES[0] <= (after.baseline - before.baseline) / MM <= PITCHES[1]
    )
    found.pitch = steps.most_common(1)[0][0] * MM if steps else 0.0
    advances = [
        round(right.x - left.x, 3)
        for _, line in found.body
        for left, right in pairwise(line.characters)
        if left.ideograph and right.ideograph and right.x - left.x < 2 * found.size * MM
    ]
    found.advance = sorted(advances)[len(advances) // 5] if advances else 0.0  # justified lines are stretched


def _most(words: Iterable[str]) -> str:
    counted = Counter(words).most_common(1)
    return counted[0][0] if counted else ""


def _head(found: Found, page: Page) -> None:
    found.head_rules = sorted((one for one in page.rules if one.red and one.width > WIDE), key=lambda one: one.top)
    red = [line for line in page.lines if line.red and line.top < HEAD_ZONE]
    if red:
        largest = max(line.size for line in red)
        found.marks = [line for line in red if line.size > largest * 0.45]
    below = found.marks[-1].bottom if found.marks else 0.0
    for line in _inside(page):
        if line.top > below and line.top < HEAD_ZONE * 1.3:
            found.number = found.number or line.part(NUMBER)
            signed = line.part(r"签发人[：:].*$")
            found.signers += [signed] if signed else []
    found.signers += _more_signers(found, page)
    _title(found, page)


def _more_signers(found: Found, page: Page) -> list[Line]:
    """Lines of names between the line with 签发人 and the red rule."""
    if not found.signers or not found.head_rules:
        return []
    first, rule = found.signers[0], found.head_rules[0]
    between = [line for line in _inside(page) if first.baseline < line.baseline - 1 and line.bottom < rule.top]
    return [part for line in between if (part := line.part(r"[^〔〕\d号]{2,}$"))]


def _title(found: Found, page: Page) -> None:
    upper = [one for one in found.head_rules if one.top < HEAD_ZONE]
    start = max((one.bottom for one in upper), default=found.marks[-1].bottom if found.marks else 0.0)
    lines = [line for line in _inside(page) if line.top > start and line is not found.number]
    larger = [line for line in lines if line.size > found.size * TITLE_LEAST]
    found.title = _run(larger)
    after = [line for line in lines if found.title and line.top > found.title[-1].bottom]
    opening = []
    for line in after[:12]:
        opening.append(line)
        if line.text.endswith(("：", ":")):
            found.recipients = opening[0] if abs(opening[0].x - standard.LEFT) < LINE_ZONE * 1.2 else None
            break
        if line.text.endswith("。"):
            break


def _run(lines: list[Line]) -> list[Line]:
    """The first lines that stand close together."""
    kept = lines[:1]
    for line in lines[1:]:
        if line.baseline - kept[-1].baseline > 2.2 * line.size * MM:
            break
        kept.append(line)
    return kept


def _closing(found: Found) -> None:
    for page in found.pages:
        lines = _inside(page)
        for place, line in enumerate(lines):
            if re.search(ANNEX_NOTE, line.text) and not found.annex_note:
                found.annex_note = (page, line)
            if re.search(ANNEX_HEAD, line.text) and place == 0:
                found.annexes.append((page, line))
            if not found.date and (dated := _date(line)) and found.form != "minutes":
                found.date = (page, dated)
                _around_date(found, page, lines, place)
    found.seals = [
        (page, box)
        for page in found.pages
        for box in page.pictures
        if 25 < box.width < 60 and abs(box.width - box.height) < 3
    ]


def _date(line: Line) -> Line | None:
    """A date that stands alone; beside 印发 it is another one."""
    return line.part(DATE)


def _around_date(found: Found, page: Page, lines: list[Line], place: int) -> None:
    date = lines[place]
    before = [
        line for line in lines[:place] if line.x > standard.LEFT + 3 * found.size * MM and line.size >= found.size - 1
    ]
    near = before and date.baseline - before[-1].baseline < 2.6 * (found.pitch or 10.4)
    found.signature = before[-1] if near else None
    if place + 1 < len(lines) and lines[place + 1].text.startswith(("（", "(")):
        found.note = (page, lines[place + 1])


def _foot(found: Found) -> None:
    for page in reversed(found.pages):
        rules = sorted((one for one in page.rules if not one.red and one.width > WIDE), key=lambda one: one.top)
        issued = [line for line in _inside(page) if re.search(ISSUED, line.text)]
        copies = [line for line in _inside(page) if re.search(COPIES, line.text)]
        if not issued and not copies:
            continue
        found.foot_page = page
        found.issued = issued[-1] if issued else None
        found.copies = copies[0] if copies else None
        first = copies[0] if copies else issued[-1]
        found.foot_rules = [one for one in rules if one.bottom > first.top - 2 * LINE_ZONE]
        return


def leveled(found: Found) -> Iterable[tuple[Page, Line, int]]:
    """Headings of level 1 and 2, and the characters that are one; a numbered sentence is none."""
    for page, line in found.body:
        match = re.search(NUMBERED, line.text)
        if not match or line.x < standard.LEFT + LINE_ZONE:
            continue
        level = 1 if match.group().endswith("、") else 2
        head, stop, _ = line.text.partition("。")
        ends = stop or line.end < standard.LEFT + standard.AREA_WIDTH - LINE_ZONE
        if ends and len(head) <= PHRASES[level] and not set(head) & SENTENCE:
            yield page, Line(line.characters[: len(head)]), level


def tabular(page: Page) -> bool:
    return bool(page.uprights)
