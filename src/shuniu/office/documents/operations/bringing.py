"""从 Word 文件导入: the words of a DOCX as plain lines. The file is checked like every file, read, and not kept."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from shuniu.kernel.files.kinds import kind_of
from shuniu.kernel.files.receiving import STAFF, Upload, check
from shuniu.kernel.files.refusals import Refused
from shuniu.kernel.files.secrecy import marks_in
from shuniu.kernel.typesetting.importing import BadImport, notation_from_docx
from shuniu.kernel.typesetting.notation import Table, blocks


@dataclass(frozen=True, slots=True)
class Brought:
    """What came in: the text, and how many paragraphs and tables it has."""

    text: str
    lines: int
    tables: int


def text_of(upload: Upload | None) -> Brought:
    """The words of an uploaded DOCX. Raises Refused in words: no file, another kind, macros, a secrecy mark."""
    if upload is None:
        raise Refused("empty")
    most = STAFF.most_read
    with tempfile.NamedTemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR, prefix="import-") as file:
        for chunk in upload.chunks():
            file.write(chunk)
            if file.tell() > most:
                raise Refused("too_large", most=most // 1_000_000)
        file.flush()
        path = Path(file.name)
        kind = kind_of(path, upload.name or "")
        if kind.name != "docx":
            raise Refused("kind", kind=kind.label)
        check(path, kind, upload.name or "")
        try:
            text = notation_from_docx(path.read_bytes())
        except BadImport as error:
            raise Refused("damaged") from error
    if marks_in(text):
        raise Refused("secret")
    found = blocks(text)
    return Brought(text, len(found), sum(isinstance(one, Table) for one in found))
