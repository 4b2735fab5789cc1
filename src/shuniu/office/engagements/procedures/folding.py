"""What each passage leaves on the row, and who sits where: pure readings of the record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_noop

from shuniu.kernel.casework.models import Passage
from shuniu.kernel.casework.procedure import Seat
from shuniu.kernel.organisation.tree import tree
from shuniu.office.engagements import roles
from shuniu.office.engagements.guarding import slot
from shuniu.office.engagements.models import Engagement

FOLDED = (
    "place", "leader", "leader_person", "starts_at", "ends_at", "fixed", "occupied_from", "occupied_until", "need", "answer", "offered_at",
    "why", "result", "sequence", "told_at", "wanted", "rank",
)  # fmt: skip
ASK, LEADER = "ask", "word"
"""Kinds of seats: who may ask for a unit, and the leader whose time it is."""


def seats(detail: Engagement) -> tuple[Seat, ...]:
    """The asking unit's liaison, and the leader by name (or whoever the leader has lent the role to)."""
    found = []
    if detail.unit_id is not None:
        found.append(Seat("ask", gettext_noop("活动申请"), roles.LIAISON, detail.unit_id, kind=ASK))
    home = tree().by_code.get(roles.HOME)
    person = detail.leader_person
    if person is not None and home is not None:
        found.append(Seat(f"leader:{detail.leader_id}", gettext_noop("领导确认"), roles.LEADER, home, person, LEADER))
    return tuple(found)


def fold(detail: Engagement, passage: Passage) -> None:
    function = _BY_STEP.get(passage.step)
    if function is not None:
        function(detail, passage, passage.data)


Data = Mapping[str, Any]


def _ask(detail: Engagement, passage: Passage, data: Data) -> None:
    detail.wanted_id, detail.rank = data.get("leader"), data.get("rank", detail.rank)
    detail.place_id = data.get("place")


def _place(detail: Engagement, passage: Passage, data: Data) -> None:
    """A time in a leader's diary, fixed or not yet."""
    begins, ends = datetime.fromisoformat(data["starts"]), datetime.fromisoformat(data["ends"])
    before = (detail.leader_id, detail.starts_at, detail.ends_at, detail.place_id)
    if detail.leader_id != data["leader"]:
        detail.answer = ""
    detail.leader_id, detail.starts_at, detail.ends_at = data["leader"], begins, ends
    detail.leader_person = data["leader_person"]
    detail.place_id = data.get("place", detail.place_id)
    detail.need = data.get("need", detail.need)
    detail.offered_at = None
    if before != (detail.leader_id, detail.starts_at, detail.ends_at, detail.place_id):
        _changed(detail, passage, moved=before[1] is not None)


def _changed(detail: Engagement, passage: Passage, *, moved: bool) -> None:
    detail.told_at = passage.at
    detail.sequence += moved


def _occupy(detail: Engagement) -> None:
    assert detail.leader_id
    assert detail.starts_at
    assert detail.ends_at
    detail.fixed = True
    detail.occupied_from = slot(detail.leader_id, detail.starts_at)
    detail.occupied_until = slot(detail.leader_id, detail.ends_at)


def _free(detail: Engagement) -> None:
    detail.fixed, detail.occupied_from, detail.occupied_until = False, None, None


def _arrange(detail: Engagement, passage: Passage, data: Data) -> None:
    if "starts" in data:
        _place(detail, passage, data)
    if not detail.fixed:
        _changed(detail, passage, moved=detail.sequence > 0 or detail.answer != "")
    _occupy(detail)


def _propose(detail: Engagement, passage: Passage, data: Data) -> None:
    _place(detail, passage, data)
    _free(detail)


def _accept(detail: Engagement, passage: Passage, data: Data) -> None:
    detail.answer = "accepted"
    if not detail.fixed:
        _changed(detail, passage, moved=True)
    _occupy(detail)


def _back(detail: Engagement, passage: Passage, data: Data) -> None:
    """Off the sheet, and waiting again."""
    _free(detail)
    _changed(detail, passage, moved=True)
    detail.starts_at = detail.ends_at = detail.leader_id = detail.leader_person = None
    detail.answer = ""


def _refuse(detail: Engagement, passage: Passage, data: Data) -> None:
    _back(detail, passage, data)
    detail.answer = "refused"


def _pass_on(detail: Engagement, passage: Passage, data: Data) -> None:
    _back(detail, passage, data)
    detail.wanted_id, detail.rank = data["leader"], "named"


def _offer(detail: Engagement, passage: Passage, data: Data) -> None:
    _place(detail, passage, data)
    _free(detail)
    detail.offered_at = passage.at


def _take_offer(detail: Engagement, passage: Passage, data: Data) -> None:
    """The unit agrees: the time stands, not yet fixed."""
    detail.offered_at = None


def _end(detail: Engagement, passage: Passage, data: Data) -> None:
    _free(detail)
    _changed(detail, passage, moved=True)
    detail.why = data.get("why", detail.why)


def _hold(detail: Engagement, passage: Passage, data: Data) -> None:
    """It took place: the time stays taken."""
    detail.result = data["text"]
    detail.need = data.get("need", detail.need)


_BY_STEP: dict[str, Callable[[Engagement, Passage, Data], None]] = {
    "ask": _ask,
    "propose": _propose,
    "arrange": _arrange,
    "accept": _accept,
    "refuse": _refuse,
    "offer": _offer,
    "take_offer": _take_offer,
    "leave_offer": _back,
    "pass_on": _pass_on,
    "put_back": _back,
    "change": _arrange,
    "decline": _end,
    "cancel": _end,
    "withdraw": _end,
    "hold": _hold,
}
