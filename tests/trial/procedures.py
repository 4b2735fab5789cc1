"""The smallest procedure with seats, whose signers its opening step names, and the smallest with an approval route."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from shuniu.kernel.casework import registry
from shuniu.kernel.casework.procedure import Phase, Procedure, Seat, State, Step, centre, opening, seated
from shuniu.kernel.routes import steps as routes
from shuniu.kernel.routes.steps import Routed
from tests.trial.models import Paper

HEAD = "documents.head"
DRAFTER = "documents.drafter"


class Signatures(Procedure):
    """``places`` is a list of [key, role, unit, person] still open; ``any`` in the opening data: one is enough."""

    kind = "trial.signatures"
    label = "联署"
    series = "hotline"
    home = "office"
    sees_all = (DRAFTER,)
    seen_by_takers = True
    detail = Paper
    folded = ("places",)

    signing = State("待签", initial=True, waits=(seated("signer"),), phase=Phase.WAITING)
    signed = State("已签", final=True)

    begin = opening("提交", signing, by=(centre(DRAFTER),), needs=("places",))
    sign = Step("签名", signing.stays, by=(seated("signer"),), offered=lambda case: len(case.detail.places) > 1)
    complete = Step(
        "最后签名",
        signing.to(signed),
        by=(seated("signer"),),
        when=lambda case, data: None if _last(case.detail.places, data) else "还有人没有签名。",
    )
    witness = Step("见证", signing.stays, by=(seated("witness"),))

    @classmethod
    def seats(cls, detail: Any) -> tuple[Seat, ...]:
        open_ones = [Seat(key, "请签名", role, unit, person, "signer") for key, role, unit, person in detail.places]
        return (*open_ones, *(Seat(f"{one.key}!", "见证", HEAD, one.unit, None, "witness") for one in open_ones))

    @classmethod
    def fold(cls, detail: Any, passage: Any) -> None:
        if passage.step == "begin":
            detail.places = passage.data["places"]
        elif passage.step in ("sign", "complete"):
            detail.places = [place for place in detail.places if place[0] != passage.data["seat"]]


def _last(places: list[Any], data: Any) -> bool:
    return [place[0] for place in places] == [data["seat"]]


@contextmanager
def known(*procedures: type[Procedure]) -> Iterator[None]:
    """While it lasts the procedures are registered like any other; the house's own tables of kinds never see them."""
    for procedure in procedures:
        registry.register(procedure)
    try:
        yield
    finally:
        for procedure in procedures:
            del registry._procedures[procedure.kind, procedure.version]


class Approval(Routed):
    """A paper on an approval route, with every step that a route offers."""

    kind = "trial.approval"
    label = "请批"
    series = "hotline"
    home = "office"
    sees_all = (DRAFTER,)
    sees_own = (HEAD, routes.MANAGER)
    detail = Paper

    drafting = State("拟稿", initial=True, waits=(centre(DRAFTER),), phase=Phase.WAITING)
    approving = State("审批中", waits=(seated(routes.ROUTE),))
    signed = State("已签发", final=True)
    dropped = State("已作废", final=True)

    begin = opening("起草", drafting, by=(centre(DRAFTER),))
    submit = routes.submit(drafting.to(approving), by=(centre(DRAFTER),))
    agree = routes.agree(approving)
    countersign = routes.countersign(approving)
    sign = routes.finish("签发", approving.to(signed))
    send_back = routes.send_back(approving.to(drafting))
    return_to_stage = routes.return_to_stage(approving)
    add_signer = routes.add_signer(approving)
    transfer = routes.transfer(approving)
    recall = routes.recall(approving.to(drafting))
    replace = routes.replace(approving)
    drop = Step("作废", drafting.to(dropped), by=(centre(DRAFTER),))
