"""Moving a request: one verb for all steps, and what some of them bring with them in the same transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from shuniu.kernel.casework.case import Case, StepRefused
from shuniu.kernel.casework.models import Matter
from shuniu.kernel.casework.taking import load_locked, repeated, take
from shuniu.kernel.law import labels
from shuniu.kernel.organisation.actor import Actor, citizen
from shuniu.kernel.organisation.personal import encrypt
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.workdays.periods import local_day
from shuniu.public.disclosure.models import InformationRequest, ThirdParty
from shuniu.public.disclosure.operations import remedies
from shuniu.public.disclosure.operations.charging import charged
from shuniu.public.disclosure.operations.files import ANSWER, ASKED, FOUND, OFFERED, bind, kept, turn
from shuniu.public.disclosure.operations.filing import refuse_secrets
from shuniu.public.disclosure.procedures import InformationRequestProcedure
from shuniu.public.disclosure.receipt import wrong_day

CITIZENS_STEPS = ("supplement", "explain", "withdraw")
ROLES = {"supplement": ASKED, "receive_correction": ASKED, "explain": ASKED, "draft_reply": OFFERED}
"""What the files of a step are; those of any other step are the office's own."""
UNANSWERED = {
    "abandon_uncorrected": "correction",
    "abandon_unpaid": "payment",
    "decide_without_third_party": "third_party",
    "deem_consent": "organ",
}
"""Steps that say that somebody let a period pass, and the clock of that period."""
PRIVATE = ("third_party_name", "third_party_contact")
"""Asked by a form and kept apart from the passages, which nothing erases."""


def perform(
    name: str,
    matter: Matter,
    *,
    actor: Actor,
    at: datetime,
    data: Mapping[str, Any] | None = None,
    note: str = "",
    files: Sequence[UploadedFile[Any]] = (),
    expected: int | None = None,
    key: str | None = None,
) -> Matter:
    """Take the step on a request, with its files and rows, or none of it. Raises ``StepRefused`` in words."""
    step, given = InformationRequestProcedure.steps[name], dict(data or {})
    refuse_secrets(note, *given.values())
    brought = kept(files, actor=actor, at=at, role=ROLES.get(name, FOUND))
    with transaction.atomic():
        case = load_locked(matter.pk)
        if repeated(step, matter.pk, key):
            return case.matter  # A second click: what followed the first one has followed.
        _refuse_wrong_day(name, case.detail, given)
        _refuse_early(name, case, at)
        said = _named({name: value for name, value in given.items() if name not in PRIVATE})
        if name == "charge":
            said |= charged(case.matter, given, at)
        if brought:
            said |= {"file_names": [one.name for one in brought], "file_digests": [one.sha256 for one in brought]}
        done = take(step, matter, actor=actor, at=at, data=said, note=note, expected=expected, key=key)
        bind(brought, done, ROLES.get(name, FOUND))
        follow_up = _FOLLOW_UPS.get(name)
        if follow_up is not None:
            follow_up(done, given, at)
    return done


def citizen_step(
    name: str,
    matter: Matter,
    *,
    at: datetime,
    data: Mapping[str, Any] | None = None,
    files: Sequence[UploadedFile[Any]] = (),
    key: str | None = None,
    address: str = "",
) -> Matter:
    """One of the applicant's own steps, taken with number and query code. Raises ``StepRefused`` in words."""
    if name not in CITIZENS_STEPS:
        raise StepRefused(_("这一步不能在这里办理。"))
    return perform(name, matter, actor=citizen(matter.pk, address=address), at=at, data=data, files=files, key=key)


def _refuse_wrong_day(name: str, detail: InformationRequest, data: Mapping[str, Any]) -> None:
    """Article 31 fixes the day of receipt: a form may propose it, but not bend it."""
    if name == "receive" and detail.came_on is not None:
        refusal = wrong_day(detail.way, detail.came_on, date.fromisoformat(data["received_on"]))
        if refusal:
            raise StepRefused(refusal)


def _refuse_early(name: str, case: Case, at: datetime) -> None:
    """Silence means something only after the period: until its last moment whoever was asked may still answer."""
    clock = case.clocks.get(UNANSWERED.get(name, ""))
    if clock is not None and at <= clock.legal_due:
        raise StepRefused(
            _("“%(clock)s”的期限到%(day)s才届满，现在还不能按逾期处理。")
            % {"clock": _(case.procedure.clocks[clock.name].label), "day": labels.day(local_day(clock.legal_due))}
        )


def _named(data: Mapping[str, Any]) -> dict[str, Any]:
    """Units by id for the machine and by their name of this day for the record."""
    named = dict(data)
    if named.get("unit"):
        named["unit_name"] = tree().name(named["unit"])
    return named


def _keep_third_party(matter: Matter, data: Mapping[str, Any], at: datetime) -> None:
    name = str(data.get("third_party_name") or "").strip()
    if name:
        contact = str(data.get("third_party_contact") or "").strip()
        ThirdParty.objects.create(matter=matter, name=encrypt(name), contact=encrypt(contact), asked_at=at)


def _signed(matter: Matter, data: Mapping[str, Any], at: datetime) -> None:
    turn(matter, OFFERED, ANSWER)


def _sent_back(matter: Matter, data: Mapping[str, Any], at: datetime) -> None:
    turn(matter, OFFERED, FOUND)


_FOLLOW_UPS: dict[str, Callable[[Matter, Mapping[str, Any], datetime], None]] = {
    "ask_third_party": _keep_third_party,
    "sign": _signed,
    "send_back": _sent_back,
    "register_remedy": lambda matter, data, at: remedies.register_remedy(matter, data),
    "conclude_remedy": lambda matter, data, at: remedies.conclude_remedy(matter, data),
}
