"""The vocabulary of procedures: a procedure class is the law as one readable table.

Nothing here knows Django or a database. A class lists its states, its clocks and its steps; from it come the buttons a
person sees, the refusal in words, the timeline of the citizen, the picture in the documentation and the tests.

    class Request(Procedure):
        kind = "hotline.request"
        registered = State("待派单", initial=True, waits=(centre(DISPATCHER),))
        handling = State("办理中", waits=(lead(LIAISON), lead(HANDLER)))
        reply = Clock("答复", limit=lambda request: f"hotline.reply.{request.type}")
        dispatch = Step("派单", registered.to(handling), by=(centre(DISPATCHER),), clocks=(reply.start(),), assigns=True)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any, ClassVar, Protocol

from shuniu.kernel.workdays.periods import Period


class Where(StrEnum):
    """In the scope of which unit a role must be held."""

    LEAD = "lead"  # 主办单位
    ASSISTING = "assisting"  # 协办单位, one that still owes its part
    CENTRE = "centre"  # the unit that runs this kind of matter, such as the hotline centre
    SEAT = "seat"  # a seat that the matter itself names, such as the next signer of an approval route
    CITIZEN = "citizen"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody who may take a step, or for whom a state waits."""

    role: str
    where: Where


def lead(role: str) -> Who:
    return Who(role, Where.LEAD)


def assisting(role: str) -> Who:
    return Who(role, Where.ASSISTING)


def centre(role: str) -> Who:
    return Who(role, Where.CENTRE)


def seated(kind: str = "") -> Who:
    """Whoever holds one of the seats that ``Procedure.seats`` names now; of that kind, when one is given."""
    return Who(kind, Where.SEAT)


@dataclass(frozen=True, slots=True)
class Seat:
    """A place from which somebody must act now, named by the matter's own data and not by the table.

    ``person`` names one person; without one, whoever holds ``role`` in ``unit``. A delegation of ``role`` by that person
    counts. ``key`` tells the seat apart from every other seat that this matter has had.
    """

    key: str
    label: str
    role: str
    unit: int
    person: int | None = None
    kind: str = ""


CITIZEN = Who("citizen", Where.CITIZEN)
SYSTEM = Who("system", Where.SYSTEM)


class Phase(StrEnum):
    """What any module's list may ask of any matter, without knowing its states."""

    WAITING = "waiting"
    WORKING = "working"
    SUSPENDED = "suspended"
    CLOSED = "closed"


class Cited(Protocol):
    """An article of an instrument or a named local rule (``kernel.law``)."""

    def cite(self) -> str: ...


@dataclass(eq=False, slots=True)
class State:
    """A state of a procedure. ``waits`` says whose task it is; ``public`` is how a citizen reads it."""

    label: str
    initial: bool = False
    final: bool = False
    phase: Phase = Phase.WORKING
    waits: tuple[Who, ...] = ()
    task: str = ""
    public: str = ""
    owned: bool = True
    """Whether its task is the owner's by name, once there is one. A signature is for whoever may sign, not for them."""
    name: str = ""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name
        if self.final:
            self.phase = Phase.CLOSED
        elif self.initial and self.phase is Phase.WORKING:
            self.phase = Phase.WAITING

    def to(self, target: State) -> tuple[Move, ...]:
        return (Move(self, target),)

    @property
    def stays(self) -> tuple[Move, ...]:
        return (Move(self, self),)


@dataclass(frozen=True, slots=True)
class Move:
    source: State
    target: State


def any_of(*states: State) -> Several:
    return Several(states)


@dataclass(frozen=True, slots=True)
class Several:
    """Several states that a step may leave for one target, or in which it may be taken without leaving."""

    states: tuple[State, ...]

    def to(self, target: State) -> tuple[Move, ...]:
        return tuple(Move(state, target) for state in self.states)

    @property
    def stays(self) -> tuple[Move, ...]:
        return tuple(Move(state, state) for state in self.states)


class Turn(StrEnum):
    """What a step does to a clock."""

    START = "start"
    STOP = "stop"
    PAUSE = "pause"
    RESUME = "resume"
    RESTART = "restart"
    EXTEND = "extend"


@dataclass(eq=False, slots=True)
class Clock:
    """A period of the law or of a local rule.

    Either ``period`` with the article that ``cites`` it, or ``limit``: the key of a local limit (or a function of the
    detail row that names it), whose value, effective dates and source are configuration. A function may also answer the
    period itself, where the matter fixes it: a delay that was told to the applicant, a term that a court has set; or a
    limit with its own source (``kernel.law.limits.StatedLimit``), where a paper states its deadline.
    """

    label: str
    period: Period | None = None
    cites: Cited | None = None
    limit: str | Callable[[Any], Any] | None = None
    public: str = ""
    """How the citizen reads the deadline, for example 答复期限."""
    right: bool = False
    """A term in which somebody may act, as against one in which somebody must: when it passes, the matter is not late."""
    name: str = ""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def start(self, since: str = "") -> ClockTurn:
        """Begin at the step; with ``since`` on the day that this datum of the step names (a paper that came yesterday)."""
        return ClockTurn(self, Turn.START, since=since)

    def stop(self) -> ClockTurn:
        return ClockTurn(self, Turn.STOP)

    def drop(self) -> ClockTurn:
        """Stop a term that is of no more use, because its right was not used: whenever that is, nobody is late."""
        return ClockTurn(self, Turn.STOP, quiet=True)

    def pause(self) -> ClockTurn:
        return ClockTurn(self, Turn.PAUSE)

    def resume(self) -> ClockTurn:
        return ClockTurn(self, Turn.RESUME)

    def restart(self, since: str = "") -> ClockTurn:
        return ClockTurn(self, Turn.RESTART, since=since)

    def extend(self, by: Period | str | Callable[[Any], str | Period]) -> ClockTurn:
        return ClockTurn(self, Turn.EXTEND, by)


@dataclass(frozen=True, slots=True)
class ClockTurn:
    clock: Clock
    turn: Turn
    by: Period | str | Callable[[Any], str | Period] | None = None
    since: str = ""
    quiet: bool = False


class Facts(Protocol):
    """What a guard may look at: the matter and its detail as they stand, and the steps taken so far."""

    @property
    def detail(self) -> Any: ...
    @property
    def state(self) -> str: ...
    def times(self, step: str) -> int: ...


type_of_guard = Callable[[Any, Mapping[str, Any]], "str | None"]


@dataclass(eq=False, slots=True)
class Step:
    """A move that somebody may make: 操作.

    ``by`` who may; ``clocks`` what it does to clocks; ``when`` a pure guard that returns the refusal in words or None;
    ``offered`` says of a case whether there is any point in showing the button;
    ``at_most`` how often in the life of a matter; ``apart_from`` steps whose taker may not take this one (回避);
    ``assigns``: ``data["unit"]`` becomes the lead unit and ``data["assisting"]`` the assisting ones;
    ``answers_assist``: an assisting unit hands in its part; ``owns``: ``data["person"]`` becomes the owner;
    ``describes``: ``data["title"]`` and ``data["urgency"]`` become the matter's own;
    ``public`` is the sentence that the citizen reads, None when the step is not theirs to see.
    """

    label: str
    moves: tuple[Move, ...]
    by: tuple[Who, ...]
    clocks: tuple[ClockTurn, ...] = ()
    cites: Cited | None = None
    needs: tuple[str, ...] = ()
    when: type_of_guard | None = None
    offered: Callable[[Any], bool] | None = None
    at_most: int | None = None
    apart_from: tuple[str, ...] = ()
    assigns: bool = False
    answers_assist: bool = False
    owns: bool = False
    describes: bool = False
    outcome: str | None = None
    public: str | None = None
    confirm: str = ""
    opens: bool = False
    name: str = ""
    procedure: type[Procedure] = field(default=None)  # type: ignore[assignment]  # filled when the class is made

    def __set_name__(self, owner: type[Procedure], name: str) -> None:
        self.name = name
        self.procedure = owner

    def target_from(self, state: str) -> State | None:
        return next((move.target for move in self.moves if move.source.name == state), None)

    def __repr__(self) -> str:
        return f"<Step {self.procedure.kind}.{self.name}>"


def opening(label: str, state: State, *, by: tuple[Who, ...], **rest: Any) -> Step:
    """The step that brings a matter into being, in its initial state."""
    return Step(label, state.stays, by=by, opens=True, **rest)


HAND_OVER = "hand_over"
"""The step by which a unit that is merged or closed passes its part of a matter on. Every procedure has it."""


def _hand_over(procedure: type[Procedure]) -> Step:
    open_states = tuple(state for state in procedure.states.values() if not state.final)
    step = Step("机构变更移交", Several(open_states).stays, by=(SYSTEM,), needs=("from", "to"))
    step.__set_name__(procedure, HAND_OVER)
    return step


class Procedure:
    """A kind of matter: its states, clocks and steps. Subclass it, list them, and register the class."""

    kind: ClassVar[str] = ""
    label: ClassVar[str] = ""
    version: ClassVar[int] = 1
    effective_from: ClassVar[date] = date(2000, 1, 1)
    effective_to: ClassVar[date | None] = None
    series: ClassVar[str] = ""
    page: ClassVar[str] = ""
    """Name of the address of a matter's page; its one argument is the number."""
    citizen_page: ClassVar[str] = ""
    """Name of the address where the holder of number and query code follows it; empty where nobody outside does."""
    home: ClassVar[str] = ""
    """Code of the unit that runs this kind of matter; its staff see every matter of the kind."""
    sees_all: ClassVar[tuple[str, ...]] = ()
    """Roles that, held at home, see every matter of the kind."""
    sees_own: ClassVar[tuple[str, ...]] = ()
    """Roles that, held in a unit that is or was party to the matter, see it."""
    detail: ClassVar[Any] = None
    """The detail model of the module, one row for each matter."""
    folded: ClassVar[tuple[str, ...]] = ()
    """Fields of the detail row that ``fold`` computes from the passages, and those that it ``repeats``."""
    repeats: ClassVar[tuple[str, ...]] = ()
    """Columns that the detail row repeats from the matter's: one index can then hold all that a board counts by."""

    states: ClassVar[dict[str, State]] = {}
    steps: ClassVar[dict[str, Step]] = {}
    clocks: ClassVar[dict[str, Clock]] = {}

    def __init_subclass__(cls, **rest: Any) -> None:
        super().__init_subclass__(**rest)
        every = [item for base in reversed(cls.__mro__) for item in vars(base).items()]
        cls.states = {name: item for name, item in every if isinstance(item, State)}
        cls.steps = {name: item for name, item in every if isinstance(item, Step)}
        cls.clocks = {name: item for name, item in every if isinstance(item, Clock)}
        if cls.states:
            cls.steps[HAND_OVER] = _hand_over(cls)

    seen_by_takers: ClassVar[bool] = False
    """Whether whoever has taken a step, or holds a seat by name, sees the matter without a role in its units."""

    @classmethod
    def seats(cls, detail: Any) -> tuple[Seat, ...]:
        """The seats that somebody must act from, as the detail row has them now. Pure."""
        return ()

    @classmethod
    def fold(cls, detail: Any, passage: Any) -> None:
        """Bring the ``folded`` fields of the detail row up to date with one more passage. Pure."""

    @classmethod
    def seals(cls, passage: Any) -> bool:
        """Whether this passage puts the identity of whoever reported under seal (举报). Pure; nothing unseals."""
        return False

    @classmethod
    def initial(cls) -> State:
        return next(state for state in cls.states.values() if state.initial)

    @classmethod
    @lru_cache(maxsize=1000)
    def leaving(cls, state: str) -> tuple[Step, ...]:
        """The steps that can be taken in a state, in the order of the table."""
        return tuple([step for step in cls.steps.values() if not step.opens and step.target_from(state) is not None])
