"""督查通报: drafted, approved, issued; what was issued stands in the register of incentive and constraint."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from shuniu.kernel.casework.case import StepRefused
from shuniu.kernel.casework.models import Link, Matter
from shuniu.kernel.casework.queries import matter_for
from shuniu.kernel.casework.taking import link, load_locked, open_matter, repeated, take
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.typesetting import setting
from shuniu.kernel.typesetting.paper import Paper
from shuniu.kernel.workdays.periods import local_day
from shuniu.office.supervision.models import Circular, Mention
from shuniu.office.supervision.operations.assigning import refuse_closed
from shuniu.office.supervision.operations.evidence import refuse_secrets
from shuniu.office.supervision.procedures.assignment import Supervised
from shuniu.office.supervision.procedures.circular import Notified


def draft(title: str, data: Mapping[str, Any], *, actor: Actor, at: datetime, key: str | None = None) -> Matter:
    """A circular about some assignments, which it is linked to. Raises ``StepRefused`` in words."""
    given = _checked(title, data, actor)
    about = [_wanted(actor, number) for number in given["assignments"]]
    with transaction.atomic():
        made = open_matter(
            Notified.draft, Circular(), actor=actor, at=at, title=title, source="hand", key=key, data=given,
        )  # fmt: skip
        for one in about:
            link(one, made, Link.Kind.LED_TO, at=at)
    return made


def _checked(title: str, data: Mapping[str, Any], actor: Actor) -> dict[str, Any]:
    refuse_secrets(title, str(data.get("text", "")))
    units = list(dict.fromkeys(data.get("units") or ()))
    if not units:
        raise StepRefused(_("请选择通报涉及的单位。"))
    refuse_closed({"assisting": units})
    numbers = list(dict.fromkeys(data.get("assignments") or ()))
    names = [tree().name(unit) for unit in units]
    return {**data, "praise": bool(data.get("praise")), "units": units, "unit_names": names, "assignments": numbers}


def _wanted(actor: Actor, number: str) -> Matter:
    try:
        found = matter_for(actor, number)
    except Http404:
        found = None
    if found is None or found.kind != Supervised.kind:
        raise StepRefused(_("没有编号为 %(number)s 的督查事项，请核对。") % {"number": number})
    return found


def perform(
    name: str,
    matter: Matter,
    *,
    actor: Actor,
    at: datetime,
    data: Mapping[str, Any] | None = None,
    note: str = "",
    files: Sequence[Any] = (),
    expected: int | None = None,
    key: str | None = None,
) -> Matter:
    """Take a step on a circular. When it is issued its units enter the register."""
    step, given = Notified.steps[name], dict(data or {})
    refuse_secrets(note, *[value for value in given.values() if isinstance(value, str)])
    with transaction.atomic():
        case = load_locked(matter.pk)
        if repeated(step, matter.pk, key):
            return case.matter
        if name == "amend":
            given = _checked(str(given.get("title") or matter.title), given, actor)
        if name == "issue":
            # The units that are named become parties: from now on they see what is said of them.
            given |= {"unit": case.detail.units[0], "assisting": case.detail.units[1:]}
        done = take(step, case.matter, actor=actor, at=at, data=given, note=note, expected=expected, key=key)
        if name == "amend":
            for number in given["assignments"]:
                link(_wanted(actor, number), done, Link.Kind.LED_TO, at=at)
        if name == "issue":
            _register(done, case.detail, at)
    return done


def _register(matter: Matter, detail: Circular, at: datetime) -> None:
    rows = [Mention(matter=matter, unit_id=unit, praise=detail.praise, on=local_day(at)) for unit in detail.units]
    Mention.objects.bulk_create(rows, ignore_conflicts=True)


def sheet(matter: Matter, detail: Circular, *, at: datetime) -> bytes:
    """The circular as an official paper; before it is issued, as a draft. Raises NoChineseFont and BadPaper."""
    office = _("%(city)s人民政府办公室") % {"city": settings.CITY}
    day = detail.issued_on or local_day(at)
    paper = Paper(
        title=matter.title, text=detail.text, organs=(office,), number=detail.document_number,
        recipients="、".join(tree().name(unit) for unit in detail.units), signed_on=day, issuer=office, issued_on=day,
    )  # fmt: skip
    return setting.pdf_of(paper, at=at, draft=detail.issued_on is None).file
