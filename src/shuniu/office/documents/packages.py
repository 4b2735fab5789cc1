"""A transfer package by itself: what its lists look like, and whether it is whole. Knows no database."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.hashes import SM3, Hash

LIST, SUMS, README = "校验清单.json", "SHA256SUMS", "移交说明.txt"
PIECE = 262_144
MOST_LIST = 64_000_000
"""Octets that a list of checksums may have: a third of a million files."""


class Sums:
    """Size, SM3 and SHA-256 of what passes by."""

    def __init__(self) -> None:
        self.size, self._sha256, self._sm3 = 0, hashlib.sha256(), Hash(SM3())

    def update(self, piece: bytes) -> None:
        self.size += len(piece)
        self._sha256.update(piece)
        self._sm3.update(piece)

    @property
    def sha256(self) -> str:
        return self._sha256.hexdigest()

    @property
    def sm3(self) -> str:
        return self._sm3.copy().finalize().hex()


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of a package with its two checksums."""

    name: str
    size: int
    sm3: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found: how many files were right, and every fault in words."""

    files: int
    faults: tuple[str, ...]

    @property
    def whole(self) -> bool:
        return not self.faults


def manifest_of(head: Mapping[str, Any], entries: Iterable[Entry]) -> bytes:
    return json.dumps({**head, "文件": [asdict(one) for one in entries]}, ensure_ascii=False, indent=1).encode()


def sums_of(entries: Iterable[Entry]) -> bytes:
    """As ``sha256sum`` writes and checks them."""
    return "".join(f"{one.sha256}  {one.name}\n" for one in entries).encode()


def check(path: Path) -> Checked:
    """Read the whole package and compare every file with its list: what is missing, changed, added, or no package."""
    try:
        with zipfile.ZipFile(path) as archive:
            return _checked(archive)
    except (zipfile.BadZipFile, OSError, ValueError, KeyError, TypeError, NotImplementedError, EOFError):
        return Checked(0, ("不是移交包，或者文件已损坏。",))


def _checked(archive: zipfile.ZipFile) -> Checked:
    names = [one.filename for one in archive.infolist() if not one.is_dir()]
    if LIST not in names:
        return Checked(0, (f"缺少“{LIST}”，不是移交包。",))
    if archive.getinfo(LIST).file_size > MOST_LIST:
        return Checked(0, (f"“{LIST}”过大。",))
    listed = [
        Entry(**{key: one[key] for key in ("name", "size", "sm3", "sha256")})
        for one in json.loads(archive.read(LIST))["文件"]
    ]
    faults = list(_faults(archive, listed, names))
    return Checked(len(listed), tuple(faults))


def _faults(archive: zipfile.ZipFile, listed: list[Entry], names: list[str]) -> Iterator[str]:
    known = {one.name for one in listed}
    yield from (f"多出文件：{name}" for name in names if name not in known and name not in {LIST, SUMS})
    doubled = {name for name in names if names.count(name) > 1} if len(set(names)) != len(names) else set()
    yield from (f"文件重名：{name}" for name in sorted(doubled))
    there = set(names)
    if SUMS not in there or archive.read(SUMS) != sums_of(listed):
        yield f"“{SUMS}”与清单不一致。"
    for one in listed:
        if one.name not in there:
            yield f"缺少文件：{one.name}"
        elif archive.getinfo(one.name).file_size != one.size or _sums(archive, one.name, one.size) != (
            one.sm3,
            one.sha256,
        ):
            yield f"文件已改动：{one.name}"


def _sums(archive: zipfile.ZipFile, name: str, size: int) -> tuple[str, str]:
    """Both checksums, reading no further than the size that the list states: a bomb is only a changed file."""
    found, left = Sums(), size + 1
    try:
        with archive.open(name) as file:
            while left > 0 and (piece := file.read(min(PIECE, left))):
                found.update(piece)
                left -= len(piece)
    except (zipfile.BadZipFile, OSError, EOFError):
        return "", ""
    return found.sm3, found.sha256
