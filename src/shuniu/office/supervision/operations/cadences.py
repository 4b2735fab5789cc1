"""办理节奏 entered by the section: a change is a new row from now on; what runs keeps its own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from shuniu.kernel.audit.operations import append_shared
from shuniu.kernel.casework.case import StepRefused
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.workdays.periods import Period, Unit
from shuniu.office.supervision.cadences import as_data
from shuniu.office.supervision.models import Cadence
from shuniu.office.supervision.queries.cadences import cadence_named


def save_cadence(
    code: str,
    name: str,
    source: str,
    confirmed: bool,
    steps: Mapping[str, tuple[int, str]],
    *,
    actor: Actor,
    at: datetime,
) -> Cadence:
    """The cadence of that code from now on. The same again changes nothing."""
    data = as_data({stage: Period(length, Unit(unit)) for stage, (length, unit) in steps.items()})
    before = cadence_named(code)
    if before is not None and (before.name, before.source, before.confirmed, before.steps) == (
        name,
        source,
        confirmed,
        data,
    ):
        known = Cadence.objects.filter(code=code, retired_at=None).first()
        if known is not None:
            return known
    try:
        with transaction.atomic():
            Cadence.objects.filter(code=code, retired_at=None).update(retired_at=at)
            made = Cadence.objects.create(
                code=code, name=name, source=source, confirmed=confirmed, steps=data, since=at
            )
            told = {
                "what": _("办理节奏 %(name)s") % {"name": name},
                "before": _said(before.steps if before else {}),
                "after": _said(data),
            }
            append_shared("system", "configuration.changed", at=at, actor=actor, body=told)
    except IntegrityError as error:
        raise StepRefused(_("另一位同事刚刚修改了这项节奏，请刷新后再改。")) from error
    return made


def _said(steps: Mapping[str, Any]) -> str:
    return "；".join(f"{stage} {length} {unit}" for stage, (length, unit) in steps.items())
