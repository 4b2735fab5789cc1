"""The text of a kept file, as far as it can be read without drawing it."""

from __future__ import annotations

import tempfile
from pathlib import Path

from shuniu.kernel.files.kinds import KINDS
from shuniu.kernel.files.models import Attachment
from shuniu.kernel.files.storage import store
from shuniu.kernel.files.texts import head_text

MOST = 200_000


def text_of(attachment: Attachment) -> str:
    """The words of a file; empty for a picture and for a scan without a text layer."""
    kind = KINDS[attachment.kind]
    if kind.group not in {"document", "text"}:
        return ""
    with store().open(attachment.storage_key) as kept, tempfile.NamedTemporaryFile(suffix=kind.suffixes[0]) as copy:
        copy.write(kept.read())
        copy.flush()
        return head_text(Path(copy.name), kind)[:MOST]
