"""A file to its text. What cannot be read is said in words, without Django's translations."""

from __future__ import annotations

from pathlib import Path

from shuniu.kernel.files.kinds import decoded, kind_of
from shuniu.kernel.files.refusals import Refused
from shuniu.kernel.files.texts import full_text

_PROGRAMS = ("docx", "pdf")
_WHY = {
    "executable": "这是程序，不是文档。",
    "archive": "这是压缩包，请解压后逐个校对。",
    "old_office": "不能读旧版doc文件，请另存为docx。",
    "encrypted": "文件设有密码，不能读取。",
    "bomb": "文件展开后过大，不能读取。",
    "damaged": "文件已损坏，不能读取。",
}
_UNKNOWN = "只能校对txt、docx、pdf；文本须是UTF-8或GB18030编码。"


class Unreadable(Exception):
    """Why there is no text, in words."""


def read(path: Path) -> tuple[str, str]:
    """The text and the kind of file it came from: ``txt``, ``docx`` or ``pdf``."""
    try:
        if not path.is_file():
            raise Unreadable(f"没有这个文件：{path}")
        return _read(path)
    except OSError as error:
        raise Unreadable(f"不能打开{path}：{error.strerror or error}") from error
    except Refused as error:
        raise Unreadable(f"{path.name}：{_WHY.get(error.code, _UNKNOWN)}") from error


def _read(path: Path) -> tuple[str, str]:
    with path.open("rb") as file:
        head = file.read(8)
    if head.startswith((b"%PDF-", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"MZ", b"\x7fELF")):
        kind = kind_of(path, path.name)
        if kind.name not in _PROGRAMS:
            raise Unreadable(f"{path.name}：{_UNKNOWN}")
        return full_text(path, kind), kind.name
    # A text may hold NULs and scraps of web pages: finding those is what it is read for.
    found = decoded(path.read_bytes())
    if found is None:
        raise Unreadable(f"{path.name}：{_UNKNOWN}")
    return found[0], "txt"
