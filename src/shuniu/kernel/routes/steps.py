"""The steps of a route, so that a module's procedure still reads as a table.

    class Outgoing(Routed):
        drafting = State("拟稿", initial=True, waits=(lead(DRAFTER),))
        approving = State("审批中", waits=(seated(ROUTE),))
        signed = State("已签发", ...)

        submit = routes.submit(drafting.to(approving), by=(lead(DRAFTER),))
        agree = routes.agree(approving)
        countersign = routes.countersign(approving)
        sign = routes.finish("签发", approving.to(signed))
        send_back = routes.send_back(approving.to(drafting))
        return_to_stage = routes.return_to_stage(approving)
        add_signer = routes.add_signer(approving)
        transfer = routes.transfer(approving)
        recall = routes.recall(approving.to(drafting))
        replace = routes.replace(approving)

Each helper takes the label and anything else that a ``Step`` takes (clocks, cites, public, a guard of the module's own).
``agree`` is offered while something of the route remains after it, ``finish`` only to whoever acts last.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.translation import gettext_noop as _n

from shuniu.kernel.casework.procedure import HAND_OVER, Move, Procedure, Seat, State, Step, Who, seated
from shuniu.kernel.routes import judging, moving, run
from shuniu.kernel.routes.definition import Act
from shuniu.kernel.routes.run import MANAGER, REPLACE, ROUTE, SUBMITTER, Verb

__all__ = ["MANAGER", "REPLACE", "ROUTE", "SUBMITTER", "RouteStep", "Routed", "Verb"]

type_of_offer = Callable[[Any], bool]


@dataclass(eq=False, slots=True)
class RouteStep(Step):
    """A step that moves the route; ``verb`` says how."""

    verb: Verb = Verb.AGREE


class Routed(Procedure):
    """A procedure with an approval route in the field ``route`` of its detail row.

    A module that folds more of its own calls ``super().fold(detail, passage)`` first, and lists
    ``folded = (*Routed.folded, ...)``.
    """

    seen_by_takers: ClassVar[bool] = True
    folded: ClassVar[tuple[str, ...]] = ("route",)

    @classmethod
    def seats(cls, detail: Any) -> tuple[Seat, ...]:
        return run.seats(detail.route)

    @classmethod
    def fold(cls, detail: Any, passage: Any) -> None:
        step = cls.steps[passage.step]
        if isinstance(step, RouteStep):
            detail.route = moving.after(detail.route, step.verb, passage)
        elif step.name == HAND_OVER and detail.route:
            detail.route = moving.handed_over(detail.route, passage.data["from"], passage.data["to"])


# --- Guards: pure over the case ------------------------------------------------------------------------------------


def continues(case: Any, data: Mapping[str, Any]) -> str | None:
    """Refuses whoever acts last: theirs is the final step."""
    return judging.agrees(case.detail.route, data, last=False)


def completes(case: Any, data: Mapping[str, Any]) -> str | None:
    """Refuses everybody but whoever acts last: every required seat before theirs has been filled."""
    return judging.agrees(case.detail.route, data, last=True)


def remaining(case: Any) -> bool:
    """Whether somebody can act after whom something of the route still remains."""
    now = run.read(case.detail.route)
    return any(not now.finishes(place) for place in now.ready())


def last(case: Any) -> bool:
    """Whether somebody can act with whom the route is complete."""
    now = run.read(case.detail.route)
    return any(now.finishes(place) for place in now.ready())


def _asks(case: Any, countersign: bool) -> bool:
    leg = run.read(case.detail.route).leg
    return leg is not None and (leg.act == Act.COUNTERSIGN) is countersign


# --- Steps ---------------------------------------------------------------------------------------------------------


def submit(moves: tuple[Move, ...], *, by: tuple[Who, ...], label: str = _n("送审"), **rest: Any) -> RouteStep:
    """Send the matter on its route. ``data["route"]`` is the plan that ``operations.resolve`` made."""
    return _step(Verb.SUBMIT, label, moves, by, judging.submits, None, {"needs": ("route",), **rest})


def opening_submit(state: State, *, by: tuple[Who, ...], label: str = _n("送审"), **rest: Any) -> RouteStep:
    """The step that opens a matter and sends it on its route at once."""
    return submit(state.stays, by=by, label=label, opens=True, **rest)


def agree(state: State, label: str = _n("同意"), **rest: Any) -> RouteStep:
    """Fill one's seat, with an opinion (``data["opinion"]``)."""
    offered = lambda case: remaining(case) and _asks(case, False)  # noqa: E731 - a guard in one line, as in the tables
    return _step(Verb.AGREE, label, state.stays, _signers(), continues, offered, rest)


def countersign(state: State, label: str = _n("会签"), **rest: Any) -> RouteStep:
    """Fill one's seat in a 会签 stage: ``data["stance"]`` is agree, disagree or reserve, with an opinion."""
    offered = lambda case: remaining(case) and _asks(case, True)  # noqa: E731 - a guard in one line, as in the tables
    return _step(Verb.AGREE, label, state.stays, _signers(), continues, offered, rest)


def finish(label: str, moves: tuple[Move, ...], **rest: Any) -> RouteStep:
    """The module's own last word (签发, 批准 …): offered only to whoever acts last."""
    return _step(Verb.AGREE, label, moves, _signers(), completes, last, rest)


def send_back(moves: tuple[Move, ...], label: str = _n("退回修改"), **rest: Any) -> RouteStep:
    """Back to the drafter, with ``data["reason"]``; after the next submission all is signed again."""
    needs = {"needs": ("reason",), **rest}
    return _step(Verb.BACK, label, moves, _signers(), judging.sends_back, judging.may_send_back, needs)


def return_to_stage(state: State, label: str = _n("退回前面环节"), **rest: Any) -> RouteStep:
    """Back to the earlier stage ``data["to"]``, with ``data["reason"]``; that stage and those after it sign again."""
    needs = {"needs": ("to", "reason"), **rest}
    return _step(Verb.RETURN, label, state.stays, _signers(), judging.returns, judging.may_return, needs)


def add_signer(state: State, label: str = _n("加签"), **rest: Any) -> RouteStep:
    """One signer more: ``data`` has person, role, unit, and ``place``: before (oneself) or beside."""
    needs = {"needs": ("person", "role", "unit"), **rest}
    return _step(Verb.ADD, label, state.stays, _signers(), judging.adds, None, needs)


def transfer(state: State, label: str = _n("转签"), **rest: Any) -> RouteStep:
    """Give one's seat to another: ``data`` has person, role, unit and reason."""
    needs = {"needs": ("person", "role", "unit", "reason"), **rest}
    return _step(Verb.TRANSFER, label, state.stays, _signers(), judging.transfers, None, needs)


def recall(moves: tuple[Move, ...], label: str = _n("撤回"), **rest: Any) -> RouteStep:
    """The submitter takes it back before anybody of the present stage has read it.

    Who has read is not in the passages: take this step through ``operations.recall``, which looks under the lock and
    says so in ``data["unread"]``.
    """
    return _step(Verb.RECALL, label, moves, (seated(SUBMITTER),), judging.recalls, judging.may_recall, rest)


def replace(state: State, label: str = _n("更换签批人"), **rest: Any) -> RouteStep:
    """The unit's head or the route manager gives the place ``data["of"]`` of a signer who has left to another."""
    needs = {"needs": ("of", "person", "role", "unit", "reason"), **rest}
    return _step(Verb.REPLACE, label, state.stays, (seated(REPLACE),), judging.replaces, None, needs)


def _signers() -> tuple[Who, ...]:
    return (seated(ROUTE),)


def _step(
    verb: Verb,
    label: str,
    moves: tuple[Move, ...],
    by: tuple[Who, ...],
    when: Any,
    offered: type_of_offer | None,
    rest: Mapping[str, Any],
) -> RouteStep:
    """A step with the route's guard, and the module's own (``when``, ``offered``) after it."""
    more = dict(rest)
    own_when, own_offered = more.pop("when", None), more.pop("offered", None)
    return RouteStep(
        label,
        moves,
        by,
        verb=verb,
        when=when if own_when is None else lambda case, data: when(case, data) or own_when(case, data),
        offered=_both(offered, own_offered),
        **more,
    )


def _both(first: type_of_offer | None, second: type_of_offer | None) -> type_of_offer | None:
    if first is None or second is None:
        return first or second
    return lambda case: first(case) and second(case)
