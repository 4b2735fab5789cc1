"""A step as a screen asks for it: by its name, with what its form has gathered, whichever verb stands behind it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from shuniu.kernel.casework.models import Matter
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.routes.operations import act
from shuniu.office.documents.operations import approving, dispatching, numbers, seals
from shuniu.office.documents.operations.refusing import refuse_secrets
from shuniu.office.documents.procedures.outgoing import OutgoingPaper

SIGNING = ("agree", "countersign", "sign_in_turn", "sign")


@dataclass(frozen=True, slots=True)
class Asked:
    """What every step is asked with."""

    actor: Actor
    at: datetime
    expected: int | None = None
    key: str | None = None

    def words(self) -> dict[str, Any]:
        return {"actor": self.actor, "at": self.at, "expected": self.expected, "key": self.key}


def perform(
    name: str, matter: Matter, *, actor: Actor, at: datetime, data: Mapping[str, Any], note: str = "", files: Any = (),
    expected: int | None = None, key: str | None = None,
) -> Matter:  # fmt: skip
    """Take the step on the paper, whichever verb stands behind it. Raises StepRefused (also StaleMatter) in words."""
    refuse_secrets(note, dict(data))
    asked = Asked(actor, at, expected, key)
    verb = _VERBS.get(name)
    if verb is not None:
        return verb(matter, asked, data, note)
    if name in SIGNING:
        return approving.sign(name, matter, data=data, note=note, **asked.words())
    if name == "submit":
        return approving.submit(matter, data=data, note=note, **asked.words())
    return act(OutgoingPaper.steps[name], matter, data=data, note=note, **asked.words())


def _number(matter: Matter, asked: Asked, data: Mapping[str, Any], note: str) -> Matter:
    return numbers.give_number(matter, series=data.get("series"), reserved=data.get("reserved"), **asked.words())


def _void(matter: Matter, asked: Asked, data: Mapping[str, Any], note: str) -> Matter:
    return numbers.void_number(matter, reason=data["reason"], **asked.words())


def _to_signers(matter: Matter, asked: Asked, data: Mapping[str, Any], note: str) -> Matter:
    return approving.back_to_the_signers(matter, reason=data["reason"], **asked.words())


def _seal(matter: Matter, asked: Asked, data: Mapping[str, Any], note: str) -> Matter:
    return seals.seal_paper(matter, copies=data["copies"], **asked.words())


def _addressees(data: Mapping[str, Any]) -> dispatching.Addressees:
    return dispatching.Addressees(data.get("to") or (), data.get("copy") or (), data.get("copies") or 1)


def _dispatch(matter: Matter, asked: Asked, data: Mapping[str, Any], note: str) -> Matter:
    return dispatching.dispatch(matter, _addressees(data), note=note, **asked.words())


def _send_more(matter: Matter, asked: Asked, data: Mapping[str, Any], note: str) -> Matter:
    return dispatching.send_more(matter, _addressees(data), note=note, **asked.words())


def _recall(matter: Matter, asked: Asked, data: Mapping[str, Any], note: str) -> Matter:
    return dispatching.recall(matter, reason=data["reason"], **asked.words())


def _ending(data: Mapping[str, Any]) -> dispatching.Ending:
    return dispatching.Ending(date.fromisoformat(data["on"]), data["reason"], data["basis"])


def _annul(matter: Matter, asked: Asked, data: Mapping[str, Any], note: str) -> Matter:
    return dispatching.annul(matter, _ending(data), **asked.words())


def _repeal(matter: Matter, asked: Asked, data: Mapping[str, Any], note: str) -> Matter:
    return dispatching.repeal(matter, _ending(data), **asked.words())


_VERBS: dict[str, Callable[[Matter, Asked, Mapping[str, Any], str], Matter]] = {
    "assign_number": _number,
    "void_number": _void,
    "return_to_signer": _to_signers,
    "seal": _seal,
    "dispatch": _dispatch,
    "send_more": _send_more,
    "recall": _recall,
    "annul": _annul,
    "repeal": _repeal,
}
