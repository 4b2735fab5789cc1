"""Photographs and papers that belong to a step: bound to the assignment, their digests in the passage."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from shuniu.kernel.casework.case import StepRefused
from shuniu.kernel.files.models import Attachment
from shuniu.kernel.files.receiving import STAFF, attach, receive
from shuniu.kernel.files.refusals import SECRET_REFUSAL, Refused
from shuniu.kernel.files.secrecy import marks_in
from shuniu.kernel.organisation.actor import Actor


def kept(files: Sequence[UploadedFile[Any]], role: str, *, actor: Actor, at: datetime) -> list[Attachment]:
    """Check the files and keep them. Raises ``StepRefused`` naming the one that will not do."""
    return [_kept(file, role, actor, at) for file in files]


def _kept(file: UploadedFile[Any], role: str, actor: Actor, at: datetime) -> Attachment:
    try:
        return receive(file, at=at, limits=STAFF, by=actor.person_id, role=role[:20])
    except Refused as refusal:
        raise StepRefused(_("“%(name)s”：%(why)s") % {"name": file.name, "why": str(refusal)}) from refusal


def named(brought: Sequence[Attachment]) -> dict[str, Any]:
    if not brought:
        return {}
    return {"file_names": [one.name for one in brought], "file_digests": [one.sha256 for one in brought]}


def bind(brought: Sequence[Attachment], matter_id: int, role: str) -> None:
    attach([one.pk for one in brought], matter_id=matter_id, role=role[:20])


def refuse_secrets(*texts: str) -> None:
    """This network carries no state secret (涉密): neither in words nor in files."""
    if any(marks_in(text) for text in texts if text):
        raise StepRefused(str(SECRET_REFUSAL))
