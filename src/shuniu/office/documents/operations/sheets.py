"""版面: a paper's sheets as pictures. Set once and remembered for as long as nothing about the paper changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

import pypdfium2
from django.http import Http404

from shuniu.kernel.files.models import Attachment
from shuniu.kernel.files.receiving import attachments_of
from shuniu.kernel.pdfium import ONE_AT_A_TIME
from shuniu.kernel.typesetting import setting
from shuniu.kernel.typesetting.paper import Paper, paper_of
from shuniu.office.documents import sealing
from shuniu.office.documents.models import Outgoing
from shuniu.office.documents.operations.drafts import content_of
from shuniu.office.documents.operations.files import PDF, bytes_of

KEPT = 64
"""Papers of which this process remembers the sheets; a few hundred kilobytes each."""


@dataclass(frozen=True, slots=True)
class Sheets:
    """How many sheets there are, whether they are the sealed ones, and the words on them."""

    count: int
    sealed: bool
    paper: Paper

    @property
    def numbers(self) -> range:
        return range(1, self.count + 1)


def sheets_of(detail: Outgoing, *, at: datetime) -> Sheets:
    """The sheets as they stand: of the sealed file, or of the newest version."""
    return Sheets(_file(detail, at).pages, bool(detail.sealed_at), paper_of(content_of(detail.pk, detail.version)))


def sheet_of(detail: Outgoing, no: int, *, at: datetime) -> bytes:
    """One sheet as PNG; 404 for one that is not there."""
    found = _file(detail, at)
    if not 1 <= no <= found.pages:
        raise Http404
    return _picture(found.file, no)


def verdict_on(detail: Outgoing) -> sealing.Verdict:
    """Whether the kept file is the one whose digest stands in the seal register."""
    kept = sealed_file(detail.pk)
    if kept is None:
        raise Http404
    return sealing.service().verify(bytes_of(kept), detail.sealed_digest)


def sealed_file(matter_id: int) -> Attachment | None:
    """The file of the last sealing."""
    return next(iter(reversed(attachments_of(matter_id, roles=(PDF,)))), None)


def _file(detail: Outgoing, at: datetime) -> setting.Set:
    kept = sealed_file(detail.pk) if detail.sealed_at else None
    if kept is not None:
        return _sealed(kept.pk)
    return _draft(detail.pk, detail.version, detail.number, str(detail.signed_on), at.date().isoformat())


@lru_cache(maxsize=KEPT)
def _sealed(attachment_id: int) -> setting.Set:
    file = bytes_of(Attachment.objects.get(pk=attachment_id))
    with ONE_AT_A_TIME, pypdfium2.PdfDocument(file) as document:
        return setting.Set(file, len(document), (), ())


@lru_cache(maxsize=KEPT)
def _draft(matter_id: int, version: int, number: str, signed_on: str, day: str) -> setting.Set:
    paper = paper_of({**content_of(matter_id, version), **({"number": number} if number else {}),
                      **({"signed_on": signed_on} if signed_on != "None" else {})})  # fmt: skip
    return setting.pdf_of(paper, at=datetime.fromisoformat(f"{day}T00:00:00+08:00"), draft=True)


@lru_cache(maxsize=4 * KEPT)
def _picture(file: bytes, no: int) -> bytes:
    return setting.png_page(file, no)
