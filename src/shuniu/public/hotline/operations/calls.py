"""接电话登记: what the operator decides while the caller is still on the line, in one transaction with the registration."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.http import Http404
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from shuniu.kernel.audit.operations import append_shared
from shuniu.kernel.casework.case import StepRefused
from shuniu.kernel.casework.models import Matter
from shuniu.kernel.casework.queries import matter_for
from shuniu.kernel.casework.taking import load_locked
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.personal import fingerprint
from shuniu.public.hotline.digest import digest_of
from shuniu.public.hotline.events import CODE_REFUSED, CODE_REISSUED
from shuniu.public.hotline.models import Article, Contact, Request
from shuniu.public.hotline.operations.citizens import reissue_code
from shuniu.public.hotline.operations.handling import act
from shuniu.public.hotline.operations.intake import Report, Submitted, submit, title_of
from shuniu.public.hotline.operations.joining import join
from shuniu.public.hotline.procedures import HotlineRequest

ENDINGS = ("dispatch", "answer_at_once", "pass_on_emergency", "explain_path")
"""The steps that may follow the registration at once, besides ``join``; without one the request waits for the dispatcher."""


@dataclass(frozen=True, slots=True)
class Ending:
    """What becomes of the call. ``step`` is one of ``ENDINGS``, ``join`` or empty; ``article`` is the code of the answer used."""

    step: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""
    article: str = ""


def take_call(report: Report, ending: Ending, *, actor: Actor, at: datetime, source: str, key: str) -> Submitted:
    """Register a call and take what the operator chose, both or neither.

    Raises ``StepRefused`` in words: then no number was drawn and nothing was written. A repeated ``key`` answers the
    matter of the first submission; if its words were changed meanwhile they are refused, not silently dropped.
    """
    fresh: list[Matter] = []
    with transaction.atomic():
        # The main request is locked before the number is drawn: whoever splits it holds it and waits for the counter.
        main = _locked(actor, str(ending.data.get("into", ""))) if ending.step == "join" else None
        taken = submit(report, actor=actor, at=at, source=source, key=key, then=fresh.append)
        if not fresh:
            _refuse_other_words(taken.matter, report)
        elif main is not None:
            join(taken.matter, main, actor=actor, at=at, key=key)
        elif ending.step:
            _end(taken.matter, ending, actor=actor, at=at, key=key)
    return taken


def _refuse_other_words(matter: Matter, report: Report) -> None:
    said = digest_of(title_of(report), report.text, report.place[:200])
    if Request.objects.filter(pk=matter.pk, digest=said).exists():
        return
    raise StepRefused(
        _("这张登记单已经登记为 %(number)s，内容不能再改。补充的情况请登记在该件上，另一件事请从“下一个来电”开始。")
        % {"number": matter.number}
    )


def _end(matter: Matter, ending: Ending, *, actor: Actor, at: datetime, key: str) -> None:
    if ending.step not in ENDINGS:
        raise StepRefused(_("登记时不能办理这一步。"))
    data = dict(ending.data)
    if ending.article:
        data["article"] = ending.article
    act(ending.step, matter, actor=actor, at=at, data=data, note=ending.note, key=key)
    if ending.article and ending.step == "answer_at_once":
        used = Article.objects.filter(code=ending.article, status=Article.Status.PUBLISHED)
        used.update(used=F("used") + 1)


def _locked(actor: Actor, number: str) -> Matter:
    try:
        matter = matter_for(actor, number)
    except Http404:
        matter = None
    if matter is None or matter.kind != HotlineRequest.kind:
        raise StepRefused(_("没有编号为 %(number)s 的诉求，请核对。") % {"number": number})
    return load_locked(matter.pk).matter


def reissue(number: str, phone: str, *, actor: Actor, at: datetime) -> Submitted:
    """A new query code for a caller whose telephone is the one of the request; the old code ends, the act is recorded.

    Raises ``StepRefused`` in the same words for a wrong number and for a wrong telephone: nobody learns which it was.
    What was refused is recorded too: asking again and again would tell who reported a sealed matter.
    """
    matter = Matter.objects.filter(kind=HotlineRequest.kind, number=number).first()
    stored = Contact.objects.filter(pk=matter.pk).values_list("phone_hash", flat=True).first() if matter else ""
    given = fingerprint("".join(filter(str.isdigit, phone))) or "-"
    if matter is None or not constant_time_compare(stored or "", given):
        _record(CODE_REFUSED, number[:40], matter, actor=actor, at=at)
        raise StepRefused(_("编号与来电号码不符，不能重新发放。请核对；不是用登记时的电话打来的，请来电人到窗口办理。"))
    with transaction.atomic():
        code = reissue_code(matter)
        _record(CODE_REISSUED, number, matter, actor=actor, at=at)
    return Submitted(matter, code)


def _record(type: str, number: str, matter: Matter | None, *, actor: Actor, at: datetime) -> None:
    body = {"success": type == CODE_REISSUED, "number": number, "address": actor.address}
    with transaction.atomic():
        append_shared("access", type, at=at, actor=actor, subject=matter.pk if matter else None, body=body)
