"""地名: the places of 云州市. They lie in a box of open sea, so that no real address is ever hit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any
from zlib import crc32

from shuniu.demo.sources import table

BOX = (29.00, 125.05, 29.52, 125.72)
"""South, west, north, east in degrees (WGS 84)."""

_LANDMARK_ENDINGS = {
    "park": ("公园", "广场", "湿地公园", "景区", "洗马塘", "林场"),
    "school": ("小学", "中学", "学校", "幼儿园"),
    "hospital": ("医院", "卫生院"),
    "market": ("市场", "早市", "菜场", "集市", "大集", "夜市", "市集", "集"),
}


@dataclass(frozen=True, slots=True)
class Place:
    """A named place. ``kind``: road, community, old (old community), village, park, school, hospital, market, metro, landmark."""

    name: str
    kind: str
    township: str
    """Unit code of the street or town; also tells the district."""
    district: str
    lat: float
    lon: float
    road: str
    """The nearest named street."""


def _share(text: str) -> float:
    """A number from 0 to 1 that depends on the text alone."""
    return crc32(text.encode()) / 0xFFFFFFFF


def _near(name: str, lat: float, lon: float, reach: float) -> tuple[float, float]:
    south, west, north, east = BOX
    moved_lat = lat + (_share(name + "|lat") - 0.5) * reach
    moved_lon = lon + (_share(name + "|lon") - 0.5) * reach
    return round(min(max(moved_lat, south), north), 6), round(min(max(moved_lon, west), east), 6)


def _landmark_kind(name: str) -> str:
    for kind, endings in _LANDMARK_ENDINGS.items():
        if name.endswith(endings):
            return kind
    return "landmark"


def _kinds(row: dict[str, Any]) -> Iterator[tuple[str, str]]:
    rural = not row["name"].endswith("街道")
    yield from ((name, "road") for name in row["roads"])
    yield from ((name, "village" if rural and name.endswith("村") else "community") for name in row["communities"])
    yield from ((name, "old") for name in row["old"])
    yield from ((name, _landmark_kind(name)) for name in row["landmarks"])


def _township_places(row: dict[str, Any], lat: float, lon: float) -> Iterator[Place]:
    centre = _near(row["code"], lat, lon, 0.05 if row["name"].endswith("街道") else 0.14)
    for name, kind in _kinds(row):
        road = name if kind == "road" else row["roads"][crc32(name.encode()) % len(row["roads"])]
        yield Place(name, kind, row["code"], row["district"], *_near(name, *centre, 0.012), road)


def _stations(rows: list[dict[str, Any]], centres: dict[str, tuple[float, float]]) -> Iterator[Place]:
    urban = [row for row in rows if row["name"].endswith("街道")]
    for name in table("townships")["city"]["metro_stations"]:
        row = urban[crc32(name.encode()) % len(urban)]
        yield Place(
            name, "metro", row["code"], row["district"], *_near(name, *centres[row["district"]], 0.05), row["roads"][0]
        )


@cache
def places() -> tuple[Place, ...]:
    """All places of the city, in a fixed order."""
    rows = table("townships")["township"]
    centres = {code: (lat, lon) for code, _, _, lat, lon in table("units")["districts"]["rows"]}
    found = [place for row in rows for place in _township_places(row, *centres[row["district"]])]
    return (*found, *_stations(rows, centres))


_GROUPS = {
    "community": ("community", "old"),
    "new_home": ("community",),
    "any_home": ("community", "old", "village"),
    "landmark": ("landmark", "park", "school", "hospital", "market"),
}


@cache
def places_of(kind: str, township: str = "") -> tuple[Place, ...]:
    """Places of a kind or of a group (``community``, ``new_home``, ``any_home``, ``landmark``); streets count thrice, as more people live there.

    Empty for the kind ``none``.
    """
    wanted = _GROUPS.get(kind, (kind,))
    found = [one for one in places() if one.kind in wanted and township in ("", one.township)]
    urban = {row["code"] for row in table("townships")["township"] if row["name"].endswith("街道")}
    return tuple(one for one in found for _ in range(3 if one.township in urban else 1))


def bus_lines() -> list[str]:
    lines: list[str] = table("townships")["city"]["bus_lines"]
    return lines
