"""印发件: the files of a sealed paper. The PDF is made at the sealing; DOCX and OFD follow in a job."""

from __future__ import annotations

from datetime import date

from django.core.files.base import ContentFile
from django_tasks import task

from shuniu.kernel.casework.models import Passage
from shuniu.kernel.files.models import Attachment
from shuniu.kernel.files.receiving import STAFF, attachments_of, receive
from shuniu.kernel.files.storage import store
from shuniu.office.documents import sealing
from shuniu.office.documents.models import Outgoing, Seal
from shuniu.office.documents.operations import producing

PDF, DOCX, OFD = "documents.pdf", "documents.docx", "documents.ofd"
"""Roles of a paper's files: the sealed one, the one that can be edited, the one for exchange and the archive."""


def bytes_of(attachment: Attachment) -> bytes:
    with store().open(attachment.storage_key) as file:
        return bytes(file.read())


def keep_file(data: bytes, name: str, role: str, *, detail: Outgoing, passage: Passage) -> Attachment:
    kind = role.rpartition(".")[2]
    return receive(
        ContentFile(data, name=f"{name}.{kind}"), at=passage.at, limits=STAFF, kinds={kind}, by=passage.person_id,
        matter_id=detail.pk, role=role,
    )  # fmt: skip


@task(atomic=False)
def make_copies(matter_id: int) -> None:
    """DOCX and OFD of the paper that was sealed last. May run twice: what is there is left."""
    detail = Outgoing.objects.select_related("matter").get(pk=matter_id)
    passage = Passage.objects.filter(matter_id=matter_id, step="seal").order_by("seq").last()
    if passage is None:
        return
    kept = {
        one.role: one for one in attachments_of(matter_id, roles=(PDF, DOCX, OFD)) if one.pk >= passage.data["file"]
    }
    sealed = next((one for one in kept.values() if one.pk == passage.data["file"]), None)
    if sealed is None:
        return
    paper = producing.finished_paper(
        detail, issued_on=date.fromisoformat(passage.data["issued_on"]), imprints=_imprints(passage)
    )
    name = sealed.name.removesuffix(".pdf")
    if DOCX not in kept:
        keep_file(producing.docx(paper), name, DOCX, detail=detail, passage=passage)
    if OFD not in kept:
        keep_file(producing.ofd(bytes_of(sealed), paper, at=passage.at), name, OFD, detail=detail, passage=passage)


def _imprints(passage: Passage) -> list[sealing.Imprint]:
    seals = Seal.objects.in_bulk(passage.data["seals"])
    pictures = Attachment.objects.in_bulk([one.attachment for one in seals.values()])
    imprints = [
        sealing.Imprint(seals[pk].organ, bytes_of(pictures[seals[pk].attachment])) for pk in passage.data["seals"]
    ]
    return list(sealing.service().pictures(imprints))
