"""How passages move a route: the fold. Pure.

A verb takes the route as it stands and one more passage, and says only what changes: which place is filled, which are
dropped or lapse, which stage begins. ``run`` knows the words, ``judging`` has already said that it may be done.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from shuniu.kernel.routes.definition import Mode
from shuniu.kernel.routes.run import Leg, Mark, Place, Run, Sit, Stance, Status, Verb, dump, leg_of, load


def after(stored: Mapping[str, Any] | None, verb: str, passage: Any) -> dict[str, Any]:
    """The route as one more passage leaves it. ``passage`` needs ``seq``, ``person_id``, ``unit_id`` and ``data``."""
    run = load(stored)
    if "version" in passage.data:
        run.version = passage.data["version"]
    _MOVES[Verb(verb)](run, passage)
    return dump(run)


def handed_over(stored: Mapping[str, Any] | None, old: int, new: int) -> dict[str, Any]:
    """A unit was merged or closed: whoever sat for it, now or in a stage to come, sits for its successor."""
    run = load(stored)
    run.unit = new if run.unit == old else run.unit
    for place in run.places:
        if place.open and place.unit == old:
            place.unit = new
    for sit in (sit for leg in run.legs for sit in leg.sits):
        sit.unit = new if sit.unit == old else sit.unit
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
    run.since, run.done = passage.seq, number is None
    if number is None:
        run.at = ""
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
