"""附件说明 and the places in the text that name an annex."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from shuniu.office.documents.proofing.finding import ERROR, FORMAT, USAGE, WARNING, Hit, Rule
from shuniu.office.documents.proofing.paper import Line, Paper

_NOTE = re.compile(r"附\s?件\s?(?P<colon>[:：])\s*(?P<name>\S.*)$")
_ITEM = re.compile(r"(?P<n>\d{1,2})(?P<mark>[.．、，,])\s*(?P<name>\S.*)$")
_END = re.compile(r"[。；;，,、．.]+$")
_CITED = re.compile(r"(?:见|按照?|依据|填写|填报|附|参照|详见|参见)\s?附件\s?(?P<n>\d{1,2})(?![\d.．、]?\d*[%年月])")
_ANY = re.compile(r"[（(](?:详?见)?附件[）)]|(?:详见|见|附后的?)附件(?!\d)")
_HEAD = re.compile(r"附\s?件\s?(?P<n>\d{0,2})\s?[:：]?$")


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the note."""

    number: int
    start: int
    mark: str
    name: str
    name_end: int


def note_of(paper: Paper) -> tuple[Line | None, list[Item]]:
    """The line where the note begins (None when there is none) and the annexes it names."""
    lines = paper.paragraphs
    for number, line in enumerate(lines):
        match = _NOTE.match(line.body)
        if match is None:
            continue
        items = [_item(line.body_start + match.start("name"), match["name"])]
        for after in lines[number + 1 : number + 30]:
            if not _ITEM.match(after.body) or not items[0].number:
                break
            items.append(_item(after.body_start, after.body))
        return line, items
    return None, []


def _item(start: int, words: str) -> Item:
    match = _ITEM.match(words)
    if match is None:
        return Item(0, start, "", words, start + len(words))
    return Item(int(match["n"]), start, match["mark"], match["name"], start + len(words))


def check_note(paper: Paper) -> Iterator[Hit]:
    line, items = note_of(paper)
    if line is None:
        return
    colon = line.body.find(":")
    if 0 <= colon <= 4:
        at = line.body_start + colon
        yield Hit(at, at + 1, "“附件”后用全角冒号", "：", WARNING)
    for wanted, item in enumerate(items, 1):
        if match := _END.search(item.name):
            length = len(match.group())
            yield Hit(item.name_end - length, item.name_end, "附件名称后不加标点", "")
        if item.number and item.number != wanted:
            digits = len(str(item.number))
            yield Hit(item.start, item.start + digits, f"附件序号应为{wanted}", str(wanted))
        if item.mark and item.mark not in ".．":
            at = item.start + len(str(item.number))
            yield Hit(at, at + 1, "附件序号后用圆点", ".")


def _known(paper: Paper) -> int | None:
    """How many annexes there are; None when the text does not say."""
    given = paper.context.get("annexes")
    if isinstance(given, (list, tuple)):
        return len(given)
    line, items = note_of(paper)
    if line is not None:
        return len(items)
    heads = [match for one in paper.paragraphs if (match := _HEAD.match(one.body))]
    return len(heads) or None


def check_cited(paper: Paper) -> Iterator[Hit]:
    known = _known(paper)
    for match in _CITED.finditer(paper.text):
        number = int(match["n"])
        if known is not None and number > known:
            yield Hit(match.start(), match.end(), f"正文提到附件{number}，附件说明中没有")
    if known == 0:
        for match in _ANY.finditer(paper.text):
            yield Hit(match.start(), match.end(), "正文提到附件，但没有附件")


RULES = (
    Rule("annex-note", "附件说明", FORMAT, WARNING, check_note),
    Rule("annex-cited", "附件缺失", USAGE, ERROR, check_cited),
)
