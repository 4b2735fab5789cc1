"""The head of a paper in Word: 发文机关标志, 发文字号, 签发人, the red rule, title and recipients, form by form.

``heads`` has decided about sizes and lines. The head takes as many whole lines as in the PDF, so that the text below begins
on the same line of the page.
"""

from __future__ import annotations

from collections.abc import Iterator

from shuniu.kernel.typesetting import standard
from shuniu.kernel.typesetting.breaking import width
from shuniu.kernel.typesetting.docx_marks import border, borders, paragraph, run, sized, tabs, twips, w
from shuniu.kernel.typesetting.docx_styles import CHARACTER, FLUSH, PITCH, RED, WIDTH, exact
from shuniu.kernel.typesetting.heads import JOINT_LINE, WORD_GAP, Head, Mark, head_of
from shuniu.kernel.typesetting.paper import Form, Paper
from shuniu.kernel.typesetting.planning import day

LINE = 1.2
"""Height of a mark's line, in its own size."""
ABOVE = 0.2
"""Of its size lies between the top of the mark's line and the top of its characters."""
INK = 0.92
"""Height of a character itself, in its size."""
DROPS = {Form.ORDER: standard.ORDER_MARK, Form.MINUTES: standard.MINUTES_MARK}
RULE = round(standard.points(standard.RULE_THICKNESS) * 8)
RULE_SPACE = 7
"""Points from the line of the number to the red rule: with what the line leaves below its characters, 4 mm."""
DOUBLE = 24
"""The letter's double rules, in eighths of a point as Word counts them: 3 pt is the broad line."""


def head(paper: Paper) -> Iterator[str]:
    found = head_of(paper)
    parts, used = _letter(paper, found) if paper.form is Form.LETTER else _red(paper, found)
    yield from parts
    title, size = found.title, found.title.size
    line = round((size + standard.LINE_GAP) * 20)
    left = rows(paper, found) * PITCH - used
    if title.lines:
        gap = exact(line, before=max(left - len(title.lines) * line - PITCH, PITCH), after=PITCH)
        yield paragraph("Title", run("\n".join(title.lines), looks=sized(size)), spacing=gap)
    else:
        yield paragraph("End", spacing=exact(20, before=max(left - 20, 0)))
    if found.recipients:
        yield paragraph("Recipients", run(f"{found.recipients}："))


def rows(paper: Paper, found: Head) -> int:
    """How many lines of the page the head takes in the PDF, the blank lines after it among them."""
    letter, order = paper.form is Form.LETTER, paper.form is Form.ORDER
    drop = standard.LETTER_MARK - standard.TOP if letter else DROPS.get(paper.form, standard.MARK_DROP)
    high = standard.points(drop) + _ink(found.mark)
    if letter:
        double = standard.DOUBLE_THICK + standard.DOUBLE_GAP + standard.DOUBLE_THIN
        high += standard.points(standard.LETTER_RULE_DROP + double)
        high += standard.SEVEN_EIGHTHS + standard.SIZE_3 if paper.number or paper.urgency else 0
    elif lines := max(len(found.signers), int(bool(paper.number))):
        high += (standard.NUMBER_BLANKS + lines) * standard.PITCH - standard.LINE_GAP
    if not letter and not order:
        high += standard.PITCH if _has_minutes_line(paper) else 0
        high += standard.points(standard.RULE_DROP + standard.RULE_THICKNESS)
    if found.title.lines:
        high += standard.TITLE_BLANKS * standard.PITCH + found.title.height
    blanks = standard.ORDER_BLANKS if order else standard.RECIPIENTS_BLANKS
    return max(1, round((high + blanks * standard.PITCH + standard.LINE_GAP) / standard.PITCH))


def _ink(mark: Mark) -> float:
    if len(mark.lines) == 1:
        return INK * mark.size
    return max(mark.height - (1 - INK) * mark.size, INK * mark.word_size)


def _red(paper: Paper, found: Head) -> tuple[list[str], int]:
    """Mark, number and rule, and the twips that they take."""
    mark = found.mark
    joint = len(mark.lines) > 1
    drop = twips(DROPS.get(paper.form, standard.MARK_DROP))
    gap = max(round(drop - PITCH - (0 if joint else ABOVE * mark.size * 20)), 0)
    high = _joint_line(mark) * len(mark.lines) if joint else round(mark.size * LINE * 20)
    numbers = list(_numbers(paper, found))
    parts = [
        paragraph("Urgency", run(paper.urgency), spacing=exact(after=gap)),
        _joint_mark(mark) if joint else _mark_line(mark),
        *numbers,
    ]
    rule = 0 if paper.form is Form.ORDER else (RULE_SPACE + RULE // 8) * 20
    blank = standard.NUMBER_BLANKS * PITCH if numbers else 0
    return parts, PITCH + gap + high + blank + len(numbers) * PITCH + rule


def _mark_line(mark: Mark) -> str:
    looks = sized(mark.size, stretch=mark.stretch, tracking=mark.tracking)
    return paragraph("Mark", run(mark.lines[0], looks=looks), spacing=exact(round(mark.size * LINE * 20)))


def _joint_line(mark: Mark) -> int:
    return round(mark.size * JOINT_LINE * 20)


def _joint_mark(mark: Mark) -> str:
    """The organs one under the other, each over the whole breadth of the longest; 文件 at the right, in the middle."""
    left = min(round(max(map(width, mark.lines)) * mark.size * mark.stretch * 20) + 60, WIDTH)
    right = round((width(mark.word) * mark.word_size + WORD_GAP) * 20) if mark.word else 0
    looks, line = sized(mark.size, stretch=mark.stretch), exact(_joint_line(mark))
    drawn = []
    for number, organ in enumerate(mark.lines):
        name = paragraph("Mark", run(organ, looks=looks), spacing=line, jc={"val": "distribute"})
        cells = [w("tc", w("tcPr", w("tcW", w=left, type="dxa")), name)]
        if right:
            merged = w("vMerge") if number else w("vMerge", val="restart")
            word = "" if number else run(mark.word, looks=sized(mark.word_size))
            high = exact(round(mark.word_size * LINE * 20)) if word else line
            inside = paragraph("Mark", word, spacing=high, jc={"val": "right"})
            cells.append(w("tc", w("tcPr", w("tcW", w=right, type="dxa"), merged, w("vAlign", val="center")), inside))
        drawn.append(w("tr", w("trPr", w("cantSplit"), w("trHeight", val=_joint_line(mark), hRule="exact")), *cells))
    margins = w("tblCellMar", w("left", w=0, type="dxa"), w("right", w=0, type="dxa"))
    about = w(
        "tblPr", w("tblW", w=left + right, type="dxa"), w("jc", val="center"), w("tblLayout", type="fixed"), margins
    )
    return w("tbl", about, w("tblGrid", *(w("gridCol", w=one) for one in (left, right) if one)), *drawn)


def _has_minutes_line(paper: Paper) -> bool:
    return paper.form is Form.MINUTES and bool(paper.organs and paper.signed_on)


def _numbers(paper: Paper, found: Head) -> Iterator[str]:
    """发文字号 two lines below the mark, with 签发人 or the organ and day of minutes; the red rule below the last line."""
    lines: list[str] = []
    stops: str = tabs(("left", CHARACTER), ("right", WIDTH - CHARACTER))
    if found.signers:
        names = [run("　".join(row), "SignerName") for row in found.signers]
        place = WIDTH - 5 * CHARACTER - max(round(width("　".join(row)) * CHARACTER) for row in found.signers)
        stops = tabs(("left", CHARACTER), ("left", place))
        for number, row in enumerate(names):
            start = run(f"\t{paper.number if number == len(names) - 1 else ''}\t")
            lines.append(start + (run("　　　　") if number else run("签发人：", "SignerLabel")) + row)
    elif paper.number:
        lines.append(run(paper.number))
    if _has_minutes_line(paper):
        lines.append(run(f"\t{paper.organs[0]}\t{day(paper.signed_on)}"))
    rule = borders(border("bottom", "single", RULE, RED, RULE_SPACE))
    for number, line in enumerate(lines):
        more = {"pBdr": rule} if number == len(lines) - 1 and paper.form is not Form.ORDER else {}
        if found.signers or (_has_minutes_line(paper) and number == len(lines) - 1):
            more |= {"tabs": stops, "jc": FLUSH}  # type: ignore[dict-item]  # both are parts of a paragraph's properties
        yield paragraph("Number", line, spacing=exact(before=0 if number else 2 * PITCH), **more)
    if not lines and paper.form is not Form.ORDER:
        yield paragraph("Number", pBdr=rule)


def _letter(paper: Paper, found: Head) -> tuple[list[str], int]:
    """信函: mark 30 mm from the paper's edge, the double rule 4 mm below it, number flush right under the rule."""
    mark = found.mark
    line = round(mark.size * LINE * 20)
    top = twips(standard.LETTER_MARK) - round(ABOVE * mark.size * 20)
    high = line * len(mark.lines) + twips(standard.LETTER_RULE_DROP) + round(standard.SEVEN_EIGHTHS * 20)
    long = twips(standard.LETTER_RULE_LENGTH)
    frame = {"w": long, "h": high, "hRule": "exact", "wrap": "notBeside", "vAnchor": "page", "hAnchor": "page"}
    frame |= {"x": twips((standard.PAGE_WIDTH - standard.LETTER_RULE_LENGTH) / 2), "y": top}
    rule = borders(border("bottom", "thickThinSmallGap", DOUBLE, RED, 8))
    looks = sized(mark.size, stretch=mark.stretch, tracking=mark.tracking)
    name = run("\n".join(mark.lines), looks=looks)
    ends = tabs(("right", WIDTH))
    urgent = run(paper.urgency) + run(f"\t{paper.number}", "Plain")
    parts = [
        paragraph("Mark", name, framePr=frame, pBdr=rule, spacing=exact(line)),
        paragraph("Urgency", urgent, tabs=ends)
        if paper.urgency
        else paragraph("Number", run(f"\t{paper.number}"), tabs=ends, jc=FLUSH),
    ]
    return parts, top + high - twips(standard.TOP) + PITCH
