"""A step on a petition, from the office's desk or from the petitioner's page: one verb, with all that follows from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from shuniu.kernel.casework.case import StepRefused
from shuniu.kernel.casework.models import Clock, Matter
from shuniu.kernel.casework.taking import load_locked, repeated, take
from shuniu.kernel.files.models import Attachment
from shuniu.kernel.files.receiving import CITIZEN, STAFF, attach, receive
from shuniu.kernel.files.refusals import Refused
from shuniu.kernel.organisation.actor import SYSTEM, Actor, citizen
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.workdays.explanation import chinese_date
from shuniu.kernel.workdays.periods import local_day
from shuniu.public.petitions.models import Petition, Petitioner
from shuniu.public.petitions.operations.secrets import refuse_secrets
from shuniu.public.petitions.procedures import PetitionProcedure
from shuniu.public.petitions.queries.reviewers import reviewing_of

CITIZENS_STEPS = ("add_statement", "request_review", "request_recheck", "rate", "withdraw")
ASKING = {"request_review": "ask_review", "request_recheck": "ask_recheck"}
"""A request for review or re-review, and the clock of the term in which it may be made."""
TERM_OF = {"answered": "start_review_term", "review_answered": "start_recheck_term"}
"""What a delivery begins: the term for asking to review, or to review again."""


def perform(
    step: str,
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
    """Take the step, with all that follows from it in the same transaction. Raises ``StepRefused`` in words.

    ``data`` holds what the step's form asked for (unit ids as numbers). A delivery also begins the term for the next
    request; a request for review goes to the organ above unless another unit is named.
    """
    given = dict(data or {})
    refuse_secrets(note, *(value for value in given.values() if isinstance(value, str)))
    brought = _kept(files, actor, at)
    with transaction.atomic():
        if (brought or step == "deliver_opinion") and repeated(
            PetitionProcedure.steps[step], load_locked(matter.pk).matter.pk, key
        ):
            return matter
        if step in ASKING:
            given = _to_the_organ_above(step, matter, given)
        if brought:
            given["file_names"] = [one.name for one in brought]
            given["file_digests"] = [one.sha256 for one in brought]
        done = take(PetitionProcedure.steps[step], matter, actor=actor, at=at, data=_named(given), note=note,
                    expected=expected, key=key)  # fmt: skip
        attach([one.pk for one in brought], matter_id=done.pk, role="citizen" if actor.kind == "citizen" else "staff")
        _follow(step, done, given, at)
    return done


def citizen_step(
    step: str,
    matter: Matter,
    *,
    at: datetime,
    data: Mapping[str, Any] | None = None,
    files: Sequence[UploadedFile[Any]] = (),
    key: str | None = None,
    address: str = "",
) -> Matter:
    """One of the petitioner's own steps: ``add_statement`` (text), ``request_review`` and ``request_recheck`` (reason),
    ``rate`` (office and organ, 1 to 3), ``withdraw``. Raises ``StepRefused`` in words a citizen understands.
    """
    if step not in CITIZENS_STEPS:
        raise StepRefused(_("这一步不能在这里办理。"))
    refuse_late_request(step, matter, at)
    return perform(step, matter, actor=citizen(matter.pk, address=address), at=at, data=data, files=files, key=key)


def refuse_late_request(step: str, matter: Matter, at: datetime) -> None:
    """Thirty days from the day the paper came (arts. 35 and 36); who had a good reason tells the petition office."""
    clock = Clock.objects.filter(matter_id=matter.pk, name=ASKING.get(step, "")).first()
    if clock is not None and clock.stopped_at is None and at > clock.legal_due:
        raise StepRefused(
            _("可以提出请求的期限已于%(day)s届满。因正当理由耽误的，请联系信访部门说明情况。")
            % {"day": chinese_date(local_day(clock.legal_due))}
        )


def _kept(files: Sequence[UploadedFile[Any]], actor: Actor, at: datetime) -> list[Attachment]:
    """Check the files and keep them, not yet bound to anything. Raises ``StepRefused`` naming the one that will not do."""
    kept, limits = [], STAFF if actor.is_staff else CITIZEN
    for file in files:
        try:
            kept.append(receive(file, at=at, limits=limits, by=actor.person_id))
        except Refused as refusal:
            raise StepRefused(_("“%(name)s”：%(why)s") % {"name": file.name, "why": str(refusal)}) from refusal
    return kept


def _to_the_organ_above(step: str, matter: Matter, given: dict[str, Any]) -> dict[str, Any]:
    """The request goes to the organ next above the one that decided: who decided is the lead until the request moves it."""
    decided = Petition.objects.values_list("handled_by", flat=True).get(pk=matter.pk)
    if step == "request_recheck":
        decided = Matter.objects.values_list("unit_id", flat=True).get(pk=matter.pk)
    reviewing = reviewing_of(decided)
    if given.get("unit"):
        if decided in (given["unit"], tree().department_of(given["unit"]).id):
            raise StepRefused(_("复查、复核应当由上一级机关办理，不能由原办理机关办理。"))
        organ = tree().name(given["unit"])
        return {"organ": reviewing.organ.name if reviewing and reviewing.unit.id == given["unit"] else organ, **given}
    if reviewing is None:
        raise StepRefused(
            _("%(unit)s的上一级机关不在本系统办理复查复核，请携带意见书直接向该机关提出。")
            % {"unit": tree().name(decided) or _("原办理机关")}
        )
    return {**given, "unit": reviewing.unit.id, "organ": reviewing.organ.name}


def _named(data: Mapping[str, Any]) -> dict[str, Any]:
    """Units by id for the machine and by their name of this day for the record."""
    named = dict(data)
    if named.get("unit"):
        named["unit_name"] = named.get("organ") or tree().name(named["unit"])
    return named


def _follow(step: str, matter: Matter, given: Mapping[str, Any], at: datetime) -> None:
    """What the step brings with it: a sealed matter seals its petitioner, a delivery begins the term it is told for."""
    if matter.sealed:
        Petitioner.objects.filter(pk=matter.pk, sealed=False).update(sealed=True)
    term = TERM_OF.get(matter.state) if step == "deliver_opinion" else None
    if term is not None and not matter.passages.filter(step=term).exists():
        take(PetitionProcedure.steps[term], matter, actor=SYSTEM, at=at, data={"delivered_on": given["delivered_on"]})
