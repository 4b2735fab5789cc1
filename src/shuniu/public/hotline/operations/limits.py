"""Setting the hotline's local limits. Each change has a source and a day from which it holds, and is an event."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from shuniu.kernel.audit.operations import append_shared
from shuniu.kernel.law import labels
from shuniu.kernel.law.limits import all_rules, limit
from shuniu.kernel.law.operations import LawError, LimitSet, set_limit
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.workdays import Period
from shuniu.kernel.workdays.explanation import chinese_date

PREFIX = "hotline."
EXTENSION = "hotline.extension"
EXTENDED = ("hotline.handle.", "hotline.answer.", "hotline.redo")
"""Limits of clocks that an extension lengthens: both must count in the same unit."""


@dataclass(frozen=True, slots=True)
class Change:
    """A new value of a local limit, from a day on, with the paper that says so."""

    key: str
    period: Period
    effective_from: date
    source_title: str
    source_number: str = ""
    note: str = ""


def change_limit(change: Change, *, actor: Actor, at: datetime, on: date) -> LimitSet:
    """Set a limit of the hotline. Running clocks keep their length. Raises ``LawError`` in words."""
    rule = next((one for one in all_rules() if one.key == change.key and one.key.startswith(PREFIX)), None)
    if rule is None:
        raise LawError(_("没有这项时限。"))
    if change.effective_from < on:
        raise LawError(_("施行日期不能早于今天：已经开始的期限不能事后改变。"))
    _refuse_other_unit(change)
    with transaction.atomic():
        done = set_limit(
            key=change.key, period=change.period, effective_from=change.effective_from,
            source_title=change.source_title, source_number=change.source_number, note=change.note,
        )  # fmt: skip
        source = "，".join(filter(None, (change.source_title.strip(), change.source_number.strip())))
        after = _("%(period)s（自%(day)s起，依据：%(source)s）") % {
            "period": labels.period(change.period), "day": chinese_date(change.effective_from), "source": source,
        }  # fmt: skip
        body = {"what": str(rule.label), "before": labels.period(done.before), "after": after, "key": change.key}
        append_shared("system", "configuration.changed", at=at, actor=actor, body=body)
    return done


def _refuse_other_unit(change: Change) -> None:
    """An extension in days could not be added to a period in hours."""
    if change.key == EXTENSION:
        fellows = [one.key for one in all_rules() if one.key.startswith(EXTENDED)]
    elif change.key.startswith(EXTENDED):
        fellows = [EXTENSION]
    else:
        return
    for key in fellows:
        other = limit(key, change.effective_from)
        if other.value.unit is not change.period.unit:
            raise LawError(
                _("单位须与“%(label)s”（%(period)s）相同，否则延期无法计算。")
                % {"label": _(other.label), "period": labels.period(other.value)}
            )
