"""Disclosure's testimony: an applicant's words are still those whose digest the opening passage carries."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from shuniu.kernel.audit.scan import Fault
from shuniu.kernel.audit.verification import Problem
from shuniu.kernel.casework.models import Matter, Passage
from shuniu.public.disclosure.digest import digest_of
from shuniu.public.disclosure.models import InformationRequest
from shuniu.public.disclosure.procedures import InformationRequestProcedure

CHUNK = 1000


def words_agree() -> Iterator[Problem]:
    """Title and text of every request against the digest in its opening passage."""
    last = 0
    requests = Matter.objects.filter(kind=InformationRequestProcedure.kind).order_by("pk")
    while True:
        chunk = list(requests.filter(pk__gt=last).values_list("pk", "number", "title")[:CHUNK])
        if not chunk:
            return
        last = chunk[-1][0]
        keys = [pk for pk, _number, _title in chunk]
        said = dict(Passage.objects.filter(matter_id__in=keys, seq=1).values_list("matter_id", "data"))
        texts = dict(InformationRequest.objects.filter(pk__in=keys).values_list("pk", "text"))
        for pk, number, title in chunk:
            if pk not in texts:
                yield _problem(pk, number or "", _("公开申请的内容已被删除"))
            elif (said.get(pk) or {}).get("digest") != digest_of(title, texts[pk]):
                yield _problem(pk, number or "", _("公开申请的标题或内容与登记时不符，已被改动"))


def _problem(pk: int, number: str, words: str) -> Problem:
    return Problem(Fault.WITNESS, words, f"m:{pk}", 1, None, None, pk, number)
