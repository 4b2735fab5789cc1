"""The testimony of petitions: a petitioner's words are still those whose digest the opening passage carries."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from shuniu.kernel.audit.scan import Fault
from shuniu.kernel.audit.verification import Problem
from shuniu.kernel.casework.models import Matter, Passage
from shuniu.public.petitions.digest import digest_of
from shuniu.public.petitions.models import Petition
from shuniu.public.petitions.procedures import PetitionProcedure

CHUNK = 1000


def words_agree() -> Iterator[Problem]:
    """Title, text and place of every petition against the digest in its opening passage."""
    last = 0
    while True:
        rows = Matter.objects.filter(kind=PetitionProcedure.kind, pk__gt=last).order_by("pk")
        chunk = {pk: (number, title) for pk, number, title in rows.values_list("pk", "number", "title")[:CHUNK]}
        if not chunk:
            return
        last = max(chunk)
        opening = dict(Passage.objects.filter(matter_id__in=chunk, seq=1).values_list("matter_id", "data"))
        for pk, text, place in Petition.objects.filter(pk__in=chunk).values_list("pk", "text", "place"):
            number, title = chunk.pop(pk)
            said = opening.get(pk)
            if not isinstance(said, dict) or said.get("digest") != digest_of(title, text, place):
                yield _problem(pk, number or "", _("信访事项的标题、内容或地点与登记时不符，已被改动"))
        for pk, (number, _title) in chunk.items():
            yield _problem(pk, number or "", _("信访事项的内容已被删除"))


def _problem(pk: int, number: str, words: str) -> Problem:
    return Problem(Fault.WITNESS, words, f"m:{pk}", 1, None, None, pk, number)
