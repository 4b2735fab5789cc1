"""Whether a package is whole: the stored one against its own record, any other one against its own list."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from shuniu.kernel.files.models import Attachment
from shuniu.office.documents.models.archive import TransferPackage
from shuniu.office.documents.operations.archive_package import copy_of
from shuniu.office.documents.packages import Checked, Sums, check

PIECE = 262_144


def check_stored(package: TransferPackage, file: Attachment) -> Checked:
    """The stored file against the record of its making, then each file in it."""
    path = copy_of(file)
    try:
        sums = Sums()
        with path.open("rb") as kept:
            while piece := kept.read(PIECE):
                sums.update(piece)
        if (sums.sm3, sums.sha256) != (package.sm3, package.sha256):
            return Checked(0, (_("整个移交包与制作时的记录不一致，已被改动。"),))
        return check(path)
    finally:
        path.unlink(missing_ok=True)


def check_upload(upload: UploadedFile[Any]) -> Checked:
    """A package from anywhere, read from a file of our own that goes when the check is done."""
    with tempfile.NamedTemporaryFile(suffix=".zip") as copy:
        for piece in upload.chunks():
            copy.write(piece)
        copy.flush()
        return check(Path(copy.name))
