"""Taking the whole installation out: database, files, and a manifest that proves both complete."""

from __future__ import annotations

import os
import shutil
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from shuniu.kernel.audit.operations import append_shared
from shuniu.kernel.organisation.actor import SYSTEM
from shuniu.site.maintenance import engines, manifest
from shuniu.site.maintenance.trouble import Trouble, size, writing_to

RESERVE = 200 * 1024 * 1024
"""Left free on the backup's disk."""


def backup(out_dir: Path, *, at: datetime) -> Path:
    """Write a backup into a new folder under ``out_dir`` and return it. The office may go on working meanwhile.

    It is put together under a temporary name and renamed when it is complete: a folder without the ending ``.partial``
    is a whole backup. The secret key is not in it (it belongs elsewhere), nor are files kept in S3. Raises Trouble, and
    then leaves nothing behind.
    """
    name = f"shuniu-{timezone.localtime(at):%Y%m%d-%H%M%S}"
    out_dir, files = out_dir.absolute(), Path(settings.MEDIA_ROOT).absolute()
    target, partial = out_dir / name, out_dir / f"{name}.partial"
    if out_dir == files or files in out_dir.parents:
        raise Trouble(_("备份不能放在附件文件夹 %(files)s 之内，请另选位置。") % {"files": files})
    with writing_to(out_dir):
        out_dir.mkdir(parents=True, exist_ok=True)
        _require_room(out_dir, files)
        if target.exists() or partial.exists():
            raise Trouble(_("%(target)s 已存在。") % {"target": target})
        try:
            _put_together(partial, files, at)
            os.rename(partial, target)
        finally:
            shutil.rmtree(partial, ignore_errors=True)
    with transaction.atomic():
        append_shared("system", "system.backup", at=at, actor=SYSTEM, body={"name": name})
    return target


def _put_together(folder: Path, files: Path, at: datetime) -> None:
    """First the database, then the files: whatever a row names has been stored before the row."""
    folder.mkdir(mode=0o700)
    engines.copy_out(folder / engines.file_name())
    if files.is_dir() and not settings.STORAGE_URL:
        shutil.copytree(files, folder / "files", symlinks=True)
    manifest.describe(folder, at).write(folder)
    for name in [*manifest.names_in(folder), manifest.FILE]:
        with (folder / name).open("rb") as file:
            os.fsync(file.fileno())  # A backup that is only in memory is none.


def _require_room(place: Path, files: Path) -> None:
    stored = sum(path.stat().st_size for path in files.rglob("*") if path.is_file()) if files.is_dir() else 0
    needed, free = engines.bytes_in_database() + stored + RESERVE, shutil.disk_usage(place).free
    if free < needed:
        raise Trouble(
            _("%(place)s 所在磁盘空间不足：备份约需 %(needed)s，只剩 %(free)s。请清理空间或换一个位置。")
            % {"place": place, "needed": size(needed), "free": size(free)}
        )
