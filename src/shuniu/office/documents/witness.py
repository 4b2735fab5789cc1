"""The documents' testimony: every version is still the one whose digest its passage carries."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from shuniu.kernel.audit.scan import Fault
from shuniu.kernel.audit.verification import Problem
from shuniu.kernel.casework.models import Matter, Passage
from shuniu.office.documents.digest import digest_of
from shuniu.office.documents.models import Version
from shuniu.office.documents.procedures.outgoing import OutgoingPaper

CHUNK = 500
SAYING = ("draft", "revise", "amend", "correct")
"""Steps that bring a version."""


def words_agree() -> Iterator[Problem]:
    """Every version of every paper against the digest in the passage that brought it."""
    last = 0
    while True:
        rows = Matter.objects.filter(kind=OutgoingPaper.kind, pk__gt=last).order_by("pk")
        chunk = dict(rows.values_list("pk", "number")[:CHUNK])
        if not chunk:
            return
        last = max(chunk)
        versions = Version.objects.filter(matter_id__in=chunk)
        found = {
            (pk, no): (kept, digest_of(content))
            for pk, no, kept, content in versions.values_list("matter_id", "no", "digest", "content")
        }
        passages = Passage.objects.filter(matter_id__in=chunk, step__in=SAYING).order_by("matter_id", "seq")
        for pk, seq, data in passages.values_list("matter_id", "seq", "data"):
            kept = found.pop((pk, data.get("version")), None)
            if kept is None:
                yield _problem(pk, chunk[pk] or "", seq, _("第%(no)s稿已被删除") % {"no": data.get("version")})
            elif set(kept) != {data.get("digest")}:
                yield _problem(
                    pk, chunk[pk] or "", seq, _("第%(no)s稿与保存时不符，已被改动") % {"no": data.get("version")}
                )
        for pk, no in found:
            yield _problem(pk, chunk[pk] or "", None, _("第%(no)s稿没有留痕，是另行添加的") % {"no": no})


def _problem(pk: int, number: str, seq: int | None, words: str) -> Problem:
    return Problem(Fault.WITNESS, words, f"m:{pk}", seq, None, None, pk, number)
