"""A citizen's own report with its photographs: both are taken, or neither."""

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
from shuniu.kernel.organisation.actor import Actor
from shuniu.public.hotline.operations.intake import Report, Submitted, submit

PHOTOS = IMAGES | {"pdf"}
ROLE = "citizen"


class FilesRefused(Exception):
    """One of the files cannot be taken; the message names it and says why. Nothing was registered."""


def report_from_citizen(
    report: Report, files: Sequence[UploadedFile[Any]], *, actor: Actor, at: datetime, key: str
) -> Submitted:
    """Check the files, then register the request and bind them to it in one transaction."""
    kept: list[int] = []
    for file in files:
        try:
            kept.append(receive(file, at=at, limits=CITIZEN, kinds=PHOTOS, role=ROLE).pk)
        except Refused as refusal:
            raise FilesRefused(_("“%(name)s”：%(why)s") % {"name": file.name, "why": str(refusal)}) from refusal

    def bind(matter: Matter) -> None:
        attach(kept, matter_id=matter.pk, role=ROLE)

    return submit(report, actor=actor, at=at, source="web", key=key, then=bind if kept else None)
