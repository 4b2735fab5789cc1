"""Zip containers (DOCX, XLSX, PPTX, OFD): nothing that bursts, breaks out, or runs.

Sizes are checked as declared and again while reading: a header may lie. Overlapping entries betray themselves by compressed
sizes that exceed the file.
"""

from __future__ import annotations

import io
import re
import stat
import zipfile
import zlib
from pathlib import Path
from typing import IO

from shuniu.kernel.files.refusals import Refused

MOST_ENTRIES = 3000
MOST_UNPACKED = 150_000_000
MOST_RATIO = 250
"""Unpacked to packed, for entries over a megabyte; ordinary XML stays under 100."""
RATIO_FROM = 1_000_000
DEEPEST = 1
"""Charts carry one workbook inside; a container in a container in a container is no document."""
CHUNK = 262_144
_MACRO_PART = re.compile(
    r"(vba(project|data)[^/]*\.(bin|xml)|/activex/|/macrosheets/|\.(exe|dll|js|vbs|scr|bat|ps1|jar|lnk|hta)$)", re.I
)
_MACRO_TYPE = re.compile(rb"macroEnabled|vbaProject|ms-office\.activeX", re.I)
_OUTSIDE = re.compile(
    rb"<[^>]*(attachedTemplate|oleObject|frame|subDocument)[^>]*TargetMode\s*=\s*[\"']External"
    rb"|<[^>]*TargetMode\s*=\s*[\"']External[^>]*(attachedTemplate|oleObject|frame|subDocument)",
    re.I,
)
_DOCTYPE = re.compile(rb"<!(DOCTYPE|ENTITY)", re.I)
_FIELD_CODE = re.compile(rb"<w:instrText[^>]*>([^<]*)<")
_DDE = re.compile(rb"DDE(AUTO)?\s", re.I)
_DDE_SIMPLE = re.compile(rb"w:instr\s*=\s*[\"']\s*DDE", re.I)
_RUNS = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"#!")


def check_archive(path: Path) -> None:
    """Raise ``Refused`` unless the container is what an office program writes."""
    with path.open("rb") as file:
        _check(file, path.stat().st_size, depth=0, room=MOST_UNPACKED)


def _check(file: IO[bytes], size: int, *, depth: int, room: int) -> int:
    """Returns how much room for unpacked bytes is left."""
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
            _check_headers(archive, entries, size)
            for entry in entries:
                room -= _read(archive, entry, depth=depth, room=room)
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, RuntimeError, OSError) as error:
        raise Refused("damaged") from error
    return room


def _check_headers(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], size: int) -> None:
    names = [entry.filename for entry in entries]
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise Refused("bomb")
    if sum(entry.compress_size for entry in entries) > size:
        raise Refused("bomb")
    if len(set(names)) != len(names) or not names or min(entry.header_offset for entry in entries) != 0:
        raise Refused("damaged")  # Doubled names, or something stands before the archive: a polyglot.
    if archive.comment:
        raise Refused("damaged")
    for entry in entries:
        _check_entry(entry)


def _check_entry(entry: zipfile.ZipInfo) -> None:
    name = entry.filename
    if entry.flag_bits & 0x1:
        raise Refused("encrypted")
    steps = name.replace("\\", "/").split("/")
    if name.startswith(("/", "\\")) or ".." in steps or ":" in name or any(ord(sign) < 32 for sign in name):
        raise Refused("damaged")
    if stat.S_ISLNK(entry.external_attr >> 16) or entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise Refused("damaged")
    if entry.file_size > RATIO_FROM and entry.file_size > MOST_RATIO * max(entry.compress_size, 1):
        raise Refused("bomb")
    if _MACRO_PART.search("/" + name):
        raise Refused("macros")


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, *, depth: int, room: int) -> int:
    """Read one entry to its end, counting; returns how many octets it really had, with all that lay in it."""
    plain = entry.filename.lower().endswith((".xml", ".rels"))
    with archive.open(entry) as file:
        start = file.read(CHUNK)
        if start.startswith(_RUNS):
            raise Refused("executable")
        nested = start.startswith(b"PK\x03\x04")
        kept, count = bytearray(start), len(start)
        while chunk := file.read(CHUNK):
            count += len(chunk)
            if count > min(room, entry.file_size):
                raise Refused("bomb")
            if plain or nested:
                kept += chunk
    if nested and depth >= DEEPEST:
        raise Refused("bomb")
    if nested:
        return room - _check(io.BytesIO(kept), len(kept), depth=depth + 1, room=room - count)
    if plain:
        _check_part(entry.filename, bytes(kept))
    return count


def _check_part(name: str, data: bytes) -> None:
    if _DOCTYPE.search(data) or (b"\0" in data and _DOCTYPE.search(data.replace(b"\0", b""))):  # UTF-16 hides it
        raise Refused("active")
    if name.startswith("word/") and _runs_a_command(data):
        raise Refused("active")
    if name == "[Content_Types].xml" and _MACRO_TYPE.search(data):
        raise Refused("macros")
    if name.endswith(".rels") and _OUTSIDE.search(data):
        raise Refused("active")


def _runs_a_command(data: bytes) -> bool:
    """Fields that start a program (DDE, DDEAUTO), also when their name is cut into several runs."""
    codes = b"".join(_FIELD_CODE.findall(data)) if b"instrText" in data else b""
    return bool(_DDE.search(codes) or _DDE_SIMPLE.search(data))
