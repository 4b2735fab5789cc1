"""Puts sentences together: a citizen's words and a unit's answer, from hand-written parts and one shared scene."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import TypeVar

from shuniu.demo.gazetteer import Place, bus_lines
from shuniu.demo.knowledge import Article
from shuniu.demo.scenarios import Scenario, scenarios
from shuniu.demo.sources import table
from shuniu.demo.units import Unit, unit

Chance = Callable[[], float]
"""``Random.random``: all choices are made from it, because it is the quickest."""
T = TypeVar("T")
LEAST_CHARACTERS = 60


def pick(chance: Chance, options: Sequence[T]) -> T:
    """One of the options, all equally likely."""
    return options[int(chance() * len(options))]


@dataclass(frozen=True, slots=True)
class Tone:
    """A way of speaking."""

    name: str
    weight: int
    open: tuple[str, ...]
    tried: tuple[str, ...]
    close: tuple[str, ...]


_PHRASES = table("phrases")
_TONES = tuple(
    Tone(row["name"], row["weight"], tuple(row["open"]), tuple(row["tried"]), tuple(row["close"]))
    for row in _PHRASES["tones"]
)
TONE_POOL = tuple(tone for tone in _TONES for _ in range(tone.weight))
_HEADS: dict[str, list[str]] = _PHRASES["heads"]
_EXTRA: dict[str, list[str]] = _PHRASES["extra"]
_NEXT = _EXTRA["next"]
_ANYWHERE = _EXTRA["any"] + _EXTRA["there"]
_CONSULT: dict[str, list[str]] = _PHRASES["consult"]
REPLY: dict[str, list[str]] = _PHRASES["reply"]
REASONS: dict[str, list[str]] = _PHRASES["reasons"]
COMMENTS: dict[str, list[str]] = _PHRASES["comments"]
_SLIPS = str.maketrans({"，": " ", "。": "  ", "做": "作", "账": "帐", "像": "象", "再": "在", "拨": "拔"})


@cache
def _pools(money: str, hamlet: bool, channel: str) -> Mapping[str, Sequence[str]]:
    words: dict[str, Sequence[str]] = dict(_PHRASES["words"])
    words["amount"] = _PHRASES["money"][money]
    words["building"] = words["hamlet"] if hamlet else words["building"]
    words["i"] = words["caller"] if channel == "phone" else words["writer"]
    words["bus"] = bus_lines()
    return words


@cache
def day_label(ordinal: int) -> str:
    """A day as people write it, 11月3日, from its proleptic ordinal."""
    day = date.fromordinal(ordinal)
    return f"{day.month}月{day.day}日"


class Scene(dict[str, str]):
    """The facts of one request. A slot that nobody has set is drawn once and then stays, so that the answer fits the question."""

    __slots__ = ("chance", "pools")

    def __init__(self, chance: Chance, money: str = "mid", *, hamlet: bool = False, channel: str = "web") -> None:
        super().__init__()
        self.chance = chance
        self.pools = _pools(money, hamlet, channel)

    def __missing__(self, key: str) -> str:
        options = self.pools[key]
        value = self[key] = options[int(self.chance() * len(options))]
        return value


@cache
def _division(township: str) -> tuple[str, str]:
    town = unit(township)
    return town.short_name, unit(town.parent).short_name


def set_place(scene: Scene, place: Place) -> None:
    """Where it happens: also the street, the street office or town, and the district."""
    scene["place"] = place.name
    scene["road"] = place.road
    scene["town"], scene["district"] = _division(place.township)


def set_day(scene: Scene, ordinal: int) -> None:
    """The day of receipt, and an earlier one that the text may name."""
    scene["received"] = day_label(ordinal)
    scene["date"] = day_label(ordinal - 3 - int(scene.chance() * 25))


def set_answer(scene: Scene, salute: str, subject: str, owner: Unit) -> None:
    """Whom the unit answers, about what, and who answers."""
    scene["salute"] = salute
    scene["subject"] = subject
    scene["unit"] = owner.short_name
    scene["phone"] = owner.phone


@dataclass(frozen=True, slots=True)
class Sentences:
    """The chosen sentences of one request, kept so that a near-duplicate can be made of them and the answer fits."""

    title: str
    what: str
    details: tuple[str, ...]
    spare: tuple[str, ...]
    """Other details that would fit as well."""
    demand: str
    found: str
    done: str
    next: str

    @property
    def in_confidence(self) -> bool:
        """Whether the citizen asks that nobody learn who wrote."""
        return not _in_confidence().isdisjoint((*self.details, self.demand))


@cache
def _in_confidence() -> frozenset[str]:
    """The written sentences that ask for it."""
    said = {one for kind in scenarios() for group in (*kind.detail, kind.demand) for one in group}
    return frozenset(one for one in said if "保密" in one or "不要透露" in one)


_TIMES = re.compile(r"\{(?:since|date|when)\}")


def _headline(chance: Chance, kind: Scenario, what: str, title: int) -> str:
    """A written title, or the first clause of what happened, as operators do it."""
    clause = what.partition("，")[0].rstrip("。")
    if chance() < 0.4 and len(clause) > 11 and clause.startswith("{place}") and not _TIMES.search(clause):
        return clause
    return kind.titles[title] if title >= 0 else pick(chance, kind.titles)


def _details(chance: Chance, options: Sequence[str]) -> tuple[str, ...]:
    """One to three different details."""
    size = len(options)
    first = int(chance() * size)
    step = 1 + int(chance() * (size - 1))
    count = min(1 + int(chance() * 2.9), size)
    return tuple(dict.fromkeys(options[(first + step * number) % size] for number in range(count)))


def choose(chance: Chance, kind: Scenario) -> Sentences:
    """Sentences that belong together."""
    at = int(chance() * len(kind.what))
    fit = pick(chance, kind.fits[at])
    what = kind.what[at]
    finding = fit.found if fit.found >= 0 else int(chance() * len(kind.found))
    following = kind.next[fit.next] if fit.next >= 0 else pick(chance, kind.next)
    return Sentences(
        title=_headline(chance, kind, what, fit.title),
        what=what,
        details=_details(chance, kind.detail[at]),
        spare=kind.detail[at],
        demand=kind.demand[fit.demand] if fit.demand >= 0 else pick(chance, kind.demand),
        found=kind.found[finding],
        done=kind.done[finding],
        next=following if kind.story or "praise" in kind.types or chance() < 0.7 else pick(chance, _NEXT),
    )


def vary(chance: Chance, kind: Scenario, told: Sentences) -> Sentences:
    """The same thing told again: sometimes nearly word for word, sometimes with other details, sometimes quite otherwise."""
    draw = chance()
    if draw < 0.35:
        return told
    if draw < 0.75:
        details = (told.details[0], *_details(chance, told.spare)[:1])
        return replace(told, details=tuple(dict.fromkeys(details)))
    return choose(chance, kind)


def _demand(chance: Chance, told: Sentences, type_: str) -> str:
    draw = chance()
    if type_ == "consultation":
        return pick(chance, _EXTRA["question"])
    if type_ == "suggestion" and draw < 0.5:
        return pick(chance, _EXTRA["suggestion"])
    return told.demand if draw < 0.72 else pick(chance, _EXTRA["demand"])


def _extras(chance: Chance, kind: Scenario, channel: str) -> str:
    """Sentences that fit anything, or anything that can be seen on the spot; those who write say more than those who call."""
    stock = _EXTRA["any"] if kind.place == "none" or kind.story else _ANYWHERE
    first = int(chance() * len(stock))
    count = int(chance() * (3.4 if channel in ("letter", "web") else 2.2))
    return "".join(stock[(first + 5 * number) % len(stock)] for number in range(count))


def _long_enough(body: str, spare: Iterable[str], scene: Scene) -> str:
    """The text with its slots filled, and with spare sentences that it does not have yet until it is long enough."""
    text = body.format_map(scene)
    for one in spare:
        if len(text) >= LEAST_CHARACTERS:
            break
        if one not in body:
            text += one.format_map(scene)
    return text


def brief_text(chance: Chance, kind: Scenario, told: Sentences, scene: Scene, channel: str) -> str:
    """A call for help in an emergency or a word of praise: no complaint, no mood."""
    added = pick(chance, _EXTRA["emergency"]) if kind.story else ""
    body = "".join((pick(chance, _HEADS[channel]), told.what, *told.details, added, told.demand))
    return _long_enough(body, (*told.spare, *_EXTRA["emergency" if kind.story else "thanks"]), scene)


def citizen_text(chance: Chance, kind: Scenario, told: Sentences, scene: Scene, channel: str, type_: str) -> str:
    """The request in the citizen's or the operator's words, 60 to 400 characters."""
    if type_ == "praise" or kind.story == "emergency":
        return brief_text(chance, kind, told, scene, channel)
    tone = pick(chance, TONE_POOL)
    head = pick(chance, _HEADS[channel])
    opening = pick(chance, tone.open) if not head and chance() < 0.7 else ""
    details = "".join(told.details)
    tried = pick(chance, tone.tried)
    ending = _demand(chance, told, type_) + (pick(chance, tone.close) if chance() < 0.7 else "")
    extras = _extras(chance, kind, channel)
    order = chance()
    parts: tuple[str, ...]
    if order < 0.5:
        parts = (head, opening, told.what, details, tried, extras, ending)
    elif order < 0.8:
        parts = (head, told.what, tried, details, extras, ending)
    else:
        parts = (head, opening, told.what, extras, details, ending, tried)
    text = _long_enough("".join(parts), (*told.spare, *_EXTRA["any"]), scene)
    return text.translate(_SLIPS) if tone.name == "hasty" else text


def question_text(chance: Chance, known: Article, scene: Scene, channel: str) -> str:
    """A plain question with the caller's circumstances."""
    tone = pick(chance, TONE_POOL)
    ask = known.ask if chance() < 0.65 else known.title
    circumstances = _CONSULT[known.category]
    general = _CONSULT["any"]
    first = int(chance() * len(general))
    asked = (general[first], general[(first + 1 + int(chance() * (len(general) - 1))) % len(general)])
    close = pick(chance, tone.close) if tone.name not in ("angry", "plain") else ""
    lead = pick(chance, ("", "想咨询一下，", "请问，", "问一下：", "咨询："))
    body = "".join((pick(chance, _HEADS[channel]), lead, ask, pick(chance, circumstances), *asked, close))
    return _long_enough(body, general[first:] + general, scene)


def unit_reply(chance: Chance, told: Sentences, scene: Scene, opening: str) -> str:
    """The unit's answer: what was found, what was done, what comes next, and what the citizen may still do."""
    answer = f"{told.found}，{told.done}。{told.next}。"
    return (pick(chance, REPLY[opening]) + answer + pick(chance, REPLY["close"])).format_map(scene)
