"""Papers that come with a petition or a step: checked and kept before they are bound to anything."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from shuniu.kernel.casework.case import StepRefused
from shuniu.kernel.files.models import Attachment
from shuniu.kernel.files.receiving import CITIZEN, STAFF, receive
from shuniu.kernel.files.refusals import Refused
from shuniu.kernel.organisation.actor import Actor


def kept(files: Sequence[UploadedFile[Any]], *, actor: Actor, at: datetime) -> list[Attachment]:
    """Check the files and keep them. Raises ``StepRefused`` naming the one that will not do."""
    found, limits = [], STAFF if actor.is_staff else CITIZEN
    for file in files:
        try:
            found.append(receive(file, at=at, limits=limits, by=actor.person_id))
        except Refused as refusal:
            raise StepRefused(_("“%(name)s”：%(why)s") % {"name": file.name, "why": str(refusal)}) from refusal
    return found
