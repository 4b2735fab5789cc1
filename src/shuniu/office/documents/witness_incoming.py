"""The incoming papers' testimony: title, organ, number and text are still those whose digest the opening passage carries."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from shuniu.kernel.audit.scan import Fault
from shuniu.kernel.audit.verification import Problem
from shuniu.kernel.casework.models import Matter, Passage
from shuniu.office.documents.models.incoming import Incoming
from shuniu.office.documents.operations.incoming_intake import digest_of
from shuniu.office.documents.procedures.incoming import IncomingPaper

CHUNK = 500


def papers_agree() -> Iterator[Problem]:
    last = 0
    while True:
        rows = Matter.objects.filter(kind=IncomingPaper.kind, pk__gt=last).order_by("pk").values_list("pk", "number")
        chunk = dict(rows[:CHUNK])
        if not chunk:
            return
        last = max(chunk)
        opening = dict(Passage.objects.filter(matter_id__in=chunk, seq=1).values_list("matter_id", "data"))
        papers = Incoming.objects.filter(pk__in=chunk).values_list("pk", "title", "organ", "original_number", "text")
        for pk, title, organ, number, text in papers:
            said = opening.get(pk)
            if not isinstance(said, dict) or said.get("digest") != digest_of(title, organ, number, text):
                yield _problem(pk, chunk[pk] or "", _("来文的标题、单位、文号或正文与登记时不符，已被改动"))
            chunk.pop(pk)
        for pk, own in chunk.items():
            yield _problem(pk, own or "", _("来文的内容已被删除"))


def _problem(pk: int, number: str, words: str) -> Problem:
    return Problem(Fault.WITNESS, words, f"m:{pk}", 1, None, None, pk, number)
