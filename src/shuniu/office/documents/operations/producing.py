"""成文: the finished paper and its files. The one place where the documents call the kernel's typesetting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from shuniu.kernel.organisation.models import Person
from shuniu.kernel.typesetting import setting
from shuniu.kernel.typesetting.docx import docx_of
from shuniu.kernel.typesetting.ofd import ofd_of
from shuniu.kernel.typesetting.paper import Form, Paper, Seal, paper_of
from shuniu.office.documents.models import Outgoing
from shuniu.office.documents.operations.drafts import content_of
from shuniu.office.documents.sealing import Imprint


def finished_paper(detail: Outgoing, *, issued_on: date, imprints: Sequence[Imprint] = ()) -> Paper:
    """The paper with everything that its course has given it: number, signer, dates, seals."""
    paper = paper_of(content_of(detail.matter_id, detail.version))
    upward = paper.form is Form.UPWARD
    signature = next((one for one in imprints if paper.form is Form.ORDER), None)
    return replace(
        paper,
        number=detail.number,
        signed_on=detail.signed_on,
        signers=signer_names(detail) if upward else (),
        seals=() if signature else tuple(Seal(one.organ, one.picture) for one in imprints),
        signature=signature.picture if signature else b"",
        name=signature.organ if signature else "",
        issuer=paper.issuer or paper.organs[0],
        issued_on=issued_on,
    )


def signer_names(detail: Outgoing) -> tuple[str, ...]:
    """Who signed, by name, in the order of signing."""
    ids = [one["person"] for one in detail.signers]
    names = dict(Person.objects.filter(pk__in=ids).values_list("pk", "name"))
    return tuple(names[pk] for pk in ids if pk in names)


def pdf(paper: Paper, *, at: datetime) -> setting.Set:
    """The file with what the typesetter has to say of it, such as typefaces that stand in for others."""
    return setting.pdf_of(paper, at=at)


def docx(paper: Paper) -> bytes:
    return docx_of(paper)


def ofd(pdf_bytes: bytes, paper: Paper, *, at: datetime) -> bytes:
    return ofd_of(pdf_bytes, paper, at=at)
