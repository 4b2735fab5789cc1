"""What a citizen may do with number and query code, without an account."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from shuniu.kernel.casework.case import StepRefused
from shuniu.kernel.casework.following import new_code
from shuniu.kernel.casework.models import Matter
from shuniu.kernel.law import labels
from shuniu.kernel.organisation.actor import Actor, citizen
from shuniu.kernel.organisation.personal import fingerprint
from shuniu.kernel.workdays.periods import local_day
from shuniu.public.hotline.models import Request
from shuniu.public.hotline.operations.handling import act
from shuniu.public.hotline.queries.citizens import appeal_until

CITIZENS_STEPS = ("add_material", "urge", "rate", "appeal", "withdraw")


def reissue_code(matter: Matter) -> str:
    """A new query code for a reporter who lost theirs and whom the operator has recognised; the old one ends."""
    code = new_code()
    with transaction.atomic():
        Request.objects.filter(pk=matter.pk).update(query_hash=fingerprint(code))
    return code


def citizen_act(
    name: str,
    matter: Matter,
    *,
    at: datetime,
    data: dict[str, Any] | None = None,
    key: str | None = None,
    address: str = "",
) -> Matter:
    """One of the citizen's own steps. Raises ``StepRefused`` in words a citizen understands."""
    if name not in CITIZENS_STEPS:
        raise StepRefused(_("这一步不能在这里办理。"))
    actor: Actor = citizen(matter.pk, address=address)
    if name == "appeal":
        refuse_late_appeal(matter, at)
    return act(name, matter, actor=actor, at=at, data=data, key=key)


def refuse_late_appeal(matter: Matter, at: datetime) -> None:
    until = appeal_until(matter)
    if until is not None and at > until:
        raise StepRefused(
            _("申请复核的期限已于%(day)s届满。您可以重新反映，并写明原诉求编号。")
            % {"day": labels.day(local_day(until))}
        )
