"""分解建议: the numbered sentences of a work report as assignments, each with the unit and the day that it names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from shuniu.kernel.organisation.tree import Node
from shuniu.kernel.typesetting.notation import Paragraph, blocks

SHORTEST, TITLE = 8, 60
_LEAD = re.compile(r"^(?:[一二三四五六七八九十百]+、|（[一二三四五六七八九十百]+）|\d{1,3}[.．、]\s?|（\d{1,3}）)")
_NAMED = re.compile(r"[（(]([^（）()]{2,80}?)[）)]")
_DAY = re.compile(r"(?:(\d{4})年)?(\d{1,2})月(?:(\d{1,2})日|底)?(?:前|之前|以前)")
_YEAR_END = re.compile(r"年底前|年内|年底之前")
_QUARTER = re.compile(r"([一二三四])季度")


@dataclass(frozen=True, slots=True)
class Offer:
    """One proposed assignment; a person ticks and edits it."""

    title: str
    text: str
    unit: int | None = None
    assisting: list[int] = field(default_factory=list)
    deadline: date | None = None
    section: str = ""


def offers(text: str, units: Sequence[Node], on: date) -> list[Offer]:
    """What the text asks to be done. Numbered lines below a heading; in a text without numbers every longer line."""
    paragraphs = [one for one in blocks(text) if isinstance(one, Paragraph) and one.text.strip()]
    numbered = [one for one in paragraphs if one.level]
    if not numbered:
        return [_offer(one.text, "", units, on) for one in paragraphs if len(one.text.strip()) >= SHORTEST]
    deepest = max(one.level for one in numbered)
    found: list[tuple[str, str]] = []
    section = ""
    for one in paragraphs:
        if one.level and one.level < deepest and not one.rest.strip():
            section = _plain(one.text)
        elif one.level:
            found.append((one.text, section))
        elif found and not one.text.startswith(tuple("——")):
            found[-1] = (f"{found[-1][0]}\n{one.text}", found[-1][1])
    return [_offer(said, under, units, on) for said, under in found if len(_plain(said)) >= SHORTEST]


def _plain(text: str) -> str:
    return _LEAD.sub("", text.strip()).strip().rstrip("。")


def _offer(text: str, section: str, units: Sequence[Node], on: date) -> Offer:
    body = _LEAD.sub("", text.strip()).strip()
    named = _units_in(body, units)
    first = re.split(r"[。；\n]", _NAMED.sub("", body), maxsplit=1)[0].strip()
    return Offer(
        title=first if len(first) <= TITLE else f"{first[: TITLE - 1]}…",
        text=body,
        unit=named[0] if named else None,
        assisting=named[1:],
        deadline=_deadline_in(body, on),
        section=section,
    )


def _units_in(text: str, units: Sequence[Node]) -> list[int]:
    """Units named in brackets, 责任单位：… or （市水务局、市城管局）: the first one leads."""
    inside = "；".join(_NAMED.findall(text))
    if not inside and "责任单位" in text:
        inside = text.rpartition("责任单位")[2]
    spots = []
    for node in units:
        at = [inside.find(name) for name in {node.name, node.short_name} if name and name in inside]
        if at:
            spots.append((min(at), node.id))
    return list(dict.fromkeys(unit for _at, unit in sorted(spots)))


def _deadline_in(text: str, on: date) -> date | None:
    found = _DAY.search(text)
    if found:
        year, month = int(found[1] or on.year), int(found[2])
        day = _valid(year, month, int(found[3])) if found[3] else _month_end(year, month)
    elif _YEAR_END.search(text):
        day = date(on.year, 12, 31)
    elif quarter := _QUARTER.search(text):
        day = _month_end(on.year, 3 * ("一二三四".index(quarter[1]) + 1))
    else:
        return None
    return day if day and day > on else None


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month_end(year: int, month: int) -> date | None:
    if not 1 <= month <= 12:
        return None
    return (date(year, month, 28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
