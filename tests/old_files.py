"""Containers of the old kind ([MS-CFB]) and Word documents in them ([MS-DOC]), made by hand, honest and otherwise."""

from __future__ import annotations

import struct

SECTOR = 512
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
STORAGE, STREAM, ROOT = 1, 2, 5


def container(streams: dict[str, bytes], storages: tuple[str, ...] = ()) -> bytes:
    """A compound file; every stream is padded to 4096 octets, so that none goes into the small ones' table."""
    padded = {
        name: data + b"\0" * (max(4096, -(-len(data) // SECTOR) * SECTOR) - len(data)) for name, data in streams.items()
    }
    sectors: list[bytes] = []
    chains: list[int] = []
    starts: dict[str, int] = {}
    for name, data in padded.items():
        starts[name] = len(sectors)
        count = len(data) // SECTOR
        chains += [*range(len(sectors) + 1, len(sectors) + count), END]
        sectors += [data[place : place + SECTOR] for place in range(0, len(data), SECTOR)]
    entries = [_entry("Root Entry", ROOT, END, 0, child=1)]
    names = [*streams, *storages]
    for number, name in enumerate(names, 1):
        right = number + 1 if number < len(names) else FREE
        kind = STREAM if name in streams else STORAGE
        entries.append(_entry(name, kind, starts.get(name, 0), len(padded.get(name, b"")), right=right))
    entries += [_entry("", 0, 0, 0)] * (-len(entries) % 4)
    directory = len(sectors)
    count = len(entries) // 4
    chains += [*range(directory + 1, directory + count), END]
    sectors += [b"".join(entries[place : place + 4]) for place in range(0, len(entries), 4)]
    table = len(sectors)
    chains.append(FAT)
    assert len(chains) <= 128, "one sector of the table is enough for a test"
    sectors.append(struct.pack("<128I", *chains, *[FREE] * (128 - len(chains))))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
    head += struct.pack("<IIIIIIIII", 0, 1, directory, 0, 4096, END, 0, END, 0) + struct.pack(
        "<109I", table, *[FREE] * 108
    )
    return head + b"".join(sectors)


def _entry(name: str, kind: int, start: int, size: int, *, right: int = FREE, child: int = FREE) -> bytes:
    raw = name.encode("utf-16-le")
    made = raw + b"\0" * (64 - len(raw)) + struct.pack("<HBB", len(raw) + 2 if name else 0, kind, 1)
    made += struct.pack("<III", FREE, right, child) + b"\0" * 36
    return made + struct.pack("<IQ", start, size)


def word_streams(text: str, *, boxed: str = "", flags: int = 0, narrow: str = "") -> dict[str, bytes]:
    """A document with its text in pieces: ``narrow`` (cp1252) first, then ``text`` and ``boxed`` (text boxes) in UTF-16."""
    word = bytearray(2048)
    struct.pack_into("<HH", word, 0, 0xA5EC, 0x00C1)
    struct.pack_into("<H", word, 0x0A, 0x0200 | flags)
    struct.pack_into("<7i", word, 0x4C, len(narrow) + len(text), 0, 0, 0, 0, 0, len(boxed))
    first, second = len(word), len(word) + len(narrow)
    second += second % 2
    word += narrow.encode("cp1252") + b"\0" * (second - first - len(narrow)) + (text + boxed).encode("utf-16-le")
    total = len(narrow) + len(text) + len(boxed)
    pieces = struct.pack("<III", 0, len(narrow), total)
    pieces += struct.pack("<HIH", 0, (first * 2) | 0x40000000, 0) + struct.pack("<HIH", 0, second, 0)
    properties = b"\x01" + struct.pack("<H", 3) + b"abc"  # a block that may stand before the pieces
    clx = properties + b"\x02" + struct.pack("<I", len(pieces)) + pieces
    struct.pack_into("<II", word, 0x01A2, 16, len(clx))
    return {"WordDocument": bytes(word), "1Table": b"\0" * 16 + clx}


def old_word(text: str, *, boxed: str = "", flags: int = 0, narrow: str = "", storages: tuple[str, ...] = ()) -> bytes:
    return container(word_streams(text, boxed=boxed, flags=flags, narrow=narrow), storages)
