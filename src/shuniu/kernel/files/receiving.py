"""The one door through which files come in: everything is checked before anything is kept."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Iterator, Set
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import IO, Protocol

from django.conf import settings

from shuniu.kernel.files.archives import check_archive
from shuniu.kernel.files.images import preview_of, redrawn
from shuniu.kernel.files.kinds import EVERY_KIND, KINDS, OLD, Kind, decoded, kind_of
from shuniu.kernel.files.models import Attachment
from shuniu.kernel.files.names import clean_name
from shuniu.kernel.files.old_word import check_old_word
from shuniu.kernel.files.pdf import check_pdf, first_page_picture
from shuniu.kernel.files.refusals import Refused
from shuniu.kernel.files.scanning import scan
from shuniu.kernel.files.secrecy import marks_in
from shuniu.kernel.files.storage import FULL, digest, keep, store
from shuniu.kernel.files.texts import Text, head_text, text_of

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a file may be, in octets: any file, and pictures, documents and texts, which are read as a whole."""

    most: int = 100 * MEGABYTE
    most_read: int = 50 * MEGABYTE

    def of(self, kind: Kind) -> int:
        return self.most if kind.group == "media" else min(self.most, self.most_read)


CITIZEN = Limits(20 * MEGABYTE, 20 * MEGABYTE)
STAFF = Limits()


class Upload(Protocol):
    """What Django's uploaded files offer."""

    name: str | None

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]: ...


def receive(
    upload: Upload,
    *,
    at: datetime,
    limits: Limits = CITIZEN,
    kinds: Set[str] = EVERY_KIND,
    by: int | None = None,
    matter_id: int | None = None,
    role: str = "",
) -> Attachment:
    """Check a file by its content and keep it.

    ``kinds`` are names of ``KINDS``; ``by`` is the person's id, None for a citizen. Raises ``Refused`` with words for the
    sender; then nothing is kept. The row is written in the caller's transaction: if that fails, the stored file becomes an
    orphan and the clean-up takes it.
    """
    with _spooled(upload, limits.most) as path:
        kind = kind_of(path, upload.name or "")
        if kind.name in OLD - kinds:
            raise Refused("old_office")
        if kind.name not in kinds:
            raise Refused("kind", kind=kind.label)
        if path.stat().st_size > limits.of(kind):
            raise Refused("too_large", most=limits.of(kind) // MEGABYTE)
        check(path, kind, upload.name or "")
        verdict = scan(path)
        kept = _keep(path, kind)
    return Attachment.objects.create(
        matter_id=matter_id,
        role=role,
        name=clean_name(upload.name or "", kind),
        kind=kind.name,
        content_type=kind.content_type,
        uploaded_by_id=by,
        uploaded_at=at,
        verdict=verdict,
        **kept,
    )


def check(path: Path, kind: Kind, name: str) -> None:
    """Raise ``Refused`` for a file that would act, burst, or bears a secrecy mark. Pictures are judged by redrawing."""
    if kind.name == "pdf":
        check_pdf(path)
    elif kind.name == "doc":
        check_old_word(path)
    elif kind.group == "document":
        check_archive(path)
    elif kind.group == "text" and decoded(path.read_bytes()) is None:
        raise Refused("unknown")
    if marks_in(Path(name).stem) or marks_in(head_text(path, kind)):
        raise Refused("secret")


@contextmanager
def _spooled(upload: Upload, most: int) -> Iterator[Path]:
    """The upload in a file of our own, read in pieces and no further than the limit. The file goes when the block ends."""
    with tempfile.NamedTemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR, prefix="upload-") as file:
        size = 0
        try:
            for chunk in upload.chunks():
                size += len(chunk)
                if size > most:
                    raise Refused("too_large", most=most // MEGABYTE)
                file.write(chunk)
            file.flush()
        except OSError as error:
            if error.errno in FULL:
                raise Refused("disk_full") from error
            raise
        if size == 0:
            raise Refused("empty")
        yield Path(file.name)


def _keep(path: Path, kind: Kind) -> dict[str, str | int]:
    """Store the file and its preview; returns the fields that say where."""
    with path.open("rb") as original:
        received, encoding, preview = digest(original), "", b""
        body: IO[bytes] = original
        if kind.group == "image":
            drawn, preview = redrawn(path, kind.name)
            body = BytesIO(drawn)
        elif kind.name == "pdf":
            preview = preview_of(first_page_picture(path, 960))
        elif kind.group == "text":
            found = decoded(path.read_bytes())
            encoding = found[1] if found else ""
        size = body.seek(0, 2)
        key, sha256 = keep(body, size, kind.suffixes[0])
    return {
        "size": size,
        "sha256": sha256,
        "received_sha256": received,
        "storage_key": key,
        "preview_key": keep(BytesIO(preview), len(preview), ".jpg")[0] if preview else "",
        "encoding": encoding,
    }


def read(attachment: Attachment) -> Text:
    """What a kept file says, a paragraph a line."""
    with tempfile.NamedTemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR, prefix="read-") as file:
        with store().open(attachment.storage_key) as kept:
            shutil.copyfileobj(kept, file)
        file.flush()
        return text_of(Path(file.name), KINDS[attachment.kind])


def attach(attachment_ids: Iterable[int], *, matter_id: int, role: str = "") -> int:
    """Bind files that were received before their matter had a number. Files of another matter are left alone."""
    loose = Attachment.objects.filter(pk__in=list(attachment_ids), matter_id__isnull=True)
    return loose.update(matter_id=matter_id, role=role) if role else loose.update(matter_id=matter_id)


def attachments_of(matter_id: int, *, roles: Iterable[str] = ()) -> list[Attachment]:
    """The files of a matter, oldest first; only those of some roles when any is named."""
    found = Attachment.objects.filter(matter_id=matter_id)
    wanted = list(roles)
    return list(found.filter(role__in=wanted) if wanted else found)
