"""A paper made into what the template is told: every decision that is not a place on the page is taken here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from shuniu.kernel.typesetting import standard
from shuniu.kernel.typesetting.breaking import lines_of, width, wrapped
from shuniu.kernel.typesetting.cleaning import breakable, cleaned
from shuniu.kernel.typesetting.heads import Head, as_data, head_of, title_of
from shuniu.kernel.typesetting.notation import Block, Paragraph
from shuniu.kernel.typesetting.paper import BadPaper, Form, Paper
from shuniu.kernel.typesetting.pictures import BadPicture, checked
from shuniu.kernel.typesetting.tables import INSET, settings

JOINT_NAME, LONE_NAME, PLAIN_NAME = 8.0, 15.0, 24.0
"""Characters of an organ's name on one line: under a seal among several, under one alone, without."""
NOTE_CHARACTERS = 26.0
PLACE = re.compile(r"^.{1,6}?(?:[省市县区旗盟]|州(?!市))(?=.{2})")
FOOT_ROOM = 560.0
"""Points that the lists of the 版记 may take on one page."""
FOOT_SIZES = (standard.SIZE_4, standard.SIZE_SMALL_4, standard.SIZE_5, standard.SIZE_SMALL_5)


@dataclass(frozen=True, slots=True)
class Turns:
    """What the first pass showed: page breaks before the 版记, pages without number, where text moves to the next page."""

    breaks: int = 0
    unnumbered: tuple[int, ...] = ()
    block: int | None = None
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """A clean paper, its head, the template's data without the turns, and what the clerk should know."""

    paper: Paper
    data: dict[str, Any]
    warnings: list[str] = field(default_factory=list)

    def told(self, turns: Turns) -> dict[str, Any]:
        """The data for one pass."""
        told = {**self.data, "turns": {"breaks": turns.breaks, "unnumbered": list(turns.unnumbered)}}
        if turns.block is not None:
            told["body"] = _turned(self.paper.body, turns.block, turns.offset)
        return told


def plan_of(paper: Paper, *, draft: bool = False) -> Plan:
    """Decide about a paper. Raises BadPaper for what cannot be set."""
    _refuse_the_boundless(paper)
    paper = cleaned(paper)
    _refuse_the_empty(paper)
    head = head_of(paper)
    warnings = [*head.warnings]
    data = {
        "measures": standard.measures(),
        "form": paper.form.value,
        "name": " ".join(paper.title.split()),
        "author": paper.organs[0] if paper.organs else "",
        "draft": _("草稿") if draft else "",
        "urgency": paper.urgency,
        "number": paper.number,
        "organ": paper.organs[0] if paper.form is Form.MINUTES and paper.organs and paper.signed_on else "",
        "date": day(paper.signed_on),
        "head": as_data(head),
        "body": _blocks(paper.body, warnings),
        "cell_inset": INSET,
        "annex_titles": [breakable(one.title) for one in paper.annexes],
        "annexes": _annexes(paper, warnings),
        "present": _present(paper),
        "closing": _closing(paper, warnings, draft=draft),
        "note": f"（{breakable(paper.note)}）" if paper.note else "",
        "note_lines": wrapped(paper.note, NOTE_CHARACTERS),
        "colophon": _colophon(paper, head, warnings),
    }
    return Plan(paper, data, warnings)


def day(on: date | None) -> str:
    """7.3.5.4: Arabic numerals, the year in full, no leading zeros."""
    return f"{on.year}年{on.month}月{on.day}日" if on else ""


def _refuse_the_boundless(paper: Paper) -> None:
    count = len(paper.text) + sum(len(one.text) for one in paper.annexes)
    limits = (
        (count, standard.MOST_CHARACTERS, _("正文和附件共%(count)d字，超过%(most)d字，请分成几件或改作电子附件。")),
        (len(paper.annexes), standard.MOST_ANNEXES, _("附件%(count)d个，超过%(most)d个。")),
        (len(paper.organs), standard.MOST_ORGANS, _("联合发文机关%(count)d个，超过%(most)d个。")),
        (len(paper.title), standard.MOST_TITLE, _("标题%(count)d字，超过%(most)d字。")),
    )
    for found, most, words in limits:
        if found > most:
            raise BadPaper(words % {"count": found, "most": most})


def _refuse_the_empty(paper: Paper) -> None:
    for value, words in (
        (paper.organs, _("缺少发文机关。")),
        (paper.title.strip(), _("缺少标题。")),
        (paper.body, _("缺少正文。")),
    ):
        if not value:
            raise BadPaper(words)


def _blocks(blocks: Sequence[Block], warnings: list[str]) -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = []
    for one in blocks:
        if isinstance(one, Paragraph):
            made.append(_paragraph(one))
            continue
        parts = settings(one)
        made += [{"kind": "table", **asdict(part)} for part in parts]
        if parts[0].turned and (words := _("表格过宽，已横排在单独的页上。")) not in warnings:
            warnings.append(words)
        if len(parts) > 1:
            warnings.append(_("表格过宽，已分成%(parts)d部分排版。") % {"parts": len(parts)})
    return made


def _paragraph(one: Paragraph, **more: bool) -> dict[str, Any]:
    kept = {"kind": "text", "level": one.level, "head": breakable(one.heading), "rest": breakable(one.rest)}
    return {**kept, "stops": False, "goes_on": False, **more}


def _turned(blocks: Sequence[Block], block: int, offset: int) -> list[dict[str, Any]]:
    """The body with a page break before a block, or inside a paragraph after so many characters."""
    before, after = _blocks(blocks[:block], []), _blocks(blocks[block + 1 :], [])
    turn: dict[str, Any] = {"kind": "turn"}
    one = blocks[block]
    if not offset or not isinstance(one, Paragraph):
        return [*before, turn, *_blocks([one], []), *after]
    cut = len(one.heading)
    first = _paragraph(one, stops=True)
    first |= {"head": breakable(one.text[: min(cut, offset)]), "rest": breakable(one.text[min(cut, offset) : offset])}
    second = _paragraph(one, goes_on=True)
    second |= {"head": breakable(one.text[offset:cut]), "rest": breakable(one.text[max(cut, offset) :])}
    return [*before, first, turn, second, *after]


def _annexes(paper: Paper, warnings: list[str]) -> list[dict[str, Any]]:
    """Those that are bound with the paper; one without text is only named in the note."""
    several = len(paper.annexes) > 1
    made = []
    for number, one in enumerate(paper.annexes, 1):
        if not one.text.strip():
            continue
        title = title_of(one.title)
        label = f"附件{number}" if several else "附件"
        made.append(
            {
                "label": label,
                "title": title.as_data(),
                "body": _blocks(one.body, warnings),
            }
        )
    return made


def _present(paper: Paper) -> list[list[str]]:
    if paper.form is not Form.MINUTES:
        return []
    kept = (("出席", paper.present), ("请假", paper.absent), ("列席", paper.attending))
    return [[word, breakable(names)] for word, names in kept if names]


def _closing(paper: Paper, warnings: list[str], *, draft: bool) -> dict[str, Any]:
    """署名, 日期 and what goes over them."""
    made: dict[str, Any] = {"kind": _kind(paper, warnings), "date": day(paper.signed_on)}
    limit = {"joint": JOINT_NAME, "sealed": LONE_NAME}.get(made["kind"], PLAIN_NAME)
    made["organs"] = [_name_lines(one, limit) for one in paper.organs]
    made["seals"] = _seals(paper, warnings, draft=draft)
    made |= {"post": paper.post, "name": paper.name, "picture": None}
    if paper.signature and not draft:
        drawn = _picture("signature", paper.signature)
        made |= {"picture": list(drawn.file), "picture_height": drawn.signature_height}
    return made


def _name_lines(organ: str, limit: float) -> list[str]:
    """A long name turns after the name of its place, where it has one."""
    place = PLACE.match(organ)
    if width(organ) > limit and place and width(organ[place.end() :]) <= limit:
        return [place.group(), organ[place.end() :]]
    return lines_of(organ, limit)


def _kind(paper: Paper, warnings: list[str]) -> str:
    if paper.form is Form.MINUTES:
        if paper.seals:
            warnings.append(_("纪要不加盖印章，已略去印章。"))
        return "none" if not paper.note else "plain"
    if paper.name or paper.signature or paper.post:
        return "named"
    if not paper.seals:
        return "plain"
    return "joint" if len(paper.organs) > 1 else "sealed"


def _seals(paper: Paper, warnings: list[str], *, draft: bool) -> list[dict[str, Any]]:
    """One for each organ, in their order; without a picture the place stays free."""
    pictures = {one.organ: one.picture for one in paper.seals}
    empty = [organ for organ in paper.organs if not pictures.get(organ)]
    if paper.seals and empty:
        names = "、".join(empty[:3]) + ("等" if len(empty) > 3 else "")
        warnings.append(
            _("%(count)d个机关没有印章图片，已留出用印位置：%(names)s。") % {"count": len(empty), "names": names}
        )
    for stranger in sorted(set(pictures) - set(paper.organs)):
        warnings.append(_("印章“%(organ)s”不属于任何发文机关，未排印。") % {"organ": stranger})
    made = []
    for organ in paper.organs:
        file = pictures.get(organ, b"")
        drawn = _picture("seals", file) if file else None
        diameter = drawn.diameter if drawn else standard.points(standard.SEAL_DIAMETER)
        made.append({"picture": list(drawn.file) if drawn and not draft else None, "diameter": diameter})
    return made


def _picture(name: str, file: bytes) -> Any:
    try:
        return checked(file)
    except BadPicture as error:
        raise BadPaper(f"{name}: {error}") from error


def _colophon(paper: Paper, head: Head, warnings: list[str]) -> dict[str, Any] | None:
    """版记; a letter's has neither rules nor issuer (10.1)."""
    letter = paper.form is Form.LETTER
    lists = [["主送", paper.recipients]] if head.moved else []
    lists += [["抄送", paper.copies]] if paper.copies else []
    issued = f"{day(paper.issued_on)}印发" if paper.issued_on else ""
    issuer = "" if letter else paper.issuer
    if not lists and (letter or not (issuer or issued)):
        return None
    size = next((one for one in FOOT_SIZES if _foot_height(lists, one) <= FOOT_ROOM), FOOT_SIZES[-1])
    if size < standard.SIZE_4:
        warnings.append(_("版记中的机关过多，已改用小于4号的字。"))
    return {
        "lists": [[word, breakable(names.rstrip("。")) + "。"] for word, names in lists],
        "issuer": issuer,
        "date": "" if letter else issued,
        "ruled": not letter,
        "size": size,
        "breakable": _foot_height(lists, size) > FOOT_ROOM,
    }


def _foot_height(lists: list[list[str]], size: float) -> float:
    cells = standard.points(standard.AREA_WIDTH) / size - 5
    return sum(wrapped(names, cells) for _word, names in lists) * size * 1.55
