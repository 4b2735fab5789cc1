"""What each passage makes of a paper's folded fields, and the seats that follow from them. Pure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.translation import gettext_noop

from shuniu.kernel.casework.models import Passage
from shuniu.kernel.casework.procedure import HAND_OVER, Seat
from shuniu.kernel.workdays.periods import SHANGHAI
from shuniu.office.documents.models.incoming import Incoming
from shuniu.office.documents.roles import LEADER

INSTRUCT, READ = "instruct", "read"
"""Kinds of seats: leaders who instruct, and people or units who read."""
TO_INSTRUCT, TO_READ = gettext_noop("待批示"), gettext_noop("待阅")
FOLDED = (
    "urgency", "nature", "requested_on", "requested_words", "opinion", "proposed", "leaders", "leaders_in_order",
    "readers", "readers_in_order", "follower", "instructed_at", "assigned_at", "reported_at", "answered_at", "result",
    "answer", "answer_by", "chases", "chased_at", "returns", "late", "archive_number",
)  # fmt: skip
Member = dict[str, Any]
"""Somebody on a list: ``key``, ``person`` (or None for whoever serves the unit), ``unit``, ``role``, ``name``."""


def waiting_leaders(detail: Incoming) -> list[Member]:
    return [one for one in detail.leaders if not one.get("at")]


def waiting_readers(detail: Incoming) -> list[Member]:
    return [one for one in detail.readers if not one.get("read_at")]


def _now(waiting: list[Member], in_order: bool) -> list[Member]:
    """Whose turn it is: the next one of an ordered list, everybody of another."""
    return waiting[:1] if in_order else waiting


def leader_seats(detail: Incoming) -> tuple[Seat, ...]:
    turn = _now(waiting_leaders(detail), detail.leaders_in_order)
    return tuple(Seat(one["key"], TO_INSTRUCT, LEADER, one["unit"], one["person"], INSTRUCT) for one in turn)


def reader_seats(detail: Incoming) -> tuple[Seat, ...]:
    turn = _now(waiting_readers(detail), detail.readers_in_order)
    return tuple(Seat(one["key"], TO_READ, one["role"], one["unit"], one["person"], READ) for one in turn)


def fold(detail: Incoming, passage: Passage) -> None:
    detail.late = detail.late or passage.late
    folding = _FOLDINGS.get(passage.step)
    if folding is not None:
        folding(detail, passage)


def _register(detail: Incoming, passage: Passage) -> None:
    detail.urgency = passage.data.get("urgency") or detail.urgency


def _require(detail: Incoming, passage: Passage) -> None:
    detail.requested_on = date.fromisoformat(passage.data["requested_on"])
    detail.requested_words = str(passage.data.get("requested_words", ""))[:200]


def _accept(detail: Incoming, passage: Passage) -> None:
    detail.nature = passage.data["nature"]


def _propose(detail: Incoming, passage: Passage) -> None:
    """Also when the director changes the opinion: the last word stands, the earlier one stays in the passages."""
    data = passage.data
    detail.opinion = data.get("opinion") or detail.opinion
    detail.proposed = {
        "unit": data.get("unit"), "unit_name": data.get("unit_name", ""),
        "assisting": list(data.get("assisting") or ()), "assisting_names": list(data.get("assisting_names") or ()),
        "readers": list(data.get("readers") or ()), "readers_in_order": bool(data.get("readers_in_order")),
    }  # fmt: skip
    _send_to_leaders(detail, passage)


def _send_to_leaders(detail: Incoming, passage: Passage) -> None:
    """A list that is sent again keeps what has been instructed; who is asked a second time has a second seat."""
    if "leaders" not in passage.data:
        return
    done = [one for one in detail.leaders if one.get("at")]
    asked = [{**one, "key": f"{one['key']}.{passage.seq}"} for one in passage.data["leaders"]]
    detail.leaders = [*done, *asked]
    detail.leaders_in_order = bool(passage.data.get("leaders_in_order", True))


def _instruct(detail: Incoming, passage: Passage) -> None:
    key = passage.data.get("seat") or passage.data.get("leader")
    said = {"text": passage.data["text"], "at": _moment(passage), "by": passage.by}
    detail.leaders = [{**one, **said} if one["key"] == key else one for one in detail.leaders]
    if passage.data.get("unit"):
        detail.proposed = {
            **detail.proposed,
            "unit": passage.data["unit"],
            "unit_name": passage.data.get("unit_name", ""),
        }


def _gather(detail: Incoming, passage: Passage) -> None:
    detail.leaders = [one for one in detail.leaders if one.get("at")]
    detail.instructed_at = passage.at


def _circulate(detail: Incoming, passage: Passage) -> None:
    """The list as it is to be from now on: who has read stays, who is no longer named leaves, the order is the list's."""
    done = [one for one in detail.readers if one.get("read_at")]
    has_read = {one["key"] for one in done}
    detail.readers = [*done, *(one for one in passage.data.get("readers") or () if one["key"] not in has_read)]
    detail.readers_in_order = bool(passage.data.get("readers_in_order"))


def _read(detail: Incoming, passage: Passage) -> None:
    seen = {"read_at": _moment(passage), "note": passage.note, "by": passage.by}
    detail.readers = [
        {**one, **seen} if one["key"] == passage.data.get("seat") else one for one in detail.readers
    ]  # fmt: skip


def _assign(detail: Incoming, passage: Passage) -> None:
    detail.assigned_at = detail.assigned_at or passage.at
    if passage.data.get("opinion"):
        _propose(detail, passage)
        detail.leaders = []


def _report(detail: Incoming, passage: Passage) -> None:
    detail.reported_at, detail.result = passage.at, passage.data["text"]
    detail.answer_by = str(passage.data["answer_by"])
    if passage.data.get("answer"):
        detail.answer, detail.answered_at = passage.data["answer"], passage.at


def _reply(detail: Incoming, passage: Passage) -> None:
    if passage.data.get("text"):
        detail.answer, detail.answered_at = passage.data["text"], detail.answered_at or passage.at


def _chase(detail: Incoming, passage: Passage) -> None:
    detail.chases, detail.chased_at = detail.chases + 1, passage.at


def _follow(detail: Incoming, passage: Passage) -> None:
    detail.follower_id = passage.data["person"]


def _return(detail: Incoming, passage: Passage) -> None:
    detail.returns += 1


def _file(detail: Incoming, passage: Passage) -> None:
    detail.archive_number = str(passage.data["archive_number"])


def _unfile(detail: Incoming, passage: Passage) -> None:
    detail.archive_number = ""


def _hand_over(detail: Incoming, passage: Passage) -> None:
    """A unit that was merged passes its place on the lists on, with everything else that it has in the matter."""
    old, new = passage.data["from"], passage.data["to"]
    detail.leaders, detail.readers = (
        [_moved(one, old, new) for one in listed] for listed in (detail.leaders, detail.readers)
    )


def _moved(one: Member, old: int, new: int) -> Member:
    return {**one, "unit": new} if one["unit"] == old else one


def _moment(passage: Passage) -> str:
    """In the record a moment is a text, as JSON has it; its day is China's."""
    return passage.at.astimezone(SHANGHAI).replace(microsecond=0).isoformat()


_FOLDINGS: dict[str, Callable[[Incoming, Passage], None]] = {
    "register": _register,
    "require": _require,
    "accept": _accept,
    "propose": _propose,
    "submit": _propose,
    "assign_directly": _assign,
    "resubmit": _send_to_leaders,
    "instruct": _instruct,
    "record_instruction": _instruct,
    "gather": _gather,
    "withdraw_leaders": _gather,
    "assign": _assign,
    "circulate": _circulate,
    "circulate_only": _circulate,
    "read": _read,
    "report": _report,
    "reply": _reply,
    "conclude": _reply,
    "conclude_reading_on": _reply,
    "chase": _chase,
    "follow": _follow,
    "return_": _return,
    "file": _file,
    "unfile": _unfile,
    HAND_OVER: _hand_over,
}
"""What each step leaves in the detail row; steps that are not here leave nothing."""
