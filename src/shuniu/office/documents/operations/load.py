"""超过上年度的说明: the unit that issued more than last year says why, in writing."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from shuniu.kernel.audit.operations import append_shared
from shuniu.kernel.casework.case import NotAllowed, StepRefused
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.tree import tree
from shuniu.office.documents.archiving import Counted
from shuniu.office.documents.events_archive import EXPLAINED, STEM
from shuniu.office.documents.models.archive import LoadExplanation
from shuniu.office.documents.operations.incoming_intake import refuse_secrets
from shuniu.office.documents.queries.load import figure_of, may_explain


def explain(
    counted: Counted, year: int, unit: int, text: str, *, actor: Actor, at: datetime, on: date
) -> LoadExplanation:
    """Keep the explanation with the figures of that day. Raises ``StepRefused`` in words."""
    refuse_secrets(text)
    if not may_explain(actor, unit):
        raise NotAllowed(_("只有本单位负责人或者办公室负责人可以说明。"))
    figure = figure_of(counted, year, on, unit)
    if not counted.issued or not figure.ahead:
        raise StepRefused(_("本单位发文没有超过上年度，不需要说明。"))
    with transaction.atomic():
        made, fresh = LoadExplanation.objects.get_or_create(
            year=year, kind=counted.kind, unit_id=unit, text=text, by_id=actor.person_id or 0,
            defaults={"this_year": figure.now, "last_year": figure.before, "at": at},
        )  # fmt: skip
        if not fresh:
            return made  # A second click.
        body = {"unit": tree().name(unit), "year": year, "text": text, "now": figure.now, "before": figure.before}
        append_shared(STEM, EXPLAINED, at=at, actor=actor, body=body)
    return made
