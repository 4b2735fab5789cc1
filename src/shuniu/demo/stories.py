"""What becomes of a request: the plan by which the product's own procedures will be driven."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from shuniu.demo.scenarios import Scenario
from shuniu.demo.units import unit
from shuniu.demo.writing import COMMENTS, REASONS, REPLY, Chance, Scene, Sentences, pick, unit_reply


class StoryKind(StrEnum):
    """The way a request goes."""

    ANSWERED_AT_ONCE = "answered_at_once"
    ON_TIME = "on_time"
    LATE = "late"
    RETURNED = "returned"
    EXTENDED = "extended"
    REDONE = "redone"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"
    EMERGENCY = "emergency"
    LEGAL_PATH = "legal_path"


@dataclass(frozen=True, slots=True)
class Rating:
    """What the citizen said at the call-back."""

    responded: bool
    """响应: was contacted by the unit."""
    resolved: bool
    """解决: the thing itself is solved or, for a question, answered."""
    satisfaction: int
    """1 (very dissatisfied) to 5 (very satisfied); 4 and 5 count as 满意, 3 as 基本满意."""
    comment: str


@dataclass(frozen=True, slots=True)
class Story:
    """The plan for one request. Texts that the kind of story does not need are empty."""

    kind: StoryKind
    first_unit: str
    """Where it is sent first: the competent unit, or a wrong one when ``kind`` is RETURNED. Empty when it is not sent at all."""
    handling_days: float
    """Working days from dispatch to the unit's reply; for LATE and EXTENDED beyond the usual local limit of five."""
    reply: str = ""
    return_reason: str = ""
    extension_reason: str = ""
    withdraw_reason: str = ""
    redo_reply: str = ""
    article: str = ""
    transfer: str = ""
    path: str = ""
    first_rating: Rating | None = None
    """The bad rating that led to the redo."""
    rating: Rating | None = None
    """None when the citizen could not be reached or the request is not rated."""


_ORDINARY = (
    (StoryKind.ON_TIME,) * 66
    + (StoryKind.LATE,) * 9
    + (StoryKind.RETURNED,) * 10
    + (StoryKind.EXTENDED,) * 6
    + (StoryKind.REDONE,) * 6
    + (StoryKind.WITHDRAWN,) * 3
)
# kind → (least, most) working days to the reply.
_DAYS = {
    StoryKind.ON_TIME: (0.3, 4.6),
    StoryKind.LATE: (5.6, 15.0),
    StoryKind.RETURNED: (1.2, 4.8),
    StoryKind.EXTENDED: (5.5, 11.0),
    StoryKind.REDONE: (1.0, 4.5),
    StoryKind.WITHDRAWN: (0.2, 1.5),
}
# kind → chances of 满意, 基本满意 (the rest is dissatisfied).
_MOODS = {
    StoryKind.ON_TIME: (0.76, 0.13),
    StoryKind.LATE: (0.34, 0.24),
    StoryKind.RETURNED: (0.6, 0.2),
    StoryKind.EXTENDED: (0.62, 0.2),
    StoryKind.REDONE: (0.66, 0.18),
}
_NOT_REACHED = 0.14


def _rating(chance: Chance, kind: StoryKind) -> Rating | None:
    if chance() < _NOT_REACHED:
        return None
    good, fair = _MOODS.get(kind, (0.8, 0.12))
    mood = chance()
    if mood < good:
        words = COMMENTS["redone"] if kind is StoryKind.REDONE else COMMENTS["good"]
        return Rating(True, True, 5 if chance() < 0.7 else 4, pick(chance, words))
    if mood < good + fair:
        return Rating(True, chance() < 0.6, 3, pick(chance, COMMENTS["fair"]))
    words = COMMENTS["late"] if kind is StoryKind.LATE and chance() < 0.6 else COMMENTS["bad"]
    return Rating(chance() < 0.7, chance() < 0.12, 1 if chance() < 0.5 else 2, pick(chance, words))


def _bad_rating(chance: Chance) -> Rating:
    return Rating(chance() < 0.75, False, 1 if chance() < 0.6 else 2, pick(chance, COMMENTS["bad"]))


def _spread(chance: Chance, kind: StoryKind) -> float:
    least, most = _DAYS[kind]
    return round(least + chance() * (most - least), 2)


def _opening(type_: str) -> str:
    return {"praise": "praise", "suggestion": "suggest"}.get(type_, "contact")


def fixed_way(kind: Scenario, told: Sentences, scene: Scene) -> Story:
    """A kind of request that always goes to an emergency line or is told its legal path."""
    way = StoryKind(kind.story)
    text = f"{told.found}。{told.done}。{told.next}。".format_map(scene)
    return Story(kind=way, first_unit="", handling_days=0.0, reply=text, transfer=kind.transfer, path=kind.path)


def at_once(chance: Chance, answer: str, article: str) -> Story:
    """The operator reads the answer from the knowledge base."""
    text = pick(chance, REPLY["at_once"]) + answer
    rating = _rating(chance, StoryKind.ANSWERED_AT_ONCE)
    return Story(StoryKind.ANSWERED_AT_ONCE, "", 0.0, reply=text, article=article, rating=rating)


def answered_question(chance: Chance, answer: str, owner: str, scene: Scene) -> Story:
    """A question that the knowledge base did not settle: the owner of the subject answers."""
    kind = StoryKind.LATE if chance() < 0.1 else StoryKind.ON_TIME
    text = pick(chance, REPLY["contact"]).format_map(scene) + answer
    days = _spread(chance, kind) * 0.45
    return Story(kind, owner, round(days, 2), reply=text, rating=_rating(chance, kind))


@dataclass(frozen=True, slots=True)
class Case:
    """What a unit is given to handle."""

    kind: Scenario
    told: Sentences
    scene: Scene
    type: str
    owner: str
    """The competent unit."""
    local: tuple[str, str]
    """The place's township and district, for kinds that are wrongly sent there."""


def _wrong_unit(chance: Chance, case: Case) -> tuple[str, str]:
    """A unit that such a request is easily sent to, and the words with which it gives it back."""
    places = {"@township": case.local[0], "@district": case.local[1]}
    wrong = places.get(name := pick(chance, case.kind.wrong), name)
    words = pick(chance, REASONS["returned"])
    named = {"wrong": unit(wrong).short_name, "right": unit(case.owner).short_name, "subject": case.kind.subject}
    return wrong, words.format_map(named)


def ordinary(chance: Chance, case: Case) -> Story:
    """Handled by a unit, in one of the ways that happen."""
    owner = case.owner
    way = pick(chance, _ORDINARY) if case.type != "praise" else StoryKind.ON_TIME
    if way is StoryKind.WITHDRAWN:
        reason = pick(chance, REASONS["withdrawn"])
        return Story(way, owner, _spread(chance, way), reply=REPLY["withdrawn"][0], withdraw_reason=reason)
    first, returned = owner, ""
    if way is StoryKind.RETURNED:
        first, returned = _wrong_unit(chance, case)
    redone = way is StoryKind.REDONE
    return Story(
        kind=way,
        first_unit=first,
        handling_days=_spread(chance, way),
        reply=unit_reply(chance, case.told, case.scene, _opening(case.type)),
        return_reason=returned,
        extension_reason=pick(chance, REASONS["extended"]) if way is StoryKind.EXTENDED else "",
        redo_reply=unit_reply(chance, case.told, case.scene, "redo") if redone else "",
        first_rating=_bad_rating(chance) if redone else None,
        rating=_rating(chance, way),
    )


def merged(chance: Chance, case: Case) -> Story:
    """The request joins an earlier one about the same thing.

    Where that one is answered before, it is handled alone: unit, days and reply are there for this.
    """
    return Story(
        kind=StoryKind.MERGED,
        first_unit=case.owner,
        handling_days=_spread(chance, StoryKind.ON_TIME),
        reply=unit_reply(chance, case.told, case.scene, _opening(case.type)),
        rating=_rating(chance, StoryKind.ON_TIME),
    )
