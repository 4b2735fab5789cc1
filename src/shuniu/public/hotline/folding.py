"""What each passage leaves on the request's row: a pure reading, so that lists and rates need no histories."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from shuniu.kernel.casework.models import Passage
from shuniu.public.hotline.models.request import Request

FOLDED = (
    "type",
    "subject",
    "first_unit",
    "dispatched_at",
    "contacted_at",
    "replied_at",
    "answered_at",
    "late",
    "returns",
    "redos",
    "chases",
    "overseen",
    "instructed",
    "excluded",
    "responded",
    "resolved",
    "satisfaction",
    "rated_at",
    "reply",
    "reply_public",
    "joined_to",
    "false_closing",
)


def fold(detail: Request, passage: Passage) -> None:
    function = _BY_STEP.get(passage.step)
    if function is not None:
        function(detail, passage)


def _classify(detail: Request, passage: Passage) -> None:
    detail.type = passage.data.get("type", detail.type)
    detail.subject_id = passage.data.get("subject", detail.subject_id)


def _dispatch(detail: Request, passage: Passage) -> None:
    if detail.first_unit_id is None:
        detail.first_unit_id = passage.data["unit"]
        detail.dispatched_at = passage.at


def _return(detail: Request, passage: Passage) -> None:
    detail.returns += 1


def _contact(detail: Request, passage: Passage) -> None:
    detail.contacted_at = detail.contacted_at or passage.at


def _reply(detail: Request, passage: Passage) -> None:
    detail.reply = passage.data["text"]
    detail.replied_at = passage.at


def _answered(detail: Request, passage: Passage) -> None:
    if detail.answered_at is None:
        detail.answered_at = passage.at
        detail.late = bool(passage.clocks.get("answer_clock", {}).get("late"))


def _answered_with_text(detail: Request, passage: Passage) -> None:
    detail.reply = passage.data.get("text", "")
    _answered(detail, passage)


def _rate(detail: Request, passage: Passage) -> None:
    data: Mapping[str, Any] = passage.data
    for name in ("responded", "resolved", "satisfaction"):
        if data.get(name) is not None:
            setattr(detail, name, data[name])
    if data.get("satisfaction") is not None:
        detail.rated_at = passage.at


def _redo(detail: Request, passage: Passage) -> None:
    detail.redos += 1
    _rate(detail, passage)
    _begin_again(detail, passage)


def _begin_again(detail: Request, passage: Passage) -> None:
    """The next answer is a draft until it is checked, and nobody has released it; the request stands on its own."""
    detail.reply_public = False
    detail.joined_to = ""


def _answered_again(detail: Request, passage: Passage) -> None:
    detail.reply = passage.data["text"]
    detail.reply_public = False


def _chase(detail: Request, passage: Passage) -> None:
    detail.chases += 1


def _join(detail: Request, passage: Passage) -> None:
    detail.joined_to = passage.data["into"]


def _unjoin(detail: Request, passage: Passage) -> None:
    detail.joined_to = ""


def _unpublish(detail: Request, passage: Passage) -> None:
    detail.reply_public = False


def _recheck(detail: Request, passage: Passage) -> None:
    detail.false_closing = passage.data["finding"] == "false"


def _flag(name: str) -> Callable[[Request, Passage], None]:
    def raise_flag(detail: Request, passage: Passage) -> None:
        setattr(detail, name, True)

    return raise_flag


_BY_STEP: dict[str, Callable[[Request, Passage], None]] = {
    "register": _classify,
    "reclassify": _classify,
    "answer_at_once": _answered_with_text,
    "pass_on_emergency": _answered,
    "explain_path": _answered_with_text,
    "dispatch": _dispatch,
    "return_": _return,
    "contact": _contact,
    "reply": _reply,
    "approve": _answered,
    "answer_jointly": _answered_with_text,
    "answer_again": _answered_again,
    "rate": _rate,
    "record_callback": _rate,
    "redo": _redo,
    "reopen": _begin_again,
    "reopen_false": _begin_again,
    "reopen_and_dispatch": _begin_again,
    "chase": _chase,
    "urge": _chase,
    "oversee": _flag("overseen"),
    "instruct": _flag("instructed"),
    "exclude": _flag("excluded"),
    "publish": _flag("reply_public"),
    "unpublish": _unpublish,
    "join": _join,
    "unjoin": _unjoin,
    "recheck": _recheck,
}
