"""A running route: plain data in the folded field ``route`` of a matter's detail row. Pure.

    run.seats(detail.route)                     the seats from which somebody must act now
    moving.after(detail.route, verb, passage)   the route as one more passage leaves it

A **leg** is a stage of this very matter (or one that was skipped, with the reason); a **sit** is who sits in it; a
**place** is a sit in one round. A round begins with each submission and each return. What was given in an earlier round
stays in the record, with the version of the text that it was given on, and no longer counts (``lapsed``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from shuniu.kernel.casework.procedure import Seat
from shuniu.kernel.routes.definition import Act, Mode

ROUTE, SUBMITTER, REPLACE = "route", "route.submitter", "route.replace"
"""Kinds of seats: who must act now; who submitted (and may recall); who may replace a signer who has left."""
MANAGER = "routes.manager"


class Verb(StrEnum):
    """What a passage does to a route."""

    SUBMIT = "submit"
    AGREE = "agree"  # also 会签 and 签发: the seat is filled
    BACK = "back"  # to the drafter
    RETURN = "return"  # to an earlier stage
    RECALL = "recall"
    ADD = "add"
    TRANSFER = "transfer"
    REPLACE = "replace"


class Stance(StrEnum):
    AGREE = "agree"
    DISAGREE = "disagree"
    RESERVE = "reserve"


class Status(StrEnum):
    OPEN = "open"
    DONE = "done"
    MOVED = "moved"  # given to somebody else
    DROPPED = "dropped"  # another one acted, or the matter was returned first


@dataclass(slots=True)
class Sit:
    """Who sits in a leg. ``must``: an added signer, who must act even where one of the others is enough."""

    role: str
    unit: int
    person: int | None = None
    must: bool = False
    before: int | None = None
    """Index of the sit that waits until this one has acted."""
    origin: str = ""
    """The verb that put them here, when it was not the route."""


@dataclass(slots=True)
class Leg:
    """A stage as it applies to this matter; ``skipped`` says why it does not."""

    key: str
    label: str
    mode: str = Mode.ALL.value
    act: str = Act.AGREE.value
    returns: bool = True
    opinion: bool = False
    unanimous: bool = False
    limit: dict[str, Any] | None = None
    """Length, unit and basis of the local limit, as resolved on submission."""
    skipped: dict[str, Any] | None = None
    sits: list[Sit] = field(default_factory=list)


@dataclass(slots=True)
class Place:
    """A sit in one round; ``act`` is the ``seq`` of the passage that filled it, ``source`` of the one that made it."""

    key: str
    stage: str
    label: str
    sit: int
    role: str
    unit: int
    person: int | None
    round: int
    source: int
    must: bool = False
    before: str = ""
    status: str = Status.OPEN.value
    act: int = 0
    stance: str = ""
    version: int = 0
    lapsed: bool = False

    @property
    def open(self) -> bool:
        return self.status == Status.OPEN

    @property
    def done(self) -> bool:
        return self.status == Status.DONE


@dataclass(slots=True)
class Mark:
    """A return or a recall: from which stage to which (empty: to the drafter), and the round that it ended."""

    seq: int
    verb: str
    stage: str
    to: str
    round: int


@dataclass(slots=True)
class Run:
    """The whole route of one matter. ``at`` is the key of the present stage, empty while nobody signs."""

    route: int | None = None
    route_version: int = 0
    label: str = ""
    by: int | None = None
    unit: int | None = None
    heads: list[str] = field(default_factory=list)
    round: int = 0
    version: int = 0
    at: str = ""
    since: int = 0
    """``seq`` of the passage with which the present stage began."""
    done: bool = False
    legs: list[Leg] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)

    # --- Asking ----------------------------------------------------------------------------------------------------

    @property
    def leg(self) -> Leg | None:
        """The present stage."""
        return next((leg for leg in self.legs if leg.key == self.at), None) if self.at else None

    def index(self, key: str) -> int:
        return next((number for number, leg in enumerate(self.legs) if leg.key == key), -1)

    def here(self) -> list[Place]:
        """The places of the present stage that count: open or done, of this round."""
        return self.of(self.at) if self.at else []

    def of(self, stage: str) -> list[Place]:
        """The places of a stage that count."""
        return [one for one in self.places if one.stage == stage and not one.lapsed and (one.open or one.done)]

    def place(self, key: str) -> Place | None:
        return next((one for one in self.places if one.key == key), None)

    def ready(self) -> list[Place]:
        """The places from which somebody can act now: open, and waiting for no signer put before them."""
        here = self.here()
        held = {one.before for one in here if one.open and one.before}
        return [one for one in here if one.open and one.key not in held]

    def earlier(self) -> list[Leg]:
        """The stages that the matter can be returned to."""
        return [leg for leg in self.legs[: max(self.index(self.at), 0)] if leg.skipped is None]

    def closes(self, place: Place) -> bool:
        """Whether filling this place ends the present stage."""
        others = [one for one in self.here() if one.key != place.key]
        if any(one.must and one.open for one in others):
            return False
        if self.leg is None or self.leg.mode == Mode.ALL:
            return all(one.done for one in others)
        return not place.must or any(one.done for one in others if not one.must)

    def finishes(self, place: Place) -> bool:
        """Whether filling this place ends the whole route."""
        rest = self.legs[self.index(self.at) + 1 :]
        return self.closes(place) and all(leg.skipped is not None for leg in rest)


def load(stored: Mapping[str, Any] | None) -> Run:
    if not stored:
        return Run()
    plain = dict(stored)
    return Run(
        **{
            **plain,
            "legs": [leg_of(one) for one in plain.get("legs", ())],
            "places": [Place(**one) for one in plain.get("places", ())],
            "marks": [Mark(**one) for one in plain.get("marks", ())],
        }
    )


def leg_of(stored: Mapping[str, Any]) -> Leg:
    return Leg(**{**stored, "sits": [Sit(**one) for one in stored.get("sits", ())]})


_read: tuple[Any, Run] = (None, Run())


def read(stored: Mapping[str, Any] | None) -> Run:
    """The same for asking only: one page asks a dozen times of the same stored route, which no fold ever changes in place."""
    global _read
    known, run = _read
    if known is not stored or not stored:
        run = load(stored)
        _read = (stored, run)
    return run


def dump(run: Run) -> dict[str, Any]:
    """As JSON; by hand, because ``dataclasses.asdict`` costs three milliseconds for twenty places."""
    return {
        **_plain(run),
        "heads": list(run.heads),
        "legs": [{**_plain(leg), "sits": [_plain(sit) for sit in leg.sits]} for leg in run.legs],
        "places": [_plain(one) for one in run.places],
        "marks": [_plain(one) for one in run.marks],
    }


def _plain(one: Any) -> dict[str, Any]:
    return {name: getattr(one, name) for name in one.__slots__}


def seats(stored: Mapping[str, Any] | None) -> tuple[Seat, ...]:
    """Every seat of the present stage; beside them the submitter's, and those of who may replace a signer."""
    run = read(stored)
    leg = run.leg
    if leg is None:
        return ()
    acting = [Seat(one.key, leg.label, one.role, one.unit, one.person, ROUTE) for one in run.ready()]
    units = dict.fromkeys(one.unit for one in run.here() if one.open)
    over = [(role, unit) for unit in units for role in (*run.heads, MANAGER)]
    over += [(MANAGER, run.unit)] if run.unit is not None and run.unit not in units else []
    replacing = [Seat(f"{role}@{unit}", leg.label, role, unit, None, REPLACE) for role, unit in over]
    mine = [Seat(SUBMITTER, leg.label, "", run.unit or 0, run.by, SUBMITTER)] if run.by is not None else []
    return (*acting, *replacing, *mine)
