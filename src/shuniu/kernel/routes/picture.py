"""A route drawn: for a matter under way, stage by stage with who did what; for a definition, as it would be.

context["route"] = picture.drawn(found.case, found.passages, now=request.now)   {% include "routes/_route.html" %}
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as _n

from shuniu.kernel.casework.case import Case
from shuniu.kernel.casework.models import Passage
from shuniu.kernel.casework.procedure import Procedure
from shuniu.kernel.law.limits import current_calendar
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.reading import rows_where
from shuniu.kernel.routes import wording
from shuniu.kernel.routes.definition import ACTS, Act, Mode, Route, Subject
from shuniu.kernel.routes.directory import Today
from shuniu.kernel.routes.models import Reading
from shuniu.kernel.routes.queries.signers import names_of
from shuniu.kernel.routes.resolving import vacant
from shuniu.kernel.routes.run import Leg, Mark, Place, Run, Verb, load
from shuniu.kernel.routes.steps import RouteStep
from shuniu.kernel.routes.subjects import subject_of
from shuniu.kernel.workdays.periods import Period, Unit, due, local_day

CAME = {Verb.ADD: _n("由%(by)s加签"), Verb.TRANSFER: _n("由%(by)s转签"), Verb.REPLACE: _n("由%(by)s更换")}


@dataclass(frozen=True, slots=True)
class Line:
    """One seat. ``state``: done, now, held (waits for an added signer), vacant, ahead."""

    who: str
    state: str
    word: str
    tone: str
    by: str = ""
    at: datetime | None = None
    opinion: str = ""
    version: int = 0
    came: str = ""
    came_why: str = ""
    read: str = ""
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """One stage. ``state``: done, now, ahead or skipped."""

    number: int
    label: str
    act: str
    state: str
    lines: list[Line]
    mode: str = ""
    why: str = ""
    spared: int = 0
    due_at: datetime | None = None
    late: bool = False
    former: list[Line] = field(default_factory=list)
    """What was given here before the matter was returned."""


@dataclass(frozen=True, slots=True)
class Returned:
    """A return or a recall."""

    label: str
    by: str
    at: datetime
    stage: str
    to: str
    reason: str
    round: int


@dataclass(frozen=True, slots=True)
class Opinion:
    """A row of 会签意见表. ``former``: given on an earlier version, and given again since or still to be."""

    stage: str
    unit: str
    word: str
    tone: str
    text: str
    by: str
    at: datetime
    version: int
    former: bool


@dataclass(frozen=True, slots=True)
class Drawn:
    """The whole picture; empty (``cards`` is) before the first submission."""

    label: str
    version: int
    round: int
    text: int
    state: str
    cards: list[Card]
    returns: list[Returned]
    opinions: list[Opinion]


# --- A matter under way --------------------------------------------------------------------------------------------


def drawn(case: Case, passages: Iterable[Passage], *, now: datetime) -> Drawn:
    """The route of a matter. At most six queries, whatever its length."""
    return _Drawing(case, passages, now).drawn()


class _Drawing:
    """What drawing one route needs at hand."""

    def __init__(self, case: Case, passages: Iterable[Passage], now: datetime) -> None:
        self.procedure: type[Procedure] = case.procedure
        self.run: Run = load(case.detail.route)
        self.passages = {one.seq: one for one in passages}
        self.subject = subject_of(case.matter.kind)
        self.now = now
        here = self.run.here()
        self.readings = rows_where(Reading, "matter_id", case.matter.pk) if here else []
        people = {one.person for one in self.run.places} | {sit.person for leg in self.run.legs for sit in leg.sits}
        self.names = names_of(one for one in people | {one.person_id for one in self.readings} if one is not None)
        waiting = [one for one in here if one.open]
        self.vacant = vacant(waiting, Today(local_day(now))) if waiting else {}

    def drawn(self) -> Drawn:
        run = self.run
        state = "done" if run.done else "now" if run.at else "returned" if run.marks else ""
        cards = [self._card(number, leg) for number, leg in enumerate(run.legs)]
        returns = [self._returned(mark) for mark in run.marks if mark.seq in self.passages]
        return Drawn(run.label, run.route_version, run.round, run.version, state, cards, returns, self._opinions())

    def _card(self, number: int, leg: Leg) -> Card:
        run = self.run
        state = self._state(number, leg)
        counted = run.of(leg.key)
        passed = [one for one in run.places if one.stage == leg.key and one.lapsed and one.act in self.passages]
        spared = [one for one in run.places if one.stage == leg.key and one.round == run.round and self._spared(one)]
        lines = [self._line(leg, one) for one in counted]
        if not counted and state == "ahead":
            lines = [Line(wording.seat_words(sit, self.names), "ahead", _("未到"), "plain") for sit in leg.sits]
        ends = self._due(leg) if state == "now" else None
        return Card(
            number=number + 1,
            label=leg.label,
            act=str(ACTS[Act(leg.act)]),
            state=state,
            lines=lines,
            mode=wording.mode_words(leg, len(leg.sits)) if state != "done" else "",
            why=wording.skipped_words(leg, self.subject) if leg.skipped is not None else "",
            spared=len(spared) if state == "done" and leg.mode == Mode.ANY else 0,
            due_at=ends,
            late=ends is not None and self.now > ends,
            former=[self._done(leg, one) for one in passed],
        )

    def _state(self, number: int, leg: Leg) -> str:
        if leg.skipped is not None:
            return "skipped"
        if self.run.done or (self.run.at and number < self.run.index(self.run.at)):
            return "done"
        return "now" if leg.key == self.run.at else "ahead"

    def _spared(self, place: Place) -> bool:
        return place.status == "dropped" and not place.act

    def _due(self, leg: Leg) -> datetime | None:
        """When the present stage should be done by: a local target, reckoned with today's calendar."""
        began = self.passages.get(self.run.since)
        if leg.limit is None or began is None:
            return None
        period = Period(leg.limit["length"], Unit(leg.limit["unit"]))
        return due(began.at, period, current_calendar(), []).legal_due

    # --- One seat --------------------------------------------------------------------------------------------------

    def _line(self, leg: Leg, place: Place) -> Line:
        if place.done:
            return self._done(leg, place)
        who, (came, why) = wording.seat_words(place, self.names), self._came(place)
        if id(place) in self.vacant:
            advice = _("请本单位负责人或流程管理员更换签批人。")
            return Line(who, "vacant", _("空缺"), "bad", came=came, came_why=self.vacant[id(place)], advice=advice)
        held = place not in self.run.ready()
        word = _("待加签人先办理") if held else _("待办理")
        return Line(
            who, "held" if held else "now", word, "plain" if held else "info", came=came, came_why=why,
            read=self._read(place),
        )  # fmt: skip

    def _done(self, leg: Leg, place: Place) -> Line:
        passage = self.passages.get(place.act)
        word, tone = wording.done_word(leg.act, place.stance)
        came, why = self._came(place)
        return Line(
            tree().name(place.unit), "done", word, tone,
            by=passage.by if passage else "",
            at=passage.at if passage else None,
            opinion=str(passage.data.get("opinion", "")) if passage else "",
            version=place.version,
            came=came,
            came_why=why,
        )  # fmt: skip

    def _came(self, place: Place) -> tuple[str, str]:
        """How the seat came about, when it was not by the route itself."""
        passage = self.passages.get(place.source)
        step = self.procedure.steps.get(passage.step) if passage else None
        if passage is None or not isinstance(step, RouteStep) or step.verb not in CAME:
            return "", ""
        return _(CAME[step.verb]) % {"by": passage.by}, str(passage.data.get("reason", ""))

    def _read(self, place: Place) -> str:
        names = [self.names.get(one.person_id, "") for one in self.readings if one.seat == place.key]
        return _("%(names)s已阅") % {"names": "、".join(names)} if names else _("尚未阅看")

    # --- Returns and opinions --------------------------------------------------------------------------------------

    def _returned(self, mark: Mark) -> Returned:
        passage, labels = self.passages[mark.seq], {leg.key: leg.label for leg in self.run.legs}
        labels |= {one.stage: one.label for one in self.run.places}
        return Returned(
            label=_(self.procedure.steps[passage.step].label),
            by=passage.by,
            at=passage.at,
            stage=labels.get(mark.stage, ""),
            to=labels.get(mark.to, "") if mark.to else _("拟稿人"),
            reason=str(passage.data.get("reason", "")),
            round=mark.round,
        )

    def _opinions(self) -> list[Opinion]:
        acts = {leg.key: leg.act for leg in self.run.legs}
        filled = sorted((one for one in self.run.places if one.act in self.passages), key=lambda one: one.act)
        return [
            self._opinion(one, acts.get(one.stage, Act.AGREE.value))
            for one in filled
            if acts.get(one.stage) == Act.COUNTERSIGN or self.passages[one.act].data.get("opinion")
        ]

    def _opinion(self, place: Place, act: str) -> Opinion:
        passage = self.passages[place.act]
        word, tone = wording.done_word(act, place.stance)
        text = str(passage.data.get("opinion", ""))
        unit = tree().name(place.unit)
        return Opinion(place.label, unit, word, tone, text, passage.by, passage.at, place.version, place.lapsed)


# --- A definition --------------------------------------------------------------------------------------------------


def planned(route: Route, subject: Subject | None, names: Mapping[int, str]) -> Drawn:
    """A route as it would be, with the conditions instead of what happened."""
    cards = [
        Card(
            number=number,
            label=stage.label,
            act=str(ACTS[stage.act]),
            state="ahead",
            lines=[Line(wording.sitter_words(one, names), "ahead", "", "plain") for one in stage.sitters],
            mode=wording.mode_words(stage, len(stage.sitters)),
            why=wording.applies_words(stage, subject),
        )
        for number, stage in enumerate(route.stages, 1)
    ]
    return Drawn(route.label, route.version, 0, 0, "", cards, [], [])
