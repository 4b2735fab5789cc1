"""What maintenance says when it cannot go on."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.utils.translation import gettext as _


class Trouble(Exception):
    """Maintenance stopped before anything was changed; the message says why and what to do, in the reader's words."""


@contextmanager
def writing_to(place: Path) -> Iterator[None]:
    """Tell a full disk, a missing right and other refusals of the file system in words."""
    try:
        yield
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            words = _("磁盘已满，未能写入 %(place)s。未留下不完整的文件；请清理空间或换一个位置后重试。")
        elif error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
            words = _("没有权限写入 %(place)s。请检查该文件夹的所有者和权限后重试。")
        else:
            words = _("未能写入 %(place)s（%(why)s）。")
        raise Trouble(words % {"place": place, "why": error.strerror or type(error).__name__}) from error


def size(bytes_: int) -> str:
    """A number of bytes as people read it."""
    value = float(bytes_)
    for unit in ("B", "KB", "MB", "GB"):
        if value < 1024:
            return f"{value:.0f} {unit}" if unit == "B" else f"{value:.1f} {unit}"
        value /= 1024
    return f"{value:.1f} TB"
