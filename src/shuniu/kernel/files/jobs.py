"""Work on files that nobody waits for."""

from __future__ import annotations

from datetime import datetime

from shuniu.kernel.files.models import Attachment
from shuniu.kernel.files.storage import remove_orphans


def clean_up(*, at: datetime) -> int:
    """Delete stored files that no attachment names and that are older than a day; returns how many. Run it once a night."""
    known: set[str] = set()
    for key, preview in Attachment.objects.values_list("storage_key", "preview_key").iterator():
        known.update((key, preview))
    return remove_orphans(known, at=at)
