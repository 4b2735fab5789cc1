"""A petition that its petitioner files over the network, with its papers: both are taken, or neither."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from shuniu.kernel.casework.models import Matter
from shuniu.kernel.files.kinds import IMAGES
from shuniu.kernel.files.receiving import CITIZEN, attach, receive
from shuniu.kernel.files.refusals import Refused
from shuniu.kernel.organisation.actor import citizen
from shuniu.public.petitions.operations.filing import Filed, Filing, open_petition

ROLE = "citizen"
PAPERS = IMAGES | {"pdf"}


class PapersRefused(Exception):
    """One of the papers cannot be taken; the message names it and says why. Nothing was registered."""


def file_online(
    filing: Filing, papers: Sequence[UploadedFile[Any]], *, at: datetime, key: str, address: str = ""
) -> Filed:
    """Check the papers, then register the petition and bind them to it in one transaction."""
    kept: list[int] = []
    for paper in papers:
        try:
            kept.append(receive(paper, at=at, limits=CITIZEN, kinds=PAPERS, role=ROLE).pk)
        except Refused as refusal:
            raise PapersRefused(_("“%(name)s”：%(why)s") % {"name": paper.name, "why": str(refusal)}) from refusal

    def bind(matter: Matter) -> None:
        attach(kept, matter_id=matter.pk, role=ROLE)

    actor = citizen(address=address)
    return open_petition(filing, actor=actor, at=at, source="web", key=key, then=bind if kept else None)
