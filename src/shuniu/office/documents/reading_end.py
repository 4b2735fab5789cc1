"""What stands below the text of a paper: annexes, signature, date, 附注, 抄送, 印发."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from shuniu.office.documents.reading_lines import Confidence, Found, Line, joined, part_of
from shuniu.office.documents.reading_words import DATE, LEVEL, day_of, is_organ

SURE, LIKELY, UNSURE = Confidence.SURE, Confidence.LIKELY, Confidence.UNSURE
ABOVE_DATE = 8
"""So many lines above the date may be organs' names."""
_ANNEX_PAGE = re.compile(r"^附件\s*\d{0,2}[:：]?$")
_ANNEX_NOTE = re.compile(r"^附件?[:：](?P<rest>.*)$")
_ANNEX_NUMBER = re.compile(r"^(?P<number>\d{1,2})[.．、](?P<name>.+)$")
_ANNEX_NEXT = re.compile(r"(?<=[\u4e00-\u9fff）》；;])(?=[2-9][.．、][\u4e00-\u9fff《“])")
_COPIES = re.compile(r"^(?:抄送|抄报|分送)[:：](?P<rest>.*)$")
_ISSUED = re.compile(r"^(?P<organ>.*?)(?P<day>\d{4}年\d{1,2}月\d{1,2}日)印发?$")
_CONTACT = re.compile(r"联\s*系\s*人[:：]?(?P<name>[\u4e00-\u9fff]{2,4}?)(?=[，,；;、。）)\s]|联系|电话|手机|$)")
_PHONE = re.compile(
    r"(?:电话|手机|传真)(?:号码)?[:：]?(?P<number>\(?（?\d{3,4}[)）]?[-—－]?\d{7,8}|1\d{10}|\d{4,8}[-—－]\d{4,8}|\d{7,8})"
)
_PRINTED = re.compile(r"^[（(]?共印(?P<count>\d{1,5})份[）)]?$")
_NOTE = re.compile(r"^[（(](?P<note>.+)[）)]$")


@dataclass(frozen=True, slots=True)
class Closing:
    organs: tuple[Found, ...]
    signed_on: Found | None
    annexes: tuple[Found, ...]
    copies: Found | None
    issued_on: Found | None
    contact: Found | None
    phone: Found | None
    printed: Found | None
    """共印……份."""
    body_end: int
    """The line at which the text has ended."""


def closing_of(lines: Sequence[Line], start: int) -> Closing:
    """What follows a paper's text, which begins at line ``start``."""
    end = _main_end(lines, start)
    date_at, signed_on = _signed(lines, start, end)
    signed_from, organs = _organs(lines, date_at, start) if date_at >= 0 else (end, ())
    notes_at, annexes = _annexes(lines, start, signed_from)
    signed_on = signed_on or _head_date(lines, start)
    body_end = notes_at if notes_at >= 0 else signed_from
    after = lines[max(body_end, start) :]
    contact = _first(_CONTACT, "name", after) or _first(_CONTACT, "name", lines[start:])
    phone = _first(_PHONE, "number", after) or _first(_PHONE, "number", lines[start:])
    printed = _first(_PRINTED, "count", after)
    return Closing(organs, signed_on, annexes, _copies(lines), _issued(lines), contact, phone, printed, body_end)


def _main_end(lines: Sequence[Line], start: int) -> int:
    """Where the annexes' own pages or the 版记 begin."""
    for at in range(start, len(lines)):
        if _ANNEX_PAGE.match(lines[at].text) or _COPIES.match(lines[at].text) or _ISSUED.match(lines[at].text):
            return at
    return len(lines)


# --- Date and organs -------------------------------------------------------------------------------------------------
def _signed(lines: Sequence[Line], start: int, end: int) -> tuple[int, Found | None]:
    """成文日期: the last date alone on its line before annexes and 版记, surest below an organ's name."""
    for at in range(end - 1, start - 1, -1):
        line = lines[at]
        match = DATE.search(line.text)
        if match is None or match.end() != len(line.text) or (day := day_of(match)) is None:
            continue
        before = line.text[: match.start()]
        if line.tabular and not is_organ(before):
            continue
        if not before:
            above = any(is_organ(one.text) for one in lines[max(at - ABOVE_DATE, start) : at])
            confidence = SURE if above and not match["chinese"] else LIKELY
            return at, line.whole(confidence, day.isoformat())
        if is_organ(before):
            return at, line.found(day.isoformat(), match.span(), LIKELY)
    return -1, None


def _head_date(lines: Sequence[Line], start: int) -> Found | None:
    """Minutes have their day in the head, decisions below their title: （2026年3月5日……通过）."""
    for line in lines[: start + 2]:
        match = DATE.search(line.text)
        if match and (day := day_of(match)):
            alone = match.group() == line.text
            if alone or re.fullmatch(r"[（(].*通过[）)]", line.text) or is_organ(line.text[: match.start()]):
                return line.found(day.isoformat(), match.span(), LIKELY)
    return None


def _organs(lines: Sequence[Line], date_at: int, start: int) -> tuple[int, tuple[Found, ...]]:
    """署名: the organs' names above the date, or before it on its own line; and where the signature begins."""
    line = lines[date_at]
    match = DATE.search(line.text)
    if match and match.start() and is_organ(line.text[: match.start()]):
        beside = [at for at in range(start, date_at) if lines[at].row == line.row and is_organ(lines[at].text)]
        own = line.found(line.text[: match.start()], (0, match.start()), LIKELY)
        return min([*beside, date_at]), (*(lines[at].whole(LIKELY) for at in beside), own)
    at = date_at
    while at > max(date_at - ABOVE_DATE, start) and is_organ(lines[at - 1].text) and not lines[at - 1].tabular:
        at -= 1
    return at, tuple(one.whole(LIKELY) for one in lines[at:date_at])


def _issued(lines: Sequence[Line]) -> Found | None:
    for at in range(len(lines) - 1, -1, -1):
        match = _ISSUED.match(lines[at].text)
        day = DATE.search(match["day"]) if match else None
        if match and day and (found := day_of(day)):
            return lines[at].found(found.isoformat(), match.span("day"), SURE)
    return None


# --- Annexes, copies, contact ----------------------------------------------------------------------------------------
def _annexes(lines: Sequence[Line], start: int, end: int) -> tuple[int, tuple[Found, ...]]:
    """附件说明: names after 附件：, numbered when there are several; a name may go on on the next line."""
    at = next((at for at in range(end - 1, start - 1, -1) if _ANNEX_NOTE.match(lines[at].text)), -1)
    if at < 0:
        return -1, ()
    names: list[list[Line]] = []
    note = lines[at]
    match = _ANNEX_NOTE.match(note.text)
    assert match
    rows = [*_split(part_of(note, match.start("rest"), len(note.text))), *lines[at + 1 : max(end, at + 1)]]
    for row in rows:
        numbered = _ANNEX_NUMBER.match(row.text)
        if numbered:
            names.append([part_of(row, numbered.start("name"), len(row.text))])
        elif _NOTE.match(row.text) or (is_organ(row.text) and names) or DATE.fullmatch(row.text):
            break
        elif names and row.text:
            names[-1].append(row)
        elif row.text:
            names.append([row])
    made = [joined(one) for one in names]
    return at, tuple(
        one.whole(SURE if not one.text.endswith(("；", "。")) else LIKELY, one.text.rstrip("；。;")) for one in made
    )


def _split(line: Line) -> list[Line]:
    """1.……2.…… on one line as several."""
    places = [0, *(match.start() for match in _ANNEX_NEXT.finditer(line.text)), len(line.text)]
    return [
        Line(line.text[start:end], line.places[start:end], line.row, line.tabular) for start, end in pairwise(places)
    ]


def _copies(lines: Sequence[Line]) -> Found | None:
    at = next((at for at in range(len(lines) - 1, -1, -1) if _COPIES.match(lines[at].text)), -1)
    if at < 0:
        return None
    match = _COPIES.match(lines[at].text)
    assert match
    part = [part_of(lines[at], match.start("rest"), len(lines[at].text))]
    for following in lines[at + 1 : at + 10]:
        if (
            part[-1].text.endswith("。")
            or _ISSUED.match(following.text)
            or is_organ(following.text)
            or LEVEL.match(following.text)
        ):
            break
        part.append(following)
    line = joined(part)
    value = line.text.rstrip("。")
    return line.whole(SURE if line.text.endswith("。") else LIKELY, value) if value else None


def _first(pattern: re.Pattern[str], group: str, lines: Sequence[Line]) -> Found | None:
    for line in lines:
        match = pattern.search(line.text)
        if match and not line.tabular:
            inside = bool(_NOTE.match(line.text)) or line.text.startswith(("联系人", "联系电话", "共印"))
            return line.found(match[group], match.span(group), SURE if inside else LIKELY)
    return None
