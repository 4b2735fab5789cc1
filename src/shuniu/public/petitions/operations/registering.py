"""信访登记 at the office's desk: the petition and its scanned papers, or neither."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from shuniu.kernel.casework.models import Matter
from shuniu.kernel.files.receiving import attach
from shuniu.kernel.organisation.actor import Actor
from shuniu.public.petitions.operations.filing import Filed, Filing, open_petition
from shuniu.public.petitions.operations.receiving import kept


def register(
    filing: Filing, files: Sequence[UploadedFile[Any]], *, actor: Actor, at: datetime, key: str | None
) -> Filed:
    """Raises ``StepRefused`` in words, also for a file that will not do; then nothing is kept."""
    with transaction.atomic():
        brought = kept(files, actor=actor, at=at)

        def bind(matter: Matter) -> None:
            attach([one.pk for one in brought], matter_id=matter.pk, role="citizen")

        return open_petition(filing, actor=actor, at=at, source=filing.way, key=key, then=bind)
