"""An official paper as DOCX: the editable copy, with the standard's own named styles (GB/T 9704-2012), true in Word, WPS, LibreOffice.

The parts are written here directly: the usual templates carry styles, themes and pictures that a paper has no use for.
What is decided (sizes, lines, tables, who signs how) is decided in ``planning``, for the PDF and for this.
"""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from shuniu.kernel.typesetting import standard
from shuniu.kernel.typesetting.docx_heads import head
from shuniu.kernel.typesetting.docx_marks import EMU, Part, paragraph, rule, run, sized, tabs, w
from shuniu.kernel.typesetting.docx_parts import Pictures, parts, section
from shuniu.kernel.typesetting.docx_signing import breadth, signed
from shuniu.kernel.typesetting.docx_styles import CHARACTER, FLUSH, NAMESPACES, PITCH, WIDTH, exact
from shuniu.kernel.typesetting.docx_tables import table
from shuniu.kernel.typesetting.heads import title_of
from shuniu.kernel.typesetting.markup import element, packed
from shuniu.kernel.typesetting.notation import Block, Paragraph, Table
from shuniu.kernel.typesetting.paper import Annex, Form, Paper
from shuniu.kernel.typesetting.planning import Plan, plan_of
from shuniu.kernel.typesetting.setting import pdf_of
from shuniu.kernel.typesetting.tables import settings

OUTER, INNER = round(standard.THICK_RULE * EMU), round(standard.THIN_RULE * EMU)
SMALL = 280
"""A character of 四号, in twips."""
AROUND_TABLE = PITCH // 4
FRAME = {
    "w": WIDTH, "hSpace": 0, "vSpace": 0, "wrap": "notBeside", "vAnchor": "margin", "hAnchor": "margin",
    "xAlign": "left", "yAlign": "bottom",
}  # fmt: skip
DOT = b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==")
"""A black picture of one dot."""


def docx_of(paper: Paper, *, overleaf: bool | None = None) -> bytes:
    """The paper as DOCX, always the same octets for the same paper. Raises BadPaper for what cannot be set.

    ``overleaf``: the 版记 goes on the next even page, its own and without number, as where the text ends on an odd one;
    else it stands at the foot of the page on which the text ends. None: as in the PDF, which is then set to know.
    """
    plan = plan_of(paper)
    if overleaf is None:
        overleaf = plan.data["colophon"] is not None and pdf_of(paper, at=datetime(2000, 1, 1, tzinfo=UTC)).overleaf
    story = _Story(plan)
    story.tell(overleaf=overleaf)
    document = element("w:document", NAMESPACES, w("body", *story.body))
    return packed(parts(plan.paper, document, story.pictures))


class _Story:
    """The text of the document in its order, cut into sections where pages are turned."""

    def __init__(self, plan: Plan) -> None:
        self.plan, self.paper, self.pictures = plan, plan.paper, Pictures()
        self.body: list[str] = []
        self.now: dict[str, Any] = {"letter": self.paper.form is Form.LETTER}
        """The section that is being written."""

    def tell(self, *, overleaf: bool) -> None:
        paper, data = self.paper, self.plan.data
        self.body += head(paper)
        together = data["closing"]["kind"] != "none" and paper.form is not Form.MINUTES
        self._blocks(paper.body, together=together)
        self.body += _attendance(data["present"])
        self.body += _annex_notes(paper.annexes)
        closing = data["closing"] if together else {"kind": "none"}
        self.body += signed(closing, data["note"], self.pictures.keep)
        bound = [one for one in paper.annexes if one.text.strip()]
        for number, annex in enumerate(paper.annexes, 1):
            if annex in bound:
                self._annex(annex, f"附件{number}" if len(paper.annexes) > 1 else "附件")
        self._close(overleaf=overleaf)

    def _turn(self, **following: Any) -> None:
        """End the section; what follows is on a new page with its own."""
        self.body.append(w("p", w("pPr", w("pStyle", val="End"), section(**self.now))))
        self.now = following

    def _close(self, *, overleaf: bool) -> None:
        imprint = list(_imprint(self.plan.data["colophon"], self.pictures))
        if imprint and overleaf:
            self._turn(kind="evenPage", numbered=False)
        self.body += imprint
        if imprint or self.now.get("wide"):
            # The block is anchored here: a line stays free above it, and what has no room takes it to the next page.
            self.body.append(paragraph("End", spacing=exact(20, before=PITCH - 20 if imprint else 0)))
        self.body.append(section(**self.now))

    def _blocks(self, blocks: Sequence[Block], *, together: bool = False) -> None:
        last = len(blocks) - 1
        for number, one in enumerate(blocks):
            if isinstance(one, Table):
                self._table(one)
                continue
            before = AROUND_TABLE if number and isinstance(blocks[number - 1], Table) else 0
            after = AROUND_TABLE if number < last and isinstance(blocks[number + 1], Table) else 0
            # The last two lines of the text go with the seal: 此页无正文 is never needed.
            more: dict[str, Part] = {"keepNext": {}, "widowControl": {"val": 1}} if together and number == last else {}
            if before or after:
                more["spacing"] = exact(before=before, after=after)
            self.body.append(_paragraph(one, more))

    def _table(self, one: Table) -> None:
        for part in settings(one):
            if part.turned:
                self._turn(wide=True, numbered=self.now.get("numbered", True))
                self.body += [paragraph("TableHead", run(f"（{part.part}）"))] if part.part else []
            self.body.append(table(part))
            if part.turned:
                self._turn()

    def _annex(self, annex: Annex, mark: str) -> None:
        """附件: on a page of its own, its mark on line 1, its title on line 3, its text after a line."""
        self.body.append(paragraph("AnnexMark", run(mark)))
        title = title_of(annex.title)
        line = round((title.size + standard.LINE_GAP) * 20)
        used = len(title.lines) * line
        rows = -(-used // PITCH)
        gap = exact(line, before=(standard.ANNEX_TITLE_LINE - 2) * PITCH, after=PITCH + rows * PITCH - used)
        self.body.append(paragraph("Title", run("\n".join(title.lines), looks=sized(title.size)), spacing=gap))
        self._blocks(annex.body)


def _paragraph(one: Paragraph, more: dict[str, Part]) -> str:
    if one.heading and not one.rest:
        more = {"keepNext": {}, **more}
    if one.heading:
        return paragraph(f"Level{one.level}", run(one.heading), run(one.rest, "Plain"), **more)
    return paragraph(f"Level{one.level}" if one.level else "Body", run(one.text), **more)


def _attendance(present: list[list[str]]) -> Iterator[str]:
    """出席, 请假, 列席 of minutes: two characters in, names under names."""
    place = {"left": 5 * CHARACTER, "hanging": 3 * CHARACTER}
    for number, (word, names) in enumerate(present):
        gap = exact(before=0 if number else PITCH)
        yield paragraph("Attendance", run(f"{word}：", "AttendanceLabel"), run(names), ind=place, spacing=gap)


def _annex_notes(annexes: tuple[Annex, ...]) -> Iterator[str]:
    """附件说明: a line below the text, two characters in; each name under the name above."""
    for number, annex in enumerate(annexes, 1):
        order = f"{number}." if len(annexes) > 1 else ""
        start = "附件：" if number == 1 else ""
        left = 5 * CHARACTER + breadth(order)
        place = {"left": left, "hanging": breadth(start + order)}
        gap = exact(before=PITCH if number == 1 else 0)
        yield paragraph("AnnexNote", run(start + order + annex.title), ind=place, spacing=gap, jc=FLUSH, keepNext={})


def _imprint(colophon: dict[str, Any] | None, pictures: Pictures) -> Iterator[str]:
    """版记: a block that stands at the foot of its page, whatever is above it. A letter's has no rules."""
    if colophon is None:
        return
    hanging = {"left": 4 * SMALL, "right": SMALL, "hanging": 3 * SMALL}
    groups = [[(f"{word}：{names}", hanging) for word, names in colophon["lists"]]]
    if colophon["issuer"] or colophon["date"]:
        groups.append([(f"{colophon['issuer']}\t{colophon['date']}".rstrip("\t"), {"left": SMALL, "right": SMALL})])
    groups = [group for group in groups if group]
    for number, group in enumerate(groups):
        if colophon["ruled"]:
            yield _rule(900 + number, pictures, INNER if number else OUTER)
        for text, place in group:
            yield paragraph("Imprint", run(text), framePr=FRAME, tabs=tabs(("right", WIDTH - SMALL)), ind=place)
    if colophon["ruled"]:
        yield _rule(900 + len(groups), pictures, OUTER)


def _rule(number: int, pictures: Pictures, thick: int) -> str:
    return paragraph("Rule", rule(number, pictures.keep(DOT), (WIDTH * 635, thick)), framePr=FRAME)
