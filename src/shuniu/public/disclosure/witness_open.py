"""The testimony of publications: every version's words are those whose digest stands in the passage that brought them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from django.utils.translation import gettext as _

from shuniu.kernel.audit.scan import Fault
from shuniu.kernel.audit.verification import Problem
from shuniu.kernel.casework.models import Matter, Passage
from shuniu.public.disclosure.digest import digest_of
from shuniu.public.disclosure.models import PublicationText
from shuniu.public.disclosure.procedures import PublicationProcedure
from shuniu.public.disclosure.procedures.publication import SUBMITTING

CHUNK = 200
WROTE = (*SUBMITTING, "amend")


def texts_agree() -> Iterator[Problem]:
    """Version n is the n-th passage that wrote; its digest is in the record."""
    last = 0
    while True:
        rows = Matter.objects.filter(kind=PublicationProcedure.kind, pk__gt=last).order_by("pk")
        chunk = dict(rows.values_list("pk", "number")[:CHUNK])
        if not chunk:
            return
        last = max(chunk)
        told: dict[int, list[str]] = defaultdict(list)
        passages = Passage.objects.filter(matter_id__in=chunk, step__in=WROTE).order_by("matter_id", "seq")
        for pk, data in passages.values_list("matter_id", "data"):
            told[pk].append(str(data.get("digest", "")))
        held: dict[int, dict[int, str]] = defaultdict(dict)
        texts = PublicationText.objects.filter(matter_id__in=chunk)
        for pk, version, title, text in texts.values_list("matter_id", "version", "title", "text"):
            held[pk][version] = digest_of(title, text)
        for pk, number in chunk.items():
            yield from _of_matter(pk, number or "", told[pk], held[pk])


def _of_matter(pk: int, number: str, told: list[str], held: dict[int, str]) -> Iterator[Problem]:
    for version, digest in enumerate(told, 1):
        if version not in held:
            words = _("公开信息第%(version)s版的文字已被删除") % {"version": version}
            yield Problem(Fault.WITNESS, words, f"m:{pk}", version, None, None, pk, number)
        elif held[version] != digest:
            words = _("公开信息第%(version)s版的文字与记录不符，已被改动") % {"version": version}
            yield Problem(Fault.WITNESS, words, f"m:{pk}", version, None, None, pk, number)
