"""Each element found against the standard: what was measured, what is wanted, how much either may differ."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from shuniu.kernel.typesetting import standard
from shuniu.kernel.typesetting.measuring.finding import ANNEX_HEAD, FOOT_OF_AREA, PAGE_NUMBER, Found, leveled
from shuniu.kernel.typesetting.measuring.glyphs import MM, Box, Line, Page

CELL = standard.AREA_WIDTH / standard.CHARACTERS
PITCH = standard.PITCH * MM
RIGHT_EDGE = standard.LEFT + standard.AREA_WIDTH
CENTRE = standard.LEFT + standard.AREA_WIDTH / 2
FACES = {
    "仿宋": ("fang", "仿宋", "fs"), "楷体": ("kai", "楷"), "黑体": ("hei", "黑", "sans", "gothic"),
    "小标宋": ("xiaobiao", "小标宋", "song", "serif", "宋", "ming"), "宋体": ("song", "sim", "serif", "宋", "times"),
}  # fmt: skip
"""By what in its name a font is known to draw a face."""
NEAR, CELLS, BLANKS, THICK, TYPE = 1.0, 0.35, 0.45, 0.1, 0.6
"""Tolerances: millimetres, characters, lines, millimetres of a rule, points of type."""


@dataclass(frozen=True, slots=True)
class Check:
    what: str
    value: float | str
    wanted: float | str
    tolerance: float
    unit: str
    ok: bool


@dataclass
class Element:
    """One element: where it stands and what of it was compared."""

    name: str
    page: int
    left_mm: float
    top_mm: float
    width_mm: float
    height_mm: float
    size_pt: float = 0.0
    font: str = ""
    text: str = ""
    checks: list[Check] = field(default_factory=list)

    def near(self, what: str, value: float, wanted: float, tolerance: float, unit: str = "mm") -> Element:
        self.checks.append(
            Check(what, round(value, 2), wanted, tolerance, unit, abs(value - wanted) <= tolerance + 1e-6)
        )
        return self

    def same(self, what: str, value: str, wanted: str, *, ok: bool) -> Element:
        self.checks.append(Check(what, value, wanted, 0.0, "", ok))
        return self

    def typed(self, size: float, face: str) -> Element:
        self.near("字号", self.size_pt, size, TYPE, "pt")
        return self.same("字体", self.font, face, ok=any(one in self.font.lower() for one in FACES[face]))


def element(name: str, page: int, what: Line | Box) -> Element:
    left, top, width, height = (
        round(one, 2) for one in (what.left, what.top, what.right - what.left, what.bottom - what.top)
    )
    made = Element(name, page, left, top, width, height)
    if isinstance(what, Line):
        made.size_pt, made.font, made.text = round(what.size, 2), what.font, what.text[:60]
    return made


def judged(found: Found) -> list[Element]:
    """Every element that was found, compared."""
    return [
        *_head(found),
        *_title(found),
        *_body(found),
        *_closing(found),
        *_annexes(found),
        *_foot(found),
        *_numbers(found),
    ]


def _head(found: Found) -> Iterator[Element]:
    form = found.form
    if found.marks:
        yield _mark(found, form)
    if found.number:
        yield _number(found, form)
    if found.signers:
        yield from _signers(found)
    if form != "order":
        yield from _rules(found, form)


def _mark(found: Found, form: str) -> Element:
    first = found.marks[0]
    one = element("发文机关标志", 1, first)
    one.text = "／".join(line.text for line in found.marks)
    one.height_mm = round(found.marks[-1].bottom - first.top, 2)
    if form == "letter":
        one.near("上边缘距上页边", first.top, standard.LETTER_MARK, NEAR)
    else:
        drop = standard.ORDER_MARK if form == "order" else standard.MARK_DROP
        one.near("上边缘距版心上边缘", first.top - standard.TOP, drop, NEAR)
    left, right = min(line.left for line in found.marks), max(line.right for line in found.marks)
    one.near("居中偏差", (left + right) / 2 - CENTRE, 0.0, 2.0)
    one.same("字体", one.font, "小标宋", ok=any(word in one.font.lower() for word in FACES["小标宋"]))
    return one.same("颜色", "红", "红", ok=True)


def _number(found: Found, form: str) -> Element:
    line = found.number
    assert line is not None
    one = element("发文字号", 1, line).near("字号", line.size, standard.SIZE_3, TYPE, "pt")
    if re.search(r"\d{4}", line.text) and not line.text.startswith("第"):
        brackets = (
            "〔〕" if "〔" in line.text and "〕" in line.text else re.sub(r"[^\[\]（）()【】［］﹝﹞]", "", line.text)
        )
        one.same("年份括号", brackets, "〔〕", ok=brackets == "〔〕")
        serial = re.sub(r"^.*[〕\]）)】］﹞]", "", line.text)
        one.same("顺序号", serial, "不编虚位，不加“第”", ok=not serial.startswith(("0", "第")))
    if form == "letter":
        return one.near("距版心右边缘", RIGHT_EDGE - line.end, 0.0, NEAR)
    if found.signers:
        one.near("左空", (line.x - standard.LEFT) / CELL, 1.0, CELLS, "字")
        return one.near("与最后一个签发人同行", line.baseline - found.signers[-1].baseline, 0.0, 0.5)
    one.near("居中偏差", line.middle - CENTRE, 0.0, 2.0)
    return one.near("标志下空", (line.top - found.marks[-1].bottom) / PITCH, 2.0, BLANKS, "行") if found.marks else one


def _signers(found: Found) -> Iterator[Element]:
    first = found.signers[0]
    one = element("签发人", 1, first).near("字号", first.size, standard.SIZE_3, TYPE, "pt")
    ends = max(line.end for line in found.signers)
    one.near("右空", (RIGHT_EDGE - ends) / CELL, 1.0, CELLS, "字")
    names = first.part(r"(?<=[：:]).+$")
    if names:
        one.same("姓名字体", names.font, "楷体", ok=any(word in names.font.lower() for word in FACES["楷体"]))
    for line in found.signers[1:]:
        if names:
            one.near("回行与第一个姓名对齐", line.x - names.x, 0.0, 0.6)
    yield one


def _rules(found: Found, form: str) -> Iterator[Element]:
    rules = found.head_rules
    if form == "letter":
        yield from _letter_rules(found)
    elif rules:
        above = max((line.bottom for line in found.pages[0].lines if line.bottom < rules[0].top), default=0.0)
        one = element("红色分隔线", 1, rules[0]).near("距发文字号", rules[0].top - above, standard.RULE_DROP, 0.6)
        yield one.near("长度", rules[0].width, standard.AREA_WIDTH, NEAR).near(
            "左端", rules[0].left, standard.LEFT, NEAR
        )


def _letter_rules(found: Found) -> Iterator[Element]:
    upper = [one for one in found.head_rules if one.top < standard.PAGE_HEIGHT / 2]
    lower = [one for one in found.head_rules if one.top >= standard.PAGE_HEIGHT / 2]
    if len(upper) == 2:
        box = Box(upper[0].left, upper[0].top, upper[0].right, upper[1].bottom)
        one = element("首条红色双线", 1, box).near("长度", box.width, standard.LETTER_RULE_LENGTH, NEAR)
        if found.marks:
            one.near("距标志", box.top - found.marks[-1].bottom, standard.LETTER_RULE_DROP, 0.6)
        yield one.same("线型", _kind(upper), "上粗下细", ok=_kind(upper) == "上粗下细")
    if len(lower) == 2:
        box = Box(lower[0].left, lower[0].top, lower[0].right, lower[1].bottom)
        one = element("末条红色双线", 1, box).near(
            "距下页边", standard.PAGE_HEIGHT - box.bottom, standard.LETTER_FOOT, NEAR
        )
        one.near("长度", box.width, standard.LETTER_RULE_LENGTH, NEAR)
        yield one.same("线型", _kind(lower), "上细下粗", ok=_kind(lower) == "上细下粗")


def _kind(rules: list[Box]) -> str:
    return "上粗下细" if rules[0].height > rules[1].height else "上细下粗"


def _title(found: Found) -> Iterator[Element]:
    if found.title:
        one = element("标题", 1, found.title[0])
        one.text = "／".join(line.text for line in found.title)
        one.height_mm = round(found.title[-1].bottom - found.title[0].top, 2)
        one.typed(standard.SIZE_2, "小标宋")
        one.near("居中偏差", max((line.middle - CENTRE for line in found.title), key=abs), 0.0, 2.0)
        upper = [rule for rule in found.head_rules if rule.bottom < found.title[0].top]
        if upper and found.form != "letter":
            one.near("分隔线下空", (found.title[0].top - upper[-1].bottom) / PITCH, 2.0, BLANKS, "行")
        if len(found.title) > 1:
            shape = _shape([line.end - line.x for line in found.title])
            one.same("回行形状", shape, "梯形或菱形", ok=shape in ("梯形", "菱形"))
        yield one
    if found.recipients:
        one = element("主送机关", 1, found.recipients).typed(standard.SIZE_3, "仿宋")
        one.near("顶格", (found.recipients.x - standard.LEFT) / CELL, 0.0, CELLS, "字")
        if found.title:
            blank = (found.recipients.top - found.title[-1].bottom - standard.LINE_GAP * MM) / PITCH
            one.near("标题下空", blank, 1.0, BLANKS, "行")
        yield one


def _shape(widths: list[float]) -> str:
    turns = [after > before for before, after in pairwise(widths) if abs(after - before) > CELL / 2]
    if not turns:
        return "长方形"
    if any(later and not earlier for earlier, later in pairwise(turns)):
        return "沙漏形"
    return "梯形" if len(set(turns)) == 1 else "菱形"


def _body(found: Found) -> Iterator[Element]:
    head = found.title[-1].bottom if found.title else found.number.bottom if found.number else 0.0
    texts = [(page, line) for page, line in found.body if page.number > 1 or line.top > head]
    first = next(((page, line) for page, line in texts if line.x > standard.LEFT + CELL * 1.5), None)
    if first:
        one = element("正文", first[0].number, first[1])
        one.font, one.size_pt = found.font, found.size
        one.typed(standard.SIZE_3, "仿宋")
        if found.pitch:
            one.near("行距", found.pitch / MM, round(standard.PITCH, 2), 0.8, "pt")
        yield one
    for page, line, level in leveled(found):
        face = "黑体" if level == 1 else "楷体"
        one = element(f"第{'一二'[level - 1]}层标题", page.number, line)
        one.near("左空", (line.x - standard.LEFT) / CELL, 2.0, CELLS, "字")
        yield one.same("字体", one.font, face, ok=any(word in one.font.lower() for word in FACES[face]))


def _closing(found: Found) -> Iterator[Element]:
    if found.annex_note:
        page, line = found.annex_note
        one = element("附件说明", page.number, line).near("左空", (line.x - standard.LEFT) / CELL, 2.0, CELLS, "字")
        yield one.same("末尾标点", line.text[-1], "无", ok=line.text[-1] not in "。；;，,、.")
    if found.date:
        yield from _date(found, *found.date)
    for page, seal in found.seals:
        yield _seal(found, page, seal)
    if found.note:
        page, line = found.note
        one = element("附注", page.number, line).near("左空", (line.x - standard.LEFT) / CELL, 2.0, CELLS, "字")
        if found.date:
            one.near("在成文日期下一行", (line.baseline - found.date[1].baseline) / PITCH, 1.0, BLANKS, "行")
        yield one.same("括号", line.text[0], "（", ok=line.text[0] == "（")


def _date(found: Found, page: Page, line: Line) -> Iterator[Element]:
    one = element("成文日期", page.number, line)
    one.same("不编虚位", line.text, "阿拉伯数字，年份标全", ok=not re.search(r"年0|月0", line.text))
    inset = (RIGHT_EDGE - line.end) / CELL
    sealed = any(seal.meets(line) for _, seal in found.seals) or abs(inset - standard.DATE_INSET) <= CELLS
    if sealed or found.form == "order":
        one.near("右空", inset, float(standard.DATE_INSET), CELLS, "字")
    yield one
    if found.signature and found.form != "order":
        signature = element("发文机关署名", page.number, found.signature)
        if sealed:
            signature.near("以成文日期居中", found.signature.middle - line.middle, 0.0, 1.5)
        elif line.end - line.x <= found.signature.end - found.signature.x:
            signature.near("右空", (RIGHT_EDGE - found.signature.end) / CELL, float(standard.PLAIN_INSET), CELLS, "字")
            signature.near("日期首字右移", (line.x - found.signature.x) / CELL, 2.0, CELLS, "字")
        yield signature


def _seal(found: Found, page: Page, seal: Box) -> Element:
    one = element("印章", page.number, seal)
    inside = seal.left >= standard.LEFT - 0.3 and seal.right <= RIGHT_EDGE + 0.3
    one.same("不超出版心", "是" if inside else "否", "是", ok=inside)
    others = [other for where, other in found.seals if where is page and other is not seal]
    apart = not any(seal.meets(other) for other in others)
    one.same("互不相交", "是" if apart else "否", "是", ok=apart)
    alone = len(found.seals) == 1
    if alone and found.date:
        on_date = seal.meets(found.date[1])
        one.same("下压成文日期", "是" if on_date else "否", "是", ok=on_date)
        one.near("以成文日期居中", (seal.left + seal.right) / 2 - found.date[1].middle, 0.0, 2.0)
    first = min(other.top for where, other in found.seals if where is page) >= seal.top - NEAR
    above = [line for line in page.lines if line.baseline < (seal.top + seal.bottom) / 2 - seal.height * 0.3]
    if first and above:
        gap = (seal.top - above[-1].bottom) / PITCH
        one.same("顶端距正文", f"{gap:.2f}行", "一行之内", ok=-0.2 <= gap <= 1.0)
    return one


def _annexes(found: Found) -> Iterator[Element]:
    for page, line in found.annexes:
        one = element("附件顺序号", page.number, line).near("距上页边", line.top, standard.TOP, NEAR)
        one.near("顶格", (line.x - standard.LEFT) / CELL, 0.0, CELLS, "字").typed(standard.SIZE_3, "黑体")
        below = [
            other for other in page.lines if other.baseline > line.baseline and not re.search(ANNEX_HEAD, other.text)
        ]
        if below:
            one.near("标题所在行", 1 + (below[0].top - line.top) / PITCH, float(standard.ANNEX_TITLE_LINE), CELLS, "")
        yield one


def _foot(found: Found) -> Iterator[Element]:
    page = found.foot_page
    if page is None:
        return
    for place, rule in enumerate(found.foot_rules):
        ends = place in (0, len(found.foot_rules) - 1)
        one = element("版记分隔线", page.number, rule).near("长度", rule.width, standard.AREA_WIDTH, NEAR)
        one.near("粗细", rule.height, standard.THICK_RULE if ends else standard.THIN_RULE, THICK)
        if place == len(found.foot_rules) - 1:
            one.near("末条与版心下边缘重合", rule.bottom - FOOT_OF_AREA, 0.0, NEAR)
            one.same("所在面", f"第{page.number}面", "双数面", ok=page.number % 2 == 0 and page is found.pages[-1])
        yield one
    for name, line in (("抄送机关", found.copies), ("印发机关和印发日期", found.issued)):
        if line:
            one = element(name, page.number, line).typed(standard.SIZE_4, "仿宋")
            one.near("左空", (line.x - standard.LEFT) / (standard.SIZE_4 * MM), 1.0, CELLS, "字")
            if line is found.issued:
                one.near("右空", (RIGHT_EDGE - line.end) / (standard.SIZE_4 * MM), 1.0, CELLS, "字")
            yield one


def _numbers(found: Found) -> Iterator[Element]:
    for number, line in found.numbers.items():
        one = element("页码", number, line).typed(standard.SIZE_4, "宋体")
        one.near("一字线距版心下边缘", line.characters[0].top - FOOT_OF_AREA, standard.NUMBER_DROP, NEAR)
        shown = re.sub(PAGE_NUMBER, r"\1", line.text)
        one.same("号码", shown, str(number), ok=shown == str(number))
        odd = number % 2 == 1
        inset = RIGHT_EDGE - line.right if odd else line.left - standard.LEFT
        yield one.near("右空" if odd else "左空", inset / (standard.SIZE_4 * MM), 1.0, CELLS, "字")
