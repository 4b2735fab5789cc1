"""纪要: a version is kept, its decisions are read, and the approved one is typeset."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from shuniu.kernel.audit.encoding import sm3
from shuniu.kernel.casework.case import Case, StepRefused
from shuniu.kernel.casework.models import Matter
from shuniu.kernel.numbering.operations import next_number
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.typesetting.paper import Form, Paper
from shuniu.kernel.typesetting.setting import pdf_of
from shuniu.kernel.workdays.periods import local_day
from shuniu.office.meetings import decisions_text
from shuniu.office.meetings.models import Meeting, Minutes, Resolution, Series
from shuniu.office.meetings.operations.refusing import acting, refuse, refuse_secrets
from shuniu.office.meetings.queries.people import closed_unit

FIELDS = ("title", "text", "present", "absent", "attending", "copies")


def digest_of(said: Mapping[str, Any]) -> str:
    """SM3 of a version's words; the passage that brought it carries the same."""
    words = [str(said.get(name) or "") for name in FIELDS]
    return sm3(json.dumps(words, ensure_ascii=False, separators=(",", ":")).encode()).hex()


def before_drafting(case: Case, given: Mapping[str, Any]) -> dict[str, Any]:
    """What the passage says of a version. Raises ``StepRefused`` for a decision that nobody could carry out."""
    refuse_secrets(*(given.get(name) for name in FIELDS))
    if not str(given.get("text") or "").strip():
        raise StepRefused(_("纪要没有正文，请写好后再报审。"))
    refuse(decisions_text.read(str(given["text"]), closed_unit).faults)
    return {"no": _next(case), "digest": digest_of(given)}


def _next(case: Case) -> int:
    return int(case.detail.minutes) + 1


def keep_version(matter: Matter, no: int, given: Mapping[str, Any], actor: Actor, at: datetime) -> Minutes:
    words = {name: str(given.get(name) or "") for name in FIELDS}
    words["title"], words["copies"] = words["title"][:200] or matter.title, words["copies"][:500]
    return Minutes.objects.create(matter=matter, no=no, digest=digest_of(given), by_id=acting(actor), at=at, **words)


def version_of(meeting: Meeting) -> Minutes | None:
    return Minutes.objects.filter(matter_id=meeting.pk, no=meeting.minutes).first()


def before_approving(case: Case, at: datetime) -> dict[str, Any]:
    """The decisions are read once more: a unit may have been merged since the draft. The number comes last."""
    version = version_of(case.detail)
    if version is None:
        raise StepRefused(_("没有找到报审的纪要。"))
    found = decisions_text.read(version.text, closed_unit)
    refuse(found.faults)
    day = local_day(at)
    return {"decisions": len(found.decisions), "on": day.isoformat(), "number": _number(case.detail, at)}


def _number(meeting: Meeting, at: datetime) -> str:
    """〔2026〕14号, counted for each mark: the executive meetings for themselves."""
    mark = mark_of(meeting)
    return next_number("meetings.minutes", local_day(at), unit=mark).removeprefix(mark)


def mark_of(meeting: Meeting) -> str:
    """发文机关标志."""
    series = Series.objects.filter(pk=meeting.series_id).first() if meeting.series_id else None
    return series.mark if series is not None and series.mark else f"{settings.CITY}人民政府专题会议纪要"


def keep_decisions(matter: Matter) -> None:
    """One row for each decision of the approved version."""
    meeting = Meeting.objects.get(pk=matter.pk)
    version = version_of(meeting)
    if version is None:
        return
    found = decisions_text.read(version.text, closed_unit).decisions
    Resolution.objects.bulk_create(
        Resolution(
            matter=matter, no=no, text=one.text, unit_id=one.unit, due_on=one.due_on, assisting=list(one.assisting)
        )
        for no, one in enumerate(found, start=1)
    )


def paper_of(meeting: Meeting, version: Minutes) -> Paper:
    """The minutes as GB/T 9704-2012, 10.3 sets them."""
    organ = f"{settings.CITY}人民政府办公室"
    return Paper(
        title=version.title, text=decisions_text.printed(version.text, closed_unit), organs=(organ,), form=Form.MINUTES,
        mark=mark_of(meeting), number=meeting.minutes_number, signed_on=meeting.minutes_on, present=version.present,
        absent=version.absent, attending=version.attending, copies=version.copies, issuer=organ,
        issued_on=local_day(meeting.sent_at) if meeting.sent_at else meeting.minutes_on,
    )  # fmt: skip


def pdf(meeting: Meeting, version: Minutes, *, at: datetime) -> bytes:
    """The PDF; before approval it says that it is a draft. Raises NoChineseFont."""
    return pdf_of(paper_of(meeting, version), at=at, draft=not meeting.minutes_number).file
