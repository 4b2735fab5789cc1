"""Photographs and papers that a unit puts beside its reply: seen by staff at once, by the citizen once it is approved."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from shuniu.kernel.casework.case import StepRefused
from shuniu.kernel.casework.models import Matter
from shuniu.kernel.files.models import Attachment
from shuniu.kernel.files.receiving import STAFF, attach, receive
from shuniu.kernel.files.refusals import Refused
from shuniu.kernel.organisation.actor import Actor

OFFERED, SHOWN = "reply", "answer"
"""What a file is in its request: offered with a reply, and shown to the citizen with the answer."""
CITIZENS = ("citizen", SHOWN)
"""The files that a citizen sees: their own, and those of the approved answer."""


def kept(files: Sequence[UploadedFile[Any]], *, actor: Actor, at: datetime) -> list[Attachment]:
    """Check the files and keep them, not yet bound to anything. Raises ``StepRefused`` naming the one that will not do."""
    found = []
    for file in files:
        try:
            found.append(receive(file, at=at, limits=STAFF, by=actor.person_id, role=OFFERED))
        except Refused as refusal:
            raise StepRefused(_("“%(name)s”：%(why)s") % {"name": file.name, "why": str(refusal)}) from refusal
    return found


def bind(files: Sequence[Attachment], matter: Matter) -> None:
    attach([one.pk for one in files], matter_id=matter.pk, role=OFFERED)


def show(matter: Matter, actor: Actor, at: datetime) -> None:
    """The reply was approved: what stands beside it goes to the citizen with it."""
    Attachment.objects.filter(matter_id=matter.pk, role=OFFERED).update(role=SHOWN)
