"""What the page of any matter shows, made ready for the templates in ``casework/``: its head, its clocks with the
reason for every day, its timeline, its links and what can be done now.

A module reads the matter with ``opened`` (its own detail row in the same query) and lays the parts out as it likes.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from shuniu.kernel.casework.beside import Beside, passages_clocks_and
from shuniu.kernel.casework.case import Case, available
from shuniu.kernel.casework.explaining import explain
from shuniu.kernel.casework.models import Clock, Matter, Passage, Task
from shuniu.kernel.casework.procedure import Procedure, Turn
from shuniu.kernel.casework.queries import Light, amber_until, light_of, may_see
from shuniu.kernel.casework.taking import load_case
from shuniu.kernel.law import labels
from shuniu.kernel.law.limits import STATED, current_calendar
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.models import Person
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.reading import rows_where, with_others
from shuniu.kernel.remembering import Memory
from shuniu.kernel.workdays.periods import Period, Unit, local_day

FOLD_FROM = 40
"""An explanation of more days than this shows its first and last days and says how many lie between."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A matter as its page reads it: the case with the whole of its passages."""

    case: Case
    passages: list[Passage]
    near: Beside
    """Its ``linked`` and ``files`` say whether links and files are worth asking for."""


def opened(actor: Actor, details: type[Procedure] | QuerySet[Any], number: str) -> Opened:
    """The matter of that number, of a procedure or among some rows of its detail model; 404 for a stranger.

    Four queries (all composed once, for a procedure; on PostgreSQL two), one more for a unit that is not the lead.
    """
    if "\x00" in number:  # It may come from a form's field, and PostgreSQL compares no NUL.
        raise Http404
    matter, detail, tasks = _by_number(details, number)
    if matter is None or not may_see(matter, actor):
        raise Http404
    passages, clocks, near = passages_clocks_and(matter.pk)
    history = [(passage.step, passage.person_id) for passage in passages]
    case = load_case(matter, detail=detail, tasks=tasks, clocks=clocks, history=history, near=near)
    return Opened(case, passages, near)


def _by_number(details: type[Procedure] | QuerySet[Any], number: str) -> tuple[Matter | None, Any, list[Task] | None]:
    if isinstance(details, QuerySet):
        detail = details.filter(matter__number=number).select_related("matter__owner").first()
        return (detail.matter, detail, None) if detail is not None else (None, None, None)
    found = with_others(Matter, details.detail, Task, "matter_id", "number", number)
    if found is None or found[0].kind != details.kind:
        return None, None, None
    matter, detail, tasks = found
    detail.matter = matter
    return matter, detail, tasks


# --- Head ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Head:
    """Number, title, owner and light. ``why`` is the clock that ends first, of which the page explains every day."""

    number: str
    title: str
    kind: str
    state: str
    unit: str
    owner: str
    light: Light
    due_at: datetime | None
    due_on: date | None
    why: ClockCard | None
    urgency: str
    closed_at: datetime | None


def head(case: Case, clocks: Iterable[ClockCard], now: datetime) -> Head:
    matter = case.matter
    running = [card for card in clocks if card.running and not card.right]
    return Head(
        number=matter.number or "",
        title=matter.title,
        kind=_(case.procedure.label),
        state=_(case.procedure.states[matter.state].label),
        unit=tree().name(matter.unit_id),
        owner=_owner_of(matter),
        light=light_of(matter.due_at, now),
        due_at=matter.due_at,
        due_on=local_day(matter.due_at) if matter.due_at else None,
        why=min(running, key=lambda card: card.safe_due, default=None),
        urgency=matter.get_urgency_display() if matter.urgency != matter.Urgency.ORDINARY else "",
        closed_at=matter.closed_at,
    )


def _owner_of(matter: Matter) -> str:
    if matter.owner_id is None:
        return ""
    if Matter.owner.is_cached(matter) and matter.owner is not None:
        return matter.owner.name
    return "".join([person.name for person in rows_where(Person, "id", matter.owner_id)])


# --- Clocks --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DayLine:
    """One day of an explanation. ``number`` is its place in the count; ``gap`` days were left out before it."""

    day: date
    number: int | None
    counted: bool
    why: str
    provisional: bool
    gap: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class ClockCard:
    """One clock with its light in words and the reasons for its date. Made once for the same clock, and drawn once."""

    name: str
    label: str
    light: Light
    word: str
    started_at: datetime
    safe_due: datetime
    legal_due: datetime
    stopped_at: datetime | None
    paused: bool
    right: bool
    extended: int
    provisional: bool
    period: str
    basis: str
    standing: str
    days: list[DayLine]
    notes: list[str]

    @property
    def running(self) -> bool:
        return self.stopped_at is None and not self.paused


def clock_cards(case: Case, now: datetime) -> list[ClockCard]:
    """All clocks of the matter: the running ones first, soonest first, then those that stand still or have stopped."""
    amber, around = amber_until(now), _around(case.procedure)
    cards = [_card(clock, case.procedure, now, amber, around) for clock in case.clocks.values()]
    return sorted(cards, key=lambda card: (not card.running, card.stopped_at is not None, card.safe_due))


def clock_card(clock: Clock, procedure: type[Procedure], now: datetime) -> ClockCard:
    """One clock made ready to be shown, for the citizen's page as for the office's."""
    return _card(clock, procedure, now, amber_until(now), _around(procedure))


_cards: Memory[ClockCard] = Memory(2000)


def _around(procedure: type[Procedure]) -> Hashable:
    return procedure, current_calendar(), get_language()


def _card(clock: Clock, procedure: type[Procedure], now: datetime, amber: datetime, around: Hashable) -> ClockCard:
    """Depends on the clock's own row, the light, and what is around: the table, the calendar and the language."""
    light, word = _standing_of(clock, procedure.clocks[clock.name].right, now, amber)
    row = (clock.name, clock.started_at, clock.length, clock.unit, clock.basis, clock.confirmed, clock.extended,
           str(clock.pauses), clock.stopped_at, clock.legal_due, clock.safe_due, clock.provisional)  # fmt: skip
    return _cards.of((row, light, word, around), lambda: _made_card(clock, procedure, light, word))


def _made_card(clock: Clock, procedure: type[Procedure], light: Light, word: str) -> ClockCard:
    why = explain(clock, procedure)
    return ClockCard(
        name=clock.name,
        label=_(procedure.clocks[clock.name].label),
        light=light,
        word=word,
        started_at=clock.started_at,
        safe_due=clock.safe_due,
        legal_due=clock.legal_due,
        stopped_at=clock.stopped_at,
        paused=clock.paused,
        right=procedure.clocks[clock.name].right,
        extended=clock.extended,
        provisional=clock.provisional,
        period=labels.period(why.period),
        basis=clock.basis,
        standing=_basis_word(clock),
        days=_folded([DayLine(d.day, d.number, d.counted, labels.reason(d), d.provisional) for d in why.days.days]),
        notes=[labels.note(one) for one in why.days.notes],
    )


def _standing_of(clock: Clock, right: bool, now: datetime, amber: datetime) -> tuple[Light, str]:
    if right and (clock.stopped_at is not None or now > clock.legal_due):
        return Light.NONE, _("期限已过") if clock.stopped_at is None else _("已停止")
    if clock.stopped_at is not None:
        late = clock.stopped_at > clock.legal_due
        return (Light.RED, _("超期完成")) if late else (Light.GREEN, _("按期完成"))
    if clock.paused:
        return Light.NONE, _("中止计时")
    return light_of(clock.safe_due, now, amber), ""


def _basis_word(clock: Clock) -> str:
    if clock.confirmed:
        return str(labels.VERIFIED)
    words = {"本地规定": labels.LOCAL, STATED: labels.STATED}
    return str(next((word for start, word in words.items() if clock.basis.startswith(start)), labels.TO_BE_CONFIRMED))


def _folded(days: list[DayLine]) -> list[DayLine]:
    if len(days) <= FOLD_FROM:
        return days
    left_out = len(days) - FOLD_FROM
    first, *rest = days[left_out + FOLD_FROM // 2 :]
    begun = DayLine(first.day, first.number, first.counted, first.why, first.provisional, gap=left_out)
    return [*days[: FOLD_FROM // 2], begun, *rest]


# --- Timeline ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """One passage for staff: who did what in whose name, what was said, and what it did to the clocks.

    A passage never changes, so its line is made once, and drawn once, for whoever may see the matter.
    """

    at: datetime
    title: str
    who: str
    unit: str
    state: str
    moved: bool
    late: bool
    said: list[tuple[str, str]]
    note: str
    clocks: list[str]


Words = Callable[[Passage], list[tuple[str, str]]]
"""What a passage says besides its note, as pairs of label and text: only the module knows its own fields. The answer
depends on the passage, the language and the tree of units alone."""


def timeline_of(case: Case, passages: Iterable[Passage], words: Words) -> list[Line]:
    """Newest first."""
    procedure, same = case.procedure, (words, tree().stamp, get_language())
    return [
        _lines.of((procedure, passage.pk, passage.recorded_at, same), partial(_line, procedure, passage, words))
        if passage.pk is not None
        else _line(procedure, passage, words)
        for passage in reversed(list(passages))
    ]


_lines: Memory[Line] = Memory(4000)


def _line(procedure: type[Procedure], passage: Passage, words: Words) -> Line:
    return Line(
        at=passage.at,
        title=_(procedure.steps[passage.step].label),
        who=passage.by,
        unit=tree().name(passage.unit_id),
        state=_(procedure.states[passage.to_state].label),
        moved=passage.from_state != passage.to_state,
        late=passage.late,
        said=words(passage),
        note=passage.note,
        clocks=[_turned(procedure, name, change) for name, change in passage.clocks.items()],
    )


TURNED = {
    Turn.START: gettext_noop("“%(clock)s”开始计时：%(length)s"),
    Turn.RESTART: gettext_noop("“%(clock)s”重新计时：%(length)s"),
    Turn.EXTEND: gettext_noop("“%(clock)s”延长%(length)s"),
    Turn.PAUSE: gettext_noop("“%(clock)s”中止计时"),
    Turn.RESUME: gettext_noop("“%(clock)s”恢复计时"),
    Turn.STOP: gettext_noop("“%(clock)s”停止计时"),
}


def _turned(procedure: type[Procedure], name: str, change: Mapping[str, Any]) -> str:
    label = _(procedure.clocks[name].label)
    length = labels.period(Period(change["length"], Unit(change["unit"]))) if change.get("length") else ""
    text = _(TURNED[Turn(change["turn"])]) % {"clock": label, "length": length}
    return _("%(turn)s（已超期）") % {"turn": text} if change.get("late") else text


# --- Actions -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Action:
    """A step that this person may take now. ``key`` is its shortcut on the page; ``likely`` ones may be the main button."""

    name: str
    label: str
    url: str
    key: str = ""
    likely: bool = False


def actions(
    case: Case,
    actor: Actor,
    url_of: Callable[[str], str],
    *,
    keys: Mapping[str, str],
    likely: tuple[str, ...] = (),
) -> list[Action]:
    """The steps open to the actor, the likely ones (by name, in that order) first, then as the table lists them."""
    steps = available(case, actor)
    place = {name: at for at, name in enumerate(dict.fromkeys(likely))}
    steps.sort(key=lambda step: place.get(step.name, len(place)))
    return [
        Action(
            step.name,
            _(step.label),
            url_of(step.name),
            keys.get(step.name, ""),
            step.name in place,
        )
        for step in steps
    ]
