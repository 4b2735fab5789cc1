"""What people write about: the kinds of requests of 云州市, and the topics that many write about at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from shuniu.demo.knowledge import articles
from shuniu.demo.sources import folder, table

NIGHT = frozenset({22, 23, 0, 1, 2, 3, 4, 5, 6})
"""Hours at which what disturbs sleep is reported more often."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """One kind of request: who is competent, when it happens, and the sentences it is written in."""

    code: str
    category: str
    subject: str
    unit: str
    """Competent unit, or ``@township`` / ``@district`` for that of the place."""
    wrong: tuple[str, ...]
    """Units to which such requests are sent by mistake."""
    place: str
    months: tuple[int, ...]
    """How often it happens in each month, 0 to 9, January first."""
    weight: int
    types: tuple[str, ...]
    """Types of request, each as many times as it is likely."""
    titles: tuple[str, ...]
    what: tuple[str, ...]
    detail: tuple[str, ...]
    demand: tuple[str, ...]
    found: tuple[str, ...]
    done: tuple[str, ...]
    next: tuple[str, ...]
    article: str
    story: str
    """``emergency`` or ``legal_path`` where every request of the kind goes that way, else empty."""
    transfer: str
    """The emergency line it is passed to."""
    path: str
    """The legal path it must take: a key of ``paths`` in ``categories.toml``."""
    money: str
    night: bool


def _scenario(code: str, row: dict[str, Any]) -> Scenario:
    texts = {
        name: tuple(row[name]) for name in ("titles", "what", "detail", "demand", "found", "done", "next", "wrong")
    }
    return Scenario(
        code=code,
        category=row["category"],
        subject=row["subject"],
        unit=row["unit"],
        place=row["place"],
        months=tuple(int(digit) for digit in row["months"]),
        weight=row["weight"],
        types=tuple(name for name, share in row["types"].items() for _ in range(share)),
        article=row.get("article", ""),
        story=row.get("story", ""),
        transfer=row.get("transfer", ""),
        path=row.get("path", ""),
        money=row.get("money", "mid"),
        night=row.get("night", False),
        **texts,
    )


@cache
def scenarios() -> tuple[Scenario, ...]:
    """All kinds of requests except plain questions, in a fixed order."""
    return tuple(_scenario(code, row) for name in folder("scenarios") for code, row in table(name).items())


@cache
def scenario(code: str) -> Scenario:
    """The kind with this code. ``StopIteration`` never: an unknown code is a ``KeyError``."""
    found = {one.code: one for one in scenarios()}
    return found[code]


@cache
def pool(month: int, *, night: bool) -> tuple[Scenario, ...]:
    """Kinds for a month (1–12), each as many times as it is likely by day or by night."""

    def share(one: Scenario) -> int:
        return one.weight * one.months[month - 1] * (8 if night and one.night else 1)

    return tuple(one for one in scenarios() for _ in range(share(one)))


@dataclass(frozen=True, slots=True)
class Topic:
    """多人集中反映: one thing that many different people write about within days."""

    code: str
    label: str
    scenario: Scenario
    """The kind it belongs to, with the topic's own sentences."""
    township: str
    place: str
    ends: float
    """Days before the end of the whole period at which it ends."""
    span: float
    growing: bool
    share: float
    least: int
    most: int

    def size(self, total: int) -> int:
        """How many of ``total`` requests belong to it."""
        return min(self.most, max(self.least, round(total * self.share)), total // 4)


def _topics() -> Iterator[Topic]:
    for code, row in table("topics").items():
        base = table_of(row["scenario"])
        own = {**base, **{name: row[name] for name in ("titles", "what", "detail", "demand", "place")}}
        plain = {
            name: row[name]
            for name in ("label", "township", "place", "ends", "span", "growing", "share", "least", "most")
        }
        yield Topic(code=code, scenario=_scenario(row["scenario"], own), **plain)


def table_of(code: str) -> dict[str, Any]:
    """The written table of a scenario. ``KeyError`` when there is none."""
    found: dict[str, dict[str, Any]] = {key: row for name in folder("scenarios") for key, row in table(name).items()}
    return found[code]


@cache
def topics() -> tuple[Topic, ...]:
    return tuple(_topics())


def check() -> list[str]:
    """What is wrong with the written tables, in words: articles and categories that do not exist. Empty when all is well."""
    known = {one.code for one in articles()}
    categories = table("categories")["categories"]
    wrong = [f"{one.code}: no article {one.article}" for one in scenarios() if one.article and one.article not in known]
    return wrong + [f"{one.code}: no category {one.category}" for one in scenarios() if one.category not in categories]
