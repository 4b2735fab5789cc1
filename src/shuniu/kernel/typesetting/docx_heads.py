"""The head of a paper in Word: 发文机关标志, 发文字号, 签发人, the red rule, title and recipients, form by form."""

from __future__ import annotations

from collections.abc import Iterator

from shuniu.kernel.typesetting.docx_marks import border, borders, paragraph, run, tabs, twips, w
from shuniu.kernel.typesetting.docx_signing import breadth
from shuniu.kernel.typesetting.docx_styles import CHARACTER, FLUSH, PITCH, RED, WIDTH, exact
from shuniu.kernel.typesetting.paper import Form, Paper

LARGEST = 62
"""Points: 发文机关标志 has no size in the standard; it must stand out and stay on its line."""
LINE = 1.2
"""Height of the mark's line, in its own size."""
ABOVE = 0.27
"""Of its size lies between the top of the mark's line and the top of its characters."""
DOWN = {Form.ORDINARY: 35, Form.UPWARD: 35, Form.MINUTES: 35, Form.ORDER: 20}
"""Millimetres from the top of the 版心 to the mark's upper edge."""
LETTER_RULE = 170
RULE = 16
"""The red rule's width, in eighths of a point."""


def head(paper: Paper) -> Iterator[str]:
    if paper.form is Form.LETTER:
        yield from _letter(paper)
    else:
        yield from _mark(paper)
        yield from _numbered(paper)
    if paper.form is not Form.ORDER:
        after = 0 if paper.recipients else PITCH
        yield paragraph("Title", run(paper.title), spacing=exact(before=2 * PITCH, after=after))
    if paper.recipients:
        yield paragraph("Recipients", run(paper.recipients.rstrip("：:") + "："))


def mark_size(text: str, room: int = WIDTH) -> int:
    """Points in which a mark stands on one line of so many twips."""
    return max(12, min(LARGEST, int(0.95 * room / 20 / max(len(text), 1))))


def _is_joint(paper: Paper) -> bool:
    return len(paper.organs) > 1 and not paper.mark and paper.form in (Form.ORDINARY, Form.UPWARD)


def _mark(paper: Paper) -> Iterator[str]:
    joint = _is_joint(paper)
    size = _joint_size(paper) if joint else mark_size(paper.heading)
    gap = max(round(twips(DOWN[paper.form]) - PITCH - ABOVE * size * 20), 0)
    yield paragraph("Urgency", run(paper.urgency), spacing=exact(after=gap))
    if joint:
        yield _joint_mark(paper, size)
    else:
        yield _mark_line(paper.heading, size)


def _mark_line(text: str, size: int, alignment: str = "center") -> str:
    return paragraph(
        "Mark", run(text, half_points=2 * size), spacing=exact(round(size * LINE * 20)), jc={"val": alignment}
    )


def _joint_size(paper: Paper) -> int:
    longest = max(map(len, paper.organs))
    return max(12, min(LARGEST, int(WIDTH / 20 / (longest + 2.5)), 180 // len(paper.organs)))


def _joint_mark(paper: Paper, size: int) -> str:
    """The organs one under the other, each over the whole breadth of the longest; 文件 at the right, in the middle."""
    right = round(2.5 * size * 20)
    left = min(max(map(len, paper.organs)) * size * 20 + 40, WIDTH - right)
    rows = []
    for number, organ in enumerate(paper.organs):
        merged = w("vMerge", val="restart") if number == 0 else w("vMerge")
        name = w("tc", w("tcPr", w("tcW", w=left, type="dxa")), _mark_line(organ, size, "distribute"))
        inside = _mark_line("文件", size, "right") if number == 0 else _mark_line("", size)
        word = w("tc", w("tcPr", w("tcW", w=right, type="dxa"), merged, w("vAlign", val="center")), inside)
        rows.append(w("tr", w("trPr", w("cantSplit")), name, word))
    margins = w("tblCellMar", w("left", w=0, type="dxa"), w("right", w=0, type="dxa"))
    about = w(
        "tblPr", w("tblW", w=left + right, type="dxa"), w("jc", val="center"), w("tblLayout", type="fixed"), margins
    )
    return w("tbl", about, w("tblGrid", w("gridCol", w=left), w("gridCol", w=right)), *rows)


def _numbered(paper: Paper) -> Iterator[str]:
    """发文字号 two lines below the mark, the red rule 4 mm below it."""
    rule = borders(border("bottom", "single", RULE, RED, 7))
    gap = exact(before=2 * PITCH)
    if paper.form is Form.UPWARD and paper.signers:
        yield from _with_signers(paper, rule)
    elif paper.form is Form.ORDER:
        yield paragraph("Number", run(paper.number), spacing=exact(before=2 * PITCH, after=2 * PITCH))
    else:
        yield paragraph("Number", run(paper.number), spacing=gap, pBdr=rule)


def _with_signers(paper: Paper, rule: str) -> Iterator[str]:
    """Number at the left, 签发人 at the right, both one character in; two names in a line, the number on the last."""
    rows = ["　".join(paper.signers[start : start + 2]) for start in range(0, len(paper.signers), 2)]
    place = WIDTH - CHARACTER - 4 * CHARACTER - max(map(breadth, rows))
    stops = tabs(("left", CHARACTER), ("left", place))
    for number, names in enumerate(rows):
        last = number == len(rows) - 1
        label = run("签发人：", "SignerLabel") if number == 0 else run("　　　　")
        start = run(f"\t{paper.number if last else ''}\t")
        more = {"pBdr": rule} if last else {}
        gap = exact(before=0 if number else 2 * PITCH)
        yield paragraph("Number", start, label, run(names, "SignerName"), tabs=stops, jc=FLUSH, spacing=gap, **more)


def _letter(paper: Paper) -> Iterator[str]:
    """信函: mark 30 mm from the paper's edge, the double rule 4 mm below it, number flush right under the rule."""
    size = mark_size(paper.heading, twips(LETTER_RULE))
    top = twips(30) - round(ABOVE * size * 20)
    line = round(size * LINE * 20)
    frame = {
        "w": twips(LETTER_RULE), "h": line + twips(4) + 14 * 20, "hRule": "exact", "wrap": "notBeside",
        "vAnchor": "page", "hAnchor": "page", "x": twips(20), "y": top,
    }  # fmt: skip
    rule = borders(border("bottom", "thickThinSmallGap", 24, RED, 8))
    yield paragraph("Mark", run(paper.heading, half_points=2 * size), framePr=frame, pBdr=rule, spacing=exact(line))
    ends = tabs(("right", WIDTH))
    yield (
        paragraph("Number", run(f"\t{paper.number}"), tabs=ends, jc=FLUSH)
        if not paper.urgency
        else paragraph("Urgency", run(paper.urgency), run(f"\t{paper.number}", "Plain"), tabs=ends)
    )
