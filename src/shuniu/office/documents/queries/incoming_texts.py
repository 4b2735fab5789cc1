"""The text of a kept file, as far as it can be read."""

from __future__ import annotations

import tempfile
from pathlib import Path

from shuniu.kernel.files.kinds import KINDS
from shuniu.kernel.files.models import Attachment
from shuniu.kernel.files.storage import store
from shuniu.kernel.files.texts import Text, text_of


def read(attachment: Attachment) -> Text:
    """The words of a file; of a scan there are none, and a person must read it. Raises Refused for a broken one."""
    kind = KINDS[attachment.kind]
    with store().open(attachment.storage_key) as kept, tempfile.NamedTemporaryFile(suffix=kind.suffixes[0]) as copy:
        copy.write(kept.read())
        copy.flush()
        return text_of(Path(copy.name), kind)
