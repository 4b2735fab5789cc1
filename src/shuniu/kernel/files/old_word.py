"""Word 97–2003 and WPS Writer files (``.doc``, ``.wps``): their text, from the piece table, and what makes them dangerous.

The layout is Microsoft's [MS-DOC]: the stream WordDocument begins with the FIB, which says where in the table stream the
pieces are listed (Clx), of which each holds text in UTF-16 or in one octet a character.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from pathlib import Path

import olefile

from shuniu.kernel.files.refusals import Refused

MAGIC = 0xA5EC
WORD_97 = 0x00C1
ENCRYPTED, SECOND_TABLE = 0x0100, 0x0200
SHOWN = (0, 1, 5, 6)
"""Of the texts that stand one after the other: the main one, footnotes, endnotes, text boxes; not headers and comments."""
MOST_STREAM = 60_000_000
_BROKEN = (OSError, ValueError, IndexError, TypeError, AttributeError, struct.error)
"""What olefile and struct raise for containers that somebody bent."""
_MACROS = {"macros", "_vba_project", "vba", "_vba_project_cur"}
_PROGRAM = "\x01ole10native"
"""How any file at all is put inside another, a program too."""
_DDE = re.compile(r"\x13[^\x14\x15]{0,40}\bDDE(?:AUTO)?\b", re.I)
BEGIN, RESULT, FINISH = "\x13", "\x14", "\x15"
_UNSEEN = re.compile(r"[\x00-\x06\x08\x0e-\x1f]")


def is_word(path: Path) -> bool:
    """Whether a container of the old kind holds a Word document. Raises Refused for a locked new one."""
    try:
        with olefile.OleFileIO(str(path)) as container:
            if container.exists("EncryptedPackage"):
                raise Refused("encrypted")
            return bool(container.exists("WordDocument"))
    except _BROKEN as error:
        raise Refused("old_office") from error


def check_old_word(path: Path) -> None:
    """Raise Refused for macros, programs and other files inside, commands in fields, a lock, and what is no Word document."""
    try:
        with olefile.OleFileIO(str(path)) as container:
            names = [part.lower() for entry in container.listdir(streams=True, storages=True) for part in entry]
    except _BROKEN as error:
        raise Refused("damaged") from error
    if _MACROS & set(names):
        raise Refused("macros")
    if _PROGRAM in names:
        raise Refused("active")
    if _DDE.search(_raw(path)):
        raise Refused("active")


def text_of(path: Path) -> str:
    """Its paragraphs, one a line. Raises Refused."""
    return readable(_raw(path))


def _raw(path: Path) -> str:
    try:
        with olefile.OleFileIO(str(path)) as container:
            word = container.openstream("WordDocument").read(MOST_STREAM)
            flags = struct.unpack_from("<H", word, 0x0A)[0]
            name = "1Table" if flags & SECOND_TABLE else "0Table"
            table = container.openstream(name).read(MOST_STREAM) if container.exists(name) else b""
        return main_text(word, table)
    except _BROKEN as error:
        raise Refused("damaged") from error


def main_text(word: bytes, table: bytes) -> str:
    """The text of a document from its two streams, with Word's own control characters. Raises Refused."""
    magic, version = struct.unpack_from("<HH", word)
    if magic != MAGIC or version < WORD_97:
        raise Refused("old_office")
    if struct.unpack_from("<H", word, 0x0A)[0] & ENCRYPTED:
        raise Refused("encrypted")
    lengths = [max(one, 0) for one in struct.unpack_from("<7i", word, 0x4C)]
    start, size = struct.unpack_from("<II", word, 0x01A2)
    text = "".join(_pieces(word, _piece_table(table[start : start + size])))
    places = [sum(lengths[:number]) for number in range(len(lengths) + 1)]
    return "\r".join(text[places[one] : places[one + 1]] for one in SHOWN)


def _piece_table(clx: bytes) -> bytes:
    """The list of pieces; property blocks (Prc) may stand before it."""
    place = 0
    while place < len(clx) and clx[place] == 1:
        place += 3 + struct.unpack_from("<H", clx, place + 1)[0]
    if place >= len(clx) or clx[place] != 2:
        raise Refused("damaged")
    size = struct.unpack_from("<I", clx, place + 1)[0]
    return clx[place + 5 : place + 5 + size]


def _pieces(word: bytes, table: bytes) -> Iterator[str]:
    count = (len(table) - 4) // 12
    ends = struct.unpack_from(f"<{count + 1}I", table)
    for number in range(count):
        length = ends[number + 1] - ends[number]
        place = struct.unpack_from("<I", table, 4 * (count + 1) + 8 * number + 2)[0]
        if length < 0 or length > len(word):
            raise Refused("damaged")
        if place & 0x40000000:
            begin = (place & 0x3FFFFFFF) // 2
            yield word[begin : begin + length].decode("cp1252", "replace")
        else:
            yield word[place : place + 2 * length].decode("utf-16-le", "replace")


def readable(raw: str) -> str:
    """Word's characters as text: paragraphs, line breaks, cells, and of fields only what they show."""
    text = (
        "".join(_shown(raw))
        .replace("\x07\x07", "\n")
        .replace("\x07", "\t")
        .replace("\r", "\n")
        .replace("\x0b", "\n")
        .replace("\x0c", "\n")
    )
    text = _UNSEEN.sub("", text.replace("\x1e", "-").replace("\xa0", " "))
    return "\n".join(line.strip(" \t") for line in text.split("\n") if line.strip())


def _shown(raw: str) -> Iterator[str]:
    """Without what stands between the beginning of a field and its result, however fields stand in each other."""
    hidden: list[bool] = []
    for sign in raw:
        if sign == BEGIN:
            hidden.append(True)
        elif sign == RESULT and hidden:
            hidden[-1] = False
        elif sign == FINISH and hidden:
            hidden.pop()
        elif not any(hidden):
            yield sign
