"""What each passage leaves on the row of an outgoing paper: a pure reading, so that lists need no histories."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from shuniu.kernel.workdays.periods import local_day
from shuniu.office.documents.models import Outgoing, Standing

FOLDED = (
    "kind_of_document",
    "form",
    "direction",
    "series",
    "organs",
    "urgency",
    "important",
    "release",
    "release_reason",
    "retention",
    "to_units",
    "copy_units",
    "version",
    "digest",
    "signers",
    "signed_version",
    "signed_on",
    "number",
    "number_year",
    "sealed_at",
    "sealed_digest",
    "copies",
    "dispatched_at",
    "deliveries",
    "standing",
    "standing_on",
    "standing_reason",
    "standing_basis",
)
WORDS = (
    "kind_of_document", "form", "direction", "organs", "urgency", "important", "release", "release_reason", "retention",
    "to_units", "copy_units", "version", "digest",
)  # fmt: skip


def fold(detail: Outgoing, passage: Any) -> None:
    function = _BY_STEP.get(passage.step)
    if function is not None:
        function(detail, passage)


def _words(detail: Outgoing, passage: Any) -> None:
    for name in WORDS:
        if name in passage.data:
            setattr(detail, name, passage.data[name])
    if "series" in passage.data:
        detail.series_id = passage.data["series"]


def _sign(detail: Outgoing, passage: Any) -> None:
    signer = passage.for_person_id or passage.person_id
    day = local_day(passage.at)
    detail.signers = [*detail.signers, {"person": signer, "by": passage.by, "on": day.isoformat()}]
    detail.signed_version, detail.signed_on = detail.version, day


def _unsigned(detail: Outgoing, passage: Any) -> None:
    """What goes back past its signature must be signed anew."""
    detail.signers, detail.signed_version, detail.signed_on = [], 0, None


def _number(detail: Outgoing, passage: Any) -> None:
    detail.number, detail.number_year = passage.data["number"], passage.data.get("year")
    detail.series_id = passage.data["series"]


def _seal(detail: Outgoing, passage: Any) -> None:
    detail.sealed_at, detail.sealed_digest, detail.copies = passage.at, passage.data["digest"], passage.data["copies"]


def _void_number(detail: Outgoing, passage: Any) -> None:
    """The number stays in the register as void; no paper bears it."""
    detail.number, detail.number_year = "", None


def _dispatch(detail: Outgoing, passage: Any) -> None:
    detail.dispatched_at = detail.dispatched_at or passage.at
    detail.deliveries += passage.data.get("count", 0)


def _ended(standing: Standing) -> Callable[[Outgoing, Any], None]:
    def end(detail: Outgoing, passage: Any) -> None:
        said = passage.data
        detail.standing, detail.standing_reason = standing.value, said["reason"]
        detail.standing_on = date.fromisoformat(said["on"]) if "on" in said else local_day(passage.at)
        detail.standing_basis = said.get("basis", "")

    return end


def _archive(detail: Outgoing, passage: Any) -> None:
    detail.retention = passage.data["retention"]


_BY_STEP: dict[str, Callable[[Outgoing, Any], None]] = {
    "draft": _words,
    "revise": _words,
    "amend": _words,
    "correct": _words,
    "submit": _unsigned,
    "sign_in_turn": _sign,
    "sign": _sign,
    "send_back": _unsigned,
    "return_to": _unsigned,
    "take_back": _unsigned,
    "return_to_signer": _unsigned,
    "assign_number": _number,
    "seal": _seal,
    "void_number": _void_number,
    "dispatch": _dispatch,
    "send_more": _dispatch,
    "recall": _ended(Standing.RECALLED),
    "annul": _ended(Standing.ANNULLED),
    "repeal": _ended(Standing.REPEALED),
    "archive": _archive,
}
