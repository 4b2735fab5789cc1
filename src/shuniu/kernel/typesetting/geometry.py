"""``measure``: the geometry of a PDF against GB/T 9704-2012, from the PDF's own coordinates.

It knows nothing of our template and reads papers of others as well: what it cannot find it names in ``not_found``,
and what differs from the standard it says in words in ``deviations``.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any

from shuniu.kernel.typesetting import standard
from shuniu.kernel.typesetting.measuring.finding import FOOT_OF_AREA, Found, find, tabular
from shuniu.kernel.typesetting.measuring.glyphs import MM, Page, pages_of
from shuniu.kernel.typesetting.measuring.judging import Element, judged

FIRST_LINE = 60.0
"""Text that begins higher than this begins at the head of the type area."""
FULL = 0.9
"""Lines from the foot of the area within which the last line of a full page ends."""
UNEVEN = 1.5
"""Millimetres by which the lower edges of two lines may differ from the pitch: characters reach down differently."""
SAME_EDGE, LINES_OF_AN_EDGE = 0.6, 2
FORMS = {
    "ordinary": "文件格式", "upward": "上行文", "letter": "信函格式", "order": "命令（令）格式", "minutes": "纪要格式",
}  # fmt: skip
EXPECTED = {
    "ordinary": ("发文机关标志", "发文字号", "红色分隔线", "标题", "正文", "成文日期"),
    "upward": ("发文机关标志", "发文字号", "签发人", "红色分隔线", "标题", "主送机关", "正文", "成文日期"),
    "letter": ("发文机关标志", "首条红色双线", "末条红色双线", "发文字号", "标题", "正文", "成文日期"),
    "order": ("发文机关标志", "发文字号", "正文", "成文日期"),
    "minutes": ("发文机关标志", "红色分隔线", "标题", "正文"),
}


@dataclass
class Geometry:
    """What was measured. Margins are None where no page shows them."""

    form: str
    pages: int
    page_width_mm: float
    page_height_mm: float
    lines_per_page: int | None
    characters_per_line: int | None
    margin_top_mm: float | None
    margin_left_mm: float | None
    margin_right_mm: float | None
    margin_bottom_mm: float | None
    body_size_pt: float
    body_font: str
    line_pitch_pt: float
    elements: list[Element]
    not_found: list[str]
    deviations: list[str]

    @property
    def ok(self) -> bool:
        return not self.deviations

    def as_data(self) -> dict[str, Any]:
        """For JSON: the page first, the verdict at the front, each element with its comparisons."""
        data = asdict(self)
        for one in data["elements"]:
            one["ok"] = all(check["ok"] for check in one["checks"])
        return {"ok": self.ok, "standard": "GB/T 9704-2012", **data}


def measure(file: bytes) -> Geometry:
    """Measure a PDF. Raises ValueError for bytes that are no PDF."""
    pages = pages_of(file)
    found = find(pages)
    elements = judged(found)
    top, left, right, bottom = _margins(found)
    names = {one.name for one in elements}
    made = Geometry(
        form=found.form,
        pages=len(pages),
        page_width_mm=round(pages[0].width, 1) if pages else 0.0,
        page_height_mm=round(pages[0].height, 1) if pages else 0.0,
        lines_per_page=_lines_per_page(found),
        characters_per_line=_characters_per_line(found),
        margin_top_mm=top,
        margin_left_mm=left,
        margin_right_mm=right,
        margin_bottom_mm=bottom,
        body_size_pt=found.size,
        body_font=found.font,
        line_pitch_pt=round(found.pitch / MM, 2),
        elements=elements,
        not_found=[name for name in EXPECTED[found.form] if name not in names],
        deviations=[],
    )
    made.deviations = [*_page_deviations(made), *_element_deviations(elements)]
    return made


def words_of(file: bytes) -> str:
    """The text of a PDF, line by line. Raises ValueError for bytes that are no PDF."""
    return "\n".join(line.text for page in pages_of(file) for line in page.lines)


def _lines(found: Found, page: Page) -> list[tuple[float, float]]:
    """Top and bottom of the text's lines on a page."""
    return [(line.top, line.bottom) for where, line in found.body if where is page]


def _full_pages(found: Found) -> list[list[tuple[float, float]]]:
    pitch = found.pitch or standard.PITCH * MM
    kept = []
    for page in found.pages:
        lines = _lines(found, page)
        even = all(abs(after[1] - before[1] - pitch) < UNEVEN for before, after in pairwise(lines))
        if (
            lines
            and even
            and lines[0][0] < FIRST_LINE
            and lines[-1][1] > FOOT_OF_AREA - FULL * pitch
            and not tabular(page)
        ):
            kept.append(lines)
    return kept


def _lines_per_page(found: Found) -> int | None:
    """Counted on full pages; where there is none, what the pitch makes of the type area."""
    if not found.pitch:
        return None
    fitting = int((standard.AREA_HEIGHT - found.size * MM) / found.pitch + 0.05) + 1
    return max((len(lines) for lines in _full_pages(found)), default=fitting)


def _characters_per_line(found: Found) -> int | None:
    """Counted on lines of full-width characters alone that fill the width; else what the advance makes of it."""
    if not found.advance:
        return None
    counts = Counter(
        len(line.characters)
        for _, line in found.body
        if all(one.ideograph for one in line.characters)
        and line.end - line.x > standard.AREA_WIDTH - found.size * MM / 2
        and line.end - line.x < (len(line.characters) + 1) * found.advance
    )
    return counts.most_common(1)[0][0] if counts else int(standard.AREA_WIDTH / found.advance + 0.05)


def _margins(found: Found) -> tuple[float | None, float | None, float | None, float | None]:
    tops = [lines[0][0] for page in found.pages if (lines := _lines(found, page)) and lines[0][0] < FIRST_LINE]
    starts = [line.x for _, line in found.body if line.characters[0].ideograph]
    ends = [line.end for _, line in found.body if line.characters[-1].ideograph]
    bottoms = [lines[-1][1] for lines in _full_pages(found)] + [one.bottom for one in found.foot_rules[-1:]]
    top = min(tops) if tops else _top_by_mark(found)
    return (
        round(top, 2) if top is not None else None,
        _edge(sorted(starts)),
        round(standard.PAGE_WIDTH - right, 2) if (right := _edge(sorted(ends, reverse=True))) is not None else None,
        round(standard.PAGE_HEIGHT - max(bottoms), 2) if bottoms else None,
    )


def _edge(places: list[float]) -> float | None:
    """The outermost place, when enough lines begin or end there to make it an edge."""
    there = [one for one in places if abs(one - places[0]) < SAME_EDGE]
    return round(places[0], 2) if len(there) >= LINES_OF_AN_EDGE else None


def _top_by_mark(found: Found) -> float | None:
    """A paper of one page shows the head of its type area only by the mark that hangs from it."""
    drop = {"order": standard.ORDER_MARK, "letter": standard.LETTER_MARK - standard.TOP}.get(
        found.form, standard.MARK_DROP
    )
    return found.marks[0].top - drop if found.marks else None


def _page_deviations(made: Geometry) -> list[str]:
    wanted: list[tuple[str, float | None, float, float, str]] = [
        ("纸张宽度", made.page_width_mm, standard.PAGE_WIDTH, 2.0, "mm"),
        ("纸张高度", made.page_height_mm, standard.PAGE_HEIGHT, 2.0, "mm"),
        ("每面行数", made.lines_per_page, standard.LINES, 0.0, "行"),
        ("每行字数", made.characters_per_line, standard.CHARACTERS, 0.0, "字"),
        ("天头（上白边）", made.margin_top_mm, standard.TOP, standard.MARGIN_TOLERANCE, "mm"),
        ("订口（左白边）", made.margin_left_mm, standard.LEFT, standard.MARGIN_TOLERANCE, "mm"),
        ("右白边", made.margin_right_mm, standard.RIGHT, standard.MARGIN_TOLERANCE, "mm"),
        ("下白边", made.margin_bottom_mm, standard.BOTTOM, standard.MARGIN_TOLERANCE, "mm"),
    ]
    return [
        f"{name}为{value:g}{unit}，应为{aim:g}{unit}"
        for name, value, aim, tolerance, unit in wanted
        if value is not None and abs(value - aim) > tolerance
    ]


def _element_deviations(elements: list[Element]) -> list[str]:
    made = dict[str, list[int]]()
    for one in elements:
        for check in one.checks:
            if not check.ok:
                words = (
                    f"{one.name}：{check.what}为{_told(check.value)}{check.unit}，应为{_told(check.wanted)}{check.unit}"
                )
                made.setdefault(words, []).append(one.page)
    return [f"{words}（第{'、'.join(map(str, sorted(set(pages))))}面）" for words, pages in made.items()]


def _told(value: float | str) -> str:
    return value if isinstance(value, str) else f"{value:g}"


def in_words(made: Geometry) -> str:
    """The measurement as a page of text for the command line."""
    grid = ((made.lines_per_page, "每面", "行"), (made.characters_per_line, "每行", "字"))
    lines = [
        "，".join([FORMS[made.form], f"{made.pages}面", *(f"{a}{count}{b}" for count, a, b in grid if count)]) + "。"
    ]
    margins = (
        ("上", made.margin_top_mm),
        ("左", made.margin_left_mm),
        ("右", made.margin_right_mm),
        ("下", made.margin_bottom_mm),
    )
    lines.append("白边：" + "，".join(f"{name}{value:g} mm" for name, value in margins if value is not None) + "。")
    for name, ones in _by_name(made.elements).items():
        lines += _element_words(name, ones)
    lines += [f"未找到：{'、'.join(made.not_found)}"] if made.not_found else []
    lines += (
        ["不符合标准之处："] + [f"  {one}" for one in made.deviations] if made.deviations else ["符合GB/T 9704-2012。"]
    )
    return "\n".join(lines)


def _by_name(elements: list[Element]) -> dict[str, list[Element]]:
    made: dict[str, list[Element]] = {}
    for one in elements:
        made.setdefault(one.name, []).append(one)
    return made


def _element_words(name: str, ones: list[Element]) -> list[str]:
    """The first of its name in full; of the others only what differs."""
    first = ones[0]
    lines = [f"第{first.page}面 {name} {first.text[:24]}".rstrip() + (f"（共{len(ones)}处）" if len(ones) > 1 else "")]
    for one in ones:
        for check in one.checks:
            if one is first or not check.ok:
                place = "" if one is first else f"（第{one.page}面）"
                lines.append(
                    f"    {'✓' if check.ok else '✗'} {check.what} {_told(check.value)}{check.unit}，标准{_told(check.wanted)}{check.unit}{place}"
                )
    return lines
