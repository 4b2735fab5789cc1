"""Papers that come with a request or a step: kept with it, or neither. Only some of them are the applicant's to see."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from shuniu.kernel.casework.case import StepRefused
from shuniu.kernel.casework.models import Matter
from shuniu.kernel.files.kinds import EVERY_KIND, IMAGES
from shuniu.kernel.files.models import Attachment
from shuniu.kernel.files.receiving import CITIZEN, STAFF, attach, receive
from shuniu.kernel.files.refusals import Refused
from shuniu.kernel.organisation.actor import Actor
from shuniu.public.disclosure import file_roles

ASKED, FOUND, OFFERED, ANSWER = file_roles.ASKED, file_roles.FOUND, file_roles.OFFERED, file_roles.ANSWER
CITIZENS = (ASKED, ANSWER)
"""The files that the applicant sees: their own, and those of the signed reply."""
PAPERS = IMAGES | {"pdf", "docx", "txt"}
"""What an applicant may send: pictures of papers, and papers."""


class FilesRefused(StepRefused):
    """One of the files cannot be taken; the message names it and says why. Nothing was registered."""


def kept(files: Sequence[UploadedFile[Any]], *, actor: Actor, at: datetime, role: str) -> list[Attachment]:
    """Check the files and keep them, not yet bound to anything. Raises ``FilesRefused`` naming the one that will not do."""
    found = []
    limits, kinds = (STAFF, EVERY_KIND) if actor.is_staff else (CITIZEN, PAPERS)
    for file in files:
        try:
            found.append(receive(file, at=at, limits=limits, kinds=kinds, by=actor.person_id, role=role))
        except Refused as refusal:
            raise FilesRefused(_("“%(name)s”：%(why)s") % {"name": file.name, "why": str(refusal)}) from refusal
    return found


def bind(files: Sequence[Attachment], matter: Matter, role: str) -> None:
    attach([one.pk for one in files], matter_id=matter.pk, role=role)


def turn(matter: Matter, before: str, after: str) -> None:
    """Files change what they are: a signed reply's go to the applicant, a returned draft's do not."""
    Attachment.objects.filter(matter_id=matter.pk, role=before).update(role=after)
