"""A step on a petition, from the office's desk or from the petitioner's page: one verb, with all that follows from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from shuniu.kernel.casework.case import StepRefused
from shuniu.kernel.casework.models import Clock, Link, Matter
from shuniu.kernel.casework.taking import link, load_locked, repeated, take
from shuniu.kernel.files.receiving import attach
from shuniu.kernel.law import labels
from shuniu.kernel.organisation.actor import SYSTEM, Actor, citizen
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.workdays.periods import local_day
from shuniu.public.petitions.models import Petition, Petitioner
from shuniu.public.petitions.operations.filing import earlier_of
from shuniu.public.petitions.operations.receiving import kept
from shuniu.public.petitions.operations.secrets import refuse_secrets
from shuniu.public.petitions.procedures import PetitionProcedure
from shuniu.public.petitions.queries.reviewers import reviewing_of
from shuniu.public.petitions.roles import HOME

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
    brought = kept(files, actor=actor, at=at)
    with transaction.atomic():
        if (brought or step == "deliver_opinion") and repeated(
            PetitionProcedure.steps[step], load_locked(matter.pk).matter.pk, key
        ):
            return matter
        if step == "lapse":
            refuse_early_lapse(matter, at)
        if step == "agree_to_return":
            # The organ that returned it is party no longer: under seal it may be the one accused.
            given["unit"] = tree().by_code[HOME]
        if step in ASKING:
            given = _to_the_organ_above(step, matter, given)
        if brought:
            given["file_names"] = [one.name for one in brought]
            given["file_digests"] = [one.sha256 for one in brought]
        done = take(PetitionProcedure.steps[step], matter, actor=actor, at=at, data=_named(given), note=note,
                    expected=expected, key=key)  # fmt: skip
        attach([one.pk for one in brought], matter_id=done.pk, role="citizen" if actor.kind == "citizen" else "staff")
        _follow(step, done, given, actor, at)
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
            % {"day": labels.day(local_day(clock.legal_due))}
        )


def refuse_early_lapse(matter: Matter, at: datetime) -> None:
    """Nobody's right to ask ends before its term does: neither while it runs nor while no delivery has begun it."""
    clock = Clock.objects.filter(matter_id=matter.pk, name__in=ASKING.values(), stopped_at=None).first()
    if clock is None:
        raise StepRefused(_("意见书尚未登记送达，请求复查、复核的期限没有起算。"))
    if at <= clock.legal_due:
        raise StepRefused(
            _("信访人可以在%(day)s以前提出请求，期限届满后才能办结。") % {"day": labels.day(local_day(clock.legal_due))}
        )


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


def _follow(step: str, matter: Matter, given: Mapping[str, Any], actor: Actor, at: datetime) -> None:
    """What the step brings with it: a sealed matter seals its petitioner, a screening joins what is the same, a delivery
    begins the term that it is told for."""
    if matter.sealed:
        Petitioner.objects.filter(pk=matter.pk, sealed=False).update(sealed=True)
    if step == "screen" and given.get("earlier"):
        link(matter, earlier_of(str(given["earlier"]), actor), Link.Kind.REPEATS, at=at)
    term = TERM_OF.get(matter.state) if step == "deliver_opinion" else None
    if term is not None and not matter.passages.filter(step=term).exists():
        take(PetitionProcedure.steps[term], matter, actor=SYSTEM, at=at, data={"delivered_on": given["delivered_on"]})
