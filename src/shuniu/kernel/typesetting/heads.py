"""The head of page 1: how large mark and title may be so that page 1 still shows text (7.3.3 公文首页必须显示正文)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from shuniu.kernel.typesetting import standard
from shuniu.kernel.typesetting.breaking import lines_of, width, wrapped
from shuniu.kernel.typesetting.paper import Form, Paper

AREA = standard.points(standard.AREA_HEIGHT)
ACROSS = standard.points(standard.AREA_WIDTH)
MARK_MOST = 46.0
"""Points: below 22 mm × 15 mm, which only the highest organs come near to."""
MARK_ACROSS = ACROSS * 0.98
NARROW = 0.72
"""How far a mark's characters may be narrowed, as printers do with a long name."""
JOINT_LINE, JOINT_MOST, JOINT_LEAST = 1.18, 38.0, 13.0
WORD_GAP = 14.0
TITLE_SIZES = (
    (standard.SIZE_2, 20.0, 5, standard.LINE_GAP), (standard.SIZE_SMALL_2, 24.0, 7, 10.0), (standard.SIZE_3, 27.0, 40, 7.0),
)  # fmt: skip
"""Size, characters in a line, lines that are borne before the next smaller size is tried, gap between two lines."""
SHOWN = 2
"""Lines of text that page 1 shows at least; one alone is not left at the foot of a page."""
LOOSE, TIGHT = 0.5, 0.2
"""Lines by which the head may grow when it is rounded to whole lines; in a high head it rather shrinks."""
HIGH = 6
"""Organs, or lines of title, that make a high head."""


@dataclass(frozen=True, slots=True)
class Mark:
    """发文机关标志: one line, or the organs' lines with a word at their right."""

    lines: tuple[str, ...]
    size: float
    stretch: float
    tracking: float
    word: str = ""
    word_size: float = 0.0

    @property
    def height(self) -> float:
        return max(self.size * (1 + JOINT_LINE * (len(self.lines) - 1)), self.word_size)


@dataclass(frozen=True, slots=True)
class Title:
    lines: tuple[str, ...]
    size: float
    gap: float = standard.LINE_GAP

    @property
    def height(self) -> float:
        return len(self.lines) * (self.size + self.gap) - self.gap if self.lines else 0.0

    def as_data(self) -> dict[str, Any]:
        return {"lines": list(self.lines), "size": self.size, "gap": self.gap}


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above the text on page 1."""

    mark: Mark
    title: Title
    signers: tuple[tuple[str, ...], ...]
    recipients: str
    moved: bool = False
    """主送 stands in the 版记."""
    warnings: tuple[str, ...] = ()
    grows: float = LOOSE


def title_of(text: str, *, smaller: int = 0) -> Title:
    """A title in 2号, or in the first smaller size in which it takes no more lines than a title may."""
    made = [Title(tuple(lines_of(text, limit)), size, gap) for size, limit, _, gap in TITLE_SIZES[smaller:]]
    allowed = [most for _, _, most, _ in TITLE_SIZES[smaller:]]
    return next((one for one, most in zip(made, allowed, strict=True) if len(one.lines) <= most), made[-1])


def head_of(paper: Paper) -> Head:
    """The largest head that leaves text on page 1: first 主送 moves to the 版记, then the mark shrinks, then the title."""
    title = title_of(paper.title) if paper.form is not Form.ORDER else Title((), 0.0)
    signers = _signers(paper)
    plain = Head(single_mark(paper.heading), title, signers, paper.recipients)
    warnings: list[str] = []
    head = _joint(paper, plain, warnings) if _is_joint(paper) else plain
    head = _fitted(paper, head, warnings)
    if 0 < head.title.size < standard.SIZE_2:
        warnings.append(_("标题过长，已改用小于2号的字，请精简标题。"))
    return replace(head, warnings=tuple(warnings), grows=TIGHT if _is_high(paper, head) else LOOSE)


def _is_joint(paper: Paper) -> bool:
    return len(paper.organs) > 1 and not paper.mark and paper.form is not Form.MINUTES


def _is_high(paper: Paper, head: Head) -> bool:
    return len(paper.organs) > HIGH or len(head.title.lines) > HIGH or len(head.signers) > 2


def _fitted(paper: Paper, head: Head, warnings: list[str]) -> Head:
    if _room(paper, head) < 0 and head.recipients and wrapped(head.recipients, standard.CHARACTERS) > 1:
        warnings.append(_("主送机关过多，首页排不下正文，已移至版记。"))
        head = replace(head, recipients="", moved=True)
    for smaller in (1, 2):
        if _room(paper, head) < 0 and head.title.lines:
            head = replace(head, title=title_of(paper.title, smaller=smaller))
    if _room(paper, head) < 0:
        warnings.append(_("版头和标题占满首页，首页未能显示正文。"))
    return head


def _room(paper: Paper, head: Head) -> float:
    """Points that are left on page 1 below the head and the least text."""
    return AREA - _above(paper, head) - head.mark.height


def _above(paper: Paper, head: Head) -> float:
    """Points that all but the mark needs on page 1, with the least text."""
    drop = {Form.LETTER: standard.LETTER_MARK - standard.TOP, Form.ORDER: standard.ORDER_MARK}.get(
        paper.form, standard.MARK_DROP
    )
    recipients = wrapped(head.recipients, standard.CHARACTERS) if head.recipients else 0
    gaps = 5 if paper.form is not Form.ORDER else 4
    lines = gaps + max(1, len(head.signers)) + recipients + SHOWN + (TIGHT if _is_high(paper, head) else LOOSE)
    return standard.points(drop + 2 * standard.RULE_DROP) + lines * standard.PITCH + head.title.height


def single_mark(text: str) -> Mark:
    """One line as large as the width allows: narrowed when long, spaced out when short."""
    count = max(1.0, width(text))
    size = min(MARK_MOST, MARK_ACROSS / (count * NARROW))
    stretch = min(1.0, MARK_ACROSS / (count * size))
    tracking = min(size * 0.25, max(0.0, (MARK_ACROSS - count * size) / count))
    return Mark((text,), size, stretch, tracking)


def _joint(paper: Paper, head: Head, warnings: list[str]) -> Head:
    """The organs' lines, as large as page 1 bears; when that is too small, the lead organ's mark alone (7.2.4)."""
    word = {Form.ORDER: "令", Form.LETTER: ""}.get(paper.form, "文件")
    room = AREA - _above(paper, head)
    if head.recipients and wrapped(head.recipients, standard.CHARACTERS) > 2:
        room = max(room, AREA - _above(paper, replace(head, recipients="", moved=True)))
    mark = _joint_mark(paper.organs, word, room)
    if mark.size >= JOINT_LEAST:
        return replace(head, mark=mark)
    warnings.append(_("联合发文机关过多，发文机关标志只用主办机关名称。"))
    return head


def _joint_mark(organs: tuple[str, ...], word: str, room: float) -> Mark:
    longest = max(map(width, organs))
    word_size = min(MARK_MOST, room) if word else 0.0
    across = MARK_ACROSS - (width(word) * word_size + WORD_GAP if word else 0.0)
    size = min(JOINT_MOST, room / (1 + JOINT_LINE * (len(organs) - 1)), across / (longest * NARROW))
    return Mark(organs, size, min(1.0, across / (longest * size)), 0.0, word, max(word_size, size) if word else 0.0)


def _signers(paper: Paper) -> tuple[tuple[str, ...], ...]:
    """签发人 in lines of two, of one where number and names would meet."""
    if paper.form is not Form.UPWARD or not paper.signers:
        return ()
    names = [_spaced(name) for name in paper.signers]
    longest = max(map(width, names))
    two = width(paper.number) + 4 + 2 * longest + 1 + 3 <= standard.CHARACTERS
    step = standard.SIGNERS_IN_A_LINE if two else 1
    return tuple(tuple(names[start : start + step]) for start in range(0, len(names), step))


def _spaced(name: str) -> str:
    """A name of two characters is set as wide as one of three."""
    return f"{name[0]}\u3000{name[1]}" if len(name) == 2 else name


def as_data(head: Head) -> dict[str, Any]:
    """What the template is told."""
    mark, title = head.mark, head.title
    return {
        "mark": {
            "lines": list(mark.lines), "size": mark.size, "stretch": mark.stretch, "tracking": mark.tracking,
            "word": mark.word, "word_size": mark.word_size, "line": JOINT_LINE, "gap": WORD_GAP,
        },
        "title": title.as_data(),
        "signers": [list(line) for line in head.signers],
        "recipients": head.recipients,
        "grows": head.grows,
    }  # fmt: skip
