<<<<<<< HEAD
"""A running route: plain data in the folded field ``route`` of a matter's detail row, and how passages move it. Pure.

    run.seats(detail.route)              the seats from which somebody must act now
    run.after(detail.route, verb, passage)   the route as one more passage leaves it
=======
"""A running route: plain data in the folded field ``route`` of a matter's detail row. Pure.

    run.seats(detail.route)                     the seats from which somebody must act now
    moving.after(detail.route, verb, passage)   the route as one more passage leaves it
>>>>>>> routes

A **leg** is a stage of this very matter (or one that was skipped, with the reason); a **sit** is who sits in it; a
**place** is a sit in one round. A round begins with each submission and each return. What was given in an earlier round
stays in the record, with the version of the text that it was given on, and no longer counts (``lapsed``).
"""

from __future__ import annotations

<<<<<<< HEAD
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
=======
from collections.abc import Mapping
from dataclasses import dataclass, field
>>>>>>> routes
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


<<<<<<< HEAD
def dump(run: Run) -> dict[str, Any]:
    return asdict(run)
=======
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
>>>>>>> routes


def seats(stored: Mapping[str, Any] | None) -> tuple[Seat, ...]:
    """Every seat of the present stage; beside them the submitter's, and those of who may replace a signer."""
<<<<<<< HEAD
    run = load(stored)
=======
    run = read(stored)
>>>>>>> routes
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
<<<<<<< HEAD


# --- Moving --------------------------------------------------------------------------------------------------------


def after(stored: Mapping[str, Any] | None, verb: str, passage: Any) -> dict[str, Any]:
    """The route as one more passage leaves it. ``passage`` needs ``seq``, ``person_id``, ``unit_id`` and ``data``."""
    run = load(stored)
    if "version" in passage.data:
        run.version = passage.data["version"]
    _MOVES[Verb(verb)](run, passage)
    return dump(run)


def _submit(run: Run, passage: Any) -> None:
    plan = passage.data["route"]
    added = {leg.key: [sit for sit in leg.sits if sit.origin == Verb.ADD] for leg in run.legs}
    for place in run.places:
        _lapse(place)
    run.route, run.route_version, run.label = plan["route"], plan["version"], plan["label"]
    run.heads = list(plan.get("heads", ()))
    run.by, run.unit, run.done = passage.person_id, plan.get("unit", passage.unit_id), False
    run.round += 1
    if "version" not in passage.data:
        run.version += 1
    run.legs = [leg_of(one) for one in plan["legs"]]
    for leg in run.legs:
        # Whoever was added before the text came back is asked again about the new one.
        asked = {(sit.role, sit.unit, sit.person) for sit in leg.sits}
        if leg.skipped is None:
            again = [sit for sit in added.get(leg.key, ()) if (sit.role, sit.unit, sit.person) not in asked]
            leg.sits += [Sit(sit.role, sit.unit, sit.person, True, None, sit.origin) for sit in again]
    _enter(run, 0, passage)


def _enter(run: Run, index: int, passage: Any) -> None:
    """Begin the first stage from ``index`` on that applies; when there is none the route is done."""
    number = next((n for n in range(index, len(run.legs)) if run.legs[n].skipped is None), None)
    run.since = passage.seq
    if number is None:
        run.at, run.done = "", True
        return
    leg = run.legs[number]
    run.at = leg.key
    keys = {}
    for sit_number, sit in enumerate(leg.sits):
        keys[sit_number] = _seat(run, leg, sit_number, sit, passage).key
    for one in run.here():
        waiting = leg.sits[one.sit].before
        one.before = keys.get(waiting, "") if waiting is not None else ""


def _seat(run: Run, leg: Leg, number: int, sit: Sit, passage: Any) -> Place:
    place = Place(
        key=f"{leg.key}-{len(run.places) + 1}",
        stage=leg.key,
        label=leg.label,
        sit=number,
        role=sit.role,
        unit=sit.unit,
        person=sit.person,
        round=run.round,
        source=passage.seq,
        must=sit.must,
    )
    run.places.append(place)
    return place


def _agree(run: Run, passage: Any) -> None:
    place, leg = run.place(passage.data["seat"]), run.leg
    if place is None or leg is None:
        return
    closes = run.closes(place)
    place.status, place.act, place.version = Status.DONE.value, passage.seq, run.version
    place.stance = passage.data.get("stance") or Stance.AGREE.value
    if leg.mode == Mode.ANY and not place.must:
        for other in run.here():
            if other.open and not other.must:
                other.status = Status.DROPPED.value
    if closes:
        _enter(run, run.index(run.at) + 1, passage)


def _lapse(place: Place) -> None:
    if place.open:
        place.status = Status.DROPPED.value
    elif place.done:
        place.lapsed = True


def _back(run: Run, passage: Any) -> None:
    _halt(run, passage, Verb.BACK)


def _recall(run: Run, passage: Any) -> None:
    _halt(run, passage, Verb.RECALL)


def _halt(run: Run, passage: Any, verb: Verb) -> None:
    run.marks.append(Mark(passage.seq, verb.value, run.at, "", run.round))
    for place in run.places:
        _lapse(place)
    run.at, run.since = "", passage.seq


def _return(run: Run, passage: Any) -> None:
    """Back to an earlier stage: what was given there and later must be given again, what lies before it stays."""
    to = run.index(passage.data["to"])
    run.marks.append(Mark(passage.seq, Verb.RETURN.value, run.at, passage.data["to"], run.round))
    again = {leg.key for leg in run.legs[to:]}
    for place in run.places:
        if place.stage in again:
            _lapse(place)
    run.round += 1
    _enter(run, to, passage)


def _add(run: Run, passage: Any) -> None:
    leg, mine, data = run.leg, run.place(passage.data["seat"]), passage.data
    if leg is None or mine is None:
        return
    first = data.get("place") == "before"
    sit = Sit(data["role"], data["unit"], data["person"], True, mine.sit if first else None, Verb.ADD.value)
    leg.sits.append(sit)
    _seat(run, leg, len(leg.sits) - 1, sit, passage).before = mine.key if first else ""


def _transfer(run: Run, passage: Any) -> None:
    _hand_over(run, passage, Verb.TRANSFER)


def _replace(run: Run, passage: Any) -> None:
    _hand_over(run, passage, Verb.REPLACE)


def _hand_over(run: Run, passage: Any, verb: Verb) -> None:
    data = passage.data
    leg, old = run.leg, run.place(data["seat"] if verb is Verb.TRANSFER else data["of"])
    if leg is None or old is None:
        return
    sit = leg.sits[old.sit]
    sit.role, sit.unit, sit.person = data["role"], data["unit"], data["person"]
    sit.origin = sit.origin or verb.value
    old.status = Status.MOVED.value
    new = _seat(run, leg, old.sit, sit, passage)
    new.before = old.before
    for other in run.here():
        if other.before == old.key:
            other.before = new.key


_MOVES: Mapping[Verb, Callable[[Run, Any], None]] = {
    Verb.SUBMIT: _submit,
    Verb.AGREE: _agree,
    Verb.BACK: _back,
    Verb.RETURN: _return,
    Verb.RECALL: _recall,
    Verb.ADD: _add,
    Verb.TRANSFER: _transfer,
    Verb.REPLACE: _replace,
}
=======
>>>>>>> routes
