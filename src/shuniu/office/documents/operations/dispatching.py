"""印发: sending a sealed paper to its units, each by a delivery of its own; recalling it, annulling it, repealing it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from shuniu.kernel.casework.case import StepRefused
from shuniu.kernel.casework.models import Matter
from shuniu.kernel.casework.procedure import Step
from shuniu.kernel.casework.taking import load_locked, open_matter, repeated, take
from shuniu.kernel.organisation.actor import SYSTEM, Actor
from shuniu.kernel.organisation.tree import tree
from shuniu.office.documents.models import Delivery, Outgoing, Standing
from shuniu.office.documents.operations.refusing import refuse_secrets
from shuniu.office.documents.procedures.delivery import Sending
from shuniu.office.documents.procedures.outgoing import OutgoingPaper


@dataclass(frozen=True, slots=True)
class Addressees:
    """To whom a paper goes: ids of units, and how many copies each of them gets."""

    to: Sequence[int] = ()
    copy: Sequence[int] = ()
    copies: int = 1

    @property
    def each(self) -> list[tuple[int, str]]:
        """Every unit once; who is addressed gets no second copy."""
        main = list(dict.fromkeys(self.to))
        return [(one, "to") for one in main] + [(one, "copy") for one in dict.fromkeys(self.copy) if one not in main]


def dispatch(
    matter: Matter, addressees: Addressees, *, actor: Actor, at: datetime, note: str = "", expected: int | None = None,
    key: str | None = None,
) -> Matter:  # fmt: skip
    """印发: one delivery for each unit, all of them and the step in one transaction."""
    return _sent(OutgoingPaper.dispatch, matter, addressees, actor, at, note, expected, key)


def send_more(
    matter: Matter, addressees: Addressees, *, actor: Actor, at: datetime, note: str, expected: int | None = None,
    key: str | None = None,
) -> Matter:  # fmt: skip
    """补发: to further units. ``note`` says who agreed that the circle be widened."""
    return _sent(OutgoingPaper.send_more, matter, addressees, actor, at, note, expected, key)


def _sent(
    step: Step, matter: Matter, addressees: Addressees, actor: Actor, at: datetime, note: str, expected: int | None,
    key: str | None,
) -> Matter:  # fmt: skip
    refuse_secrets(note)
    each = addressees.each
    _refuse_closed(unit for unit, _role in each)
    with transaction.atomic():
        case = load_locked(matter.pk)
        if repeated(step, matter.pk, key):
            return case.matter
        known = set(Delivery.objects.filter(paper_id=matter.pk).values_list("to_id", flat=True))
        fresh = [(unit, role) for unit, role in each if unit not in known]
        if known and not fresh:
            raise StepRefused(_("所选单位都已发送，请选择还没有发送的单位。"))
        data = {"units": [unit for unit, _role in fresh], "copies": addressees.copies, "count": len(fresh)}
        done = take(step, matter, actor=actor, at=at, data=data, note=note, expected=expected, key=key)
        for unit, role in fresh:
            _open(case.detail, done, unit, role, addressees.copies, at)
    return done


def _refuse_closed(units: Iterable[int]) -> None:
    kept = tree()
    closed = [node.name for node in map(kept.get, units) if node is not None and node.closed]
    if closed:
        raise StepRefused(_("%(names)s已经撤销，不能再向其发送。") % {"names": "、".join(closed)})


def _open(paper: Outgoing, matter: Matter, unit: int, role: str, copies: int, at: datetime) -> Matter:
    delivery = Delivery(
        paper_id=paper.pk, to_id=unit, role=role, copies=copies, number=paper.number, urgency=paper.urgency
    )
    return open_matter(
        Sending.send, delivery, actor=SYSTEM, at=at, title=matter.title, source="office", urgency=paper.urgency,
        key=f"send:{paper.pk}:{unit}", data={"unit": unit, "paper": matter.number, "role": role, "copies": copies},
    )  # fmt: skip


# --- What becomes of an issued paper -------------------------------------------------------------------------------


def recall(
    matter: Matter, *, reason: str, actor: Actor, at: datetime, expected: int | None = None, key: str | None = None
) -> Matter:
    """撤回: every copy is withdrawn, also those that have been received, and each unit is told why."""
    refuse_secrets(reason)
    with transaction.atomic():
        case = load_locked(matter.pk)
        if repeated(OutgoingPaper.recall, matter.pk, key):
            return case.matter
        done = take(
            OutgoingPaper.recall, matter, actor=actor, at=at, data={"reason": reason}, expected=expected, key=key
        )
        _tell(Sending.withdraw, done, {"reason": reason, "standing": Standing.RECALLED.value}, at)
    return done


@dataclass(frozen=True, slots=True)
class Ending:
    """Why a paper loses its force: on which day, for what reason, by which document."""

    on: date
    reason: str
    basis: str


def annul(
    matter: Matter, ending: Ending, *, actor: Actor, at: datetime, expected: int | None = None, key: str | None = None
) -> Matter:
    """撤销: void from the beginning."""
    return _ended(OutgoingPaper.annul, Standing.ANNULLED, matter, ending, actor, at, expected, key)


def repeal(
    matter: Matter, ending: Ending, *, actor: Actor, at: datetime, expected: int | None = None, key: str | None = None
) -> Matter:
    """废止: void from the day of the repeal on."""
    return _ended(OutgoingPaper.repeal, Standing.REPEALED, matter, ending, actor, at, expected, key)


def _ended(
    step: Step, standing: Standing, matter: Matter, ending: Ending, actor: Actor, at: datetime, expected: int | None,
    key: str | None,
) -> Matter:  # fmt: skip
    refuse_secrets(ending.reason, ending.basis)
    data = {"on": ending.on.isoformat(), "reason": ending.reason, "basis": ending.basis}
    with transaction.atomic():
        case = load_locked(matter.pk)
        if repeated(step, matter.pk, key):
            return case.matter
        done = take(step, matter, actor=actor, at=at, data=data, expected=expected, key=key)
        _tell(Sending.inform, done, {"reason": ending.reason, "standing": standing.value}, at)
    return done


def _tell(step: Step, matter: Matter, data: Mapping[str, Any], at: datetime) -> None:
    sources = {move.source.name for move in step.moves}
    told = Matter.objects.filter(pk__in=Delivery.objects.filter(paper_id=matter.pk).values("pk"), state__in=sources)
    for delivery in told.order_by("pk"):
        take(step, delivery, actor=SYSTEM, at=at, data=data)


# --- Deliveries ----------------------------------------------------------------------------------------------------


def act_on_delivery(
    name: str, matter: Matter, *, actor: Actor, at: datetime, data: Mapping[str, Any] | None = None, note: str = "",
    files: Any = (), expected: int | None = None, key: str | None = None,
) -> Matter:  # fmt: skip
    """签收, 退回, 催办 and what follows a return, by the name of the step."""
    refuse_secrets(note, dict(data or {}))
    return take(Sending.steps[name], matter, actor=actor, at=at, data=data or {}, note=note, expected=expected, key=key)


def chase_all(matter: Matter, *, actor: Actor, at: datetime, note: str = "", key: str = "") -> int:
    """催办 every unit that has not received; answers how many. Each is a step of its own, and a repeated click none."""
    refuse_secrets(note)
    waiting = Matter.objects.filter(pk__in=Delivery.objects.filter(paper_id=matter.pk).values("pk"), state="sent")
    chased = 0
    for delivery in waiting.order_by("pk"):
        own = f"{key}:{delivery.pk}"[:64] if key else None
        try:
            take(Sending.chase, delivery, actor=actor, at=at, note=note, key=own)
        except StepRefused:
            continue  # Received in this very moment: nothing to chase.
        chased += 1
    return chased
