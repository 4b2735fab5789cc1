"""督查通报程序: 拟稿 → 审核 → 批准 → 印发. No praise and no criticism before the government or its head approved (art. 21)."""

from __future__ import annotations

from datetime import date

from shuniu.kernel.casework.models import Passage
from shuniu.kernel.casework.procedure import Procedure, State, Step, any_of, centre, opening
from shuniu.kernel.workdays.periods import local_day
from shuniu.office.supervision import basis, roles
from shuniu.office.supervision.models import Circular
from shuniu.office.supervision.roles import DIRECTOR, LEADER, SUPERVISOR


class Notified(Procedure):
    """督查通报."""

    kind = "supervision.circular"
    label = "督查通报"
    version = 1
    effective_from = date(2000, 1, 1)
    series = "supervision.circular"
    page = "supervision:circular"
    home = roles.HOME
    sees_all = (*roles.SECTION, LEADER, "secretary")
    sees_own = roles.UNITS
    detail = Circular
    folded = ("praise", "text", "units", "assignments", "approved_by", "document_number", "issued_on")

    drafted = State("通报待送审", initial=True, waits=(centre(SUPERVISOR),))
    checking = State("通报待审核", waits=(centre(DIRECTOR),))
    approving = State("通报待批准", waits=(centre(LEADER),))
    approved = State("通报待印发", waits=(centre(SUPERVISOR),))
    issued = State("通报已印发", final=True)
    dropped = State("不予通报", final=True)

    draft = opening("拟通报", drafted, by=(centre(SUPERVISOR), centre(DIRECTOR)), needs=("text",), cites=basis.PRAISE)
    amend = Step("修改通报", drafted.stays, by=(centre(SUPERVISOR),), needs=("text",), describes=True)
    submit = Step("送审通报", drafted.to(checking), by=(centre(SUPERVISOR),))
    present = Step("呈批通报", checking.to(approving), by=(centre(DIRECTOR),), cites=basis.PRAISE)
    return_ = Step(
        "退改通报", any_of(checking, approving).to(drafted), by=(centre(DIRECTOR), centre(LEADER)), needs=("reason",),
    )
    approve = Step("批准通报", approving.to(approved), by=(centre(LEADER),), cites=basis.PRAISE)
    drop = Step(
        "不同意通报", any_of(checking, approving).to(dropped), by=(centre(DIRECTOR), centre(LEADER)), needs=("reason",),
        outcome="dropped",
    )
    issue = Step(
        "印发通报", approved.to(issued), by=(centre(SUPERVISOR),), needs=("unit",), assigns=True, cites=basis.PRAISE,
        outcome="issued",
    )

    @classmethod
    def fold(cls, detail: Circular, passage: Passage) -> None:
        data = passage.data
        if passage.step in ("draft", "amend"):
            detail.text, detail.praise = str(data["text"]), bool(data.get("praise"))
            detail.units, detail.assignments = list(data.get("units") or ()), list(data.get("assignments") or ())
        elif passage.step == "approve":
            detail.approved_by = passage.by[:120]
        elif passage.step == "issue":
            detail.document_number = str(data.get("document_number") or "")[:60]
            detail.issued_on = local_day(passage.at)
        elif passage.step == "hand_over":
            old, new = data["from"], data["to"]
            detail.units = list(dict.fromkeys(new if unit == old else unit for unit in detail.units))
