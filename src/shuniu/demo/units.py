"""机构: the organisation tree of 云州市."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any
from zlib import crc32

from shuniu.demo.sources import table

ROOT = "yunzhou"
HOTLINE_CENTRE = "hotline_centre"
DOCUMENTS_SECTION = "documents_section"
DISCLOSURE_SECTION = "disclosure_section"
_ANSWERING_KINDS = frozenset({"department", "district", "township", "enterprise", "window"})


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit. ``code`` is a stable ASCII slug; ``parent`` is the code of the unit above, empty for the root."""

    code: str
    name: str
    short_name: str
    parent: str
    kind: str
    """One of general_office, section, department, district, township, window, enterprise."""
    remit: tuple[str, ...]
    """What the unit answers for, in citizens' words."""
    phone: str
    """Invented: the area code 0000 exists nowhere."""

    @property
    def answers(self) -> bool:
        """Whether requests are sent to it, so that it has a liaison, handlers and a head."""
        return (self.kind in _ANSWERING_KINDS and self.code != ROOT) or self.code == DISCLOSURE_SECTION


def invented_phone(code: str) -> str:
    """A telephone number that cannot exist, always the same for the same code."""
    return f"0000-{2000000 + crc32(code.encode()) % 7000000}"


def _unit(code: str, name: str, short: str, kind: str, parent: str, remit: str) -> Unit:
    return Unit(code, name, short, parent, kind, tuple(remit.split()), invented_phone(code))


def _below_districts(source: dict[str, Any]) -> Iterator[Unit]:
    remits = source["remits"]
    for code, name, short, *_ in source["districts"]["rows"]:
        yield _unit(code, name, short, "district", ROOT, f"{short} {remits['district']}")
        yield _unit(f"{code}_office", f"{name}办公室", f"{short}府办", "general_office", code, remits["section"])
    for row in table("townships")["township"]:
        seat = row["name"] if row["name"].endswith("街道") else f"{row['name']}人民政府"
        name = f"{seat}办事处" if row["name"].endswith("街道") else seat
        yield _unit(row["code"], name, row["name"], "township", row["district"], f"{row['name']} {remits['township']}")


@cache
def units() -> tuple[Unit, ...]:
    """All units, parents before children."""
    source = table("units")
    root = source["unit"][0]
    rows = [
        row for part in ("office", "departments", "sections", "enterprises", "windows") for row in source[part]["rows"]
    ]
    return (
        _unit(root["code"], root["name"], root["short"], root["kind"], root["parent"], root["remit"]),
        *(_unit(*row) for row in rows),
        *_below_districts(source),
    )


@cache
def _by_code() -> dict[str, Unit]:
    return {one.code: one for one in units()}


def unit(code: str) -> Unit:
    """The unit with this code. ``KeyError`` when there is none."""
    return _by_code()[code]
