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
class Fit:
    """Which title, finding, next step and demand go with what happened, by index; -1 where any does."""

    title: int
    found: int
    next: int
    demand: int


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
    detail: tuple[tuple[str, ...], ...]
    """For each sentence of ``what`` the details that go with it."""
    demand: tuple[str, ...]
    found: tuple[str, ...]
    done: tuple[str, ...]
    """What the unit did about the finding of the same index."""
    next: tuple[str, ...]
    fits: tuple[tuple[Fit, ...], ...]
    """For each sentence of ``what`` the fitting others; one of them is taken."""
    article: str
    """The knowledge article that answers a plain question of this kind, where one does."""
    story: str
    """``emergency`` or ``legal_path`` where every request of the kind goes that way, else empty."""
    transfer: str
    """The emergency line it is passed to."""
    path: str
    """The legal path it must take: one of ``paths`` in ``categories.toml``."""
    money: str
    night: bool


_ANY = Fit(-1, -1, -1, -1)


def _fit(digits: str) -> Fit:
    title, found, following, demand = (-1 if one == "x" else int(one) for one in digits)
    return Fit(title, found, following, demand)


def _fits(row: dict[str, Any]) -> tuple[tuple[Fit, ...], ...]:
    if "match" not in row:
        return ((_ANY,),) * len(row["what"])
    return tuple(tuple(_fit(digits) for digits in options.split()) for options in row["match"])


def _details(row: dict[str, Any]) -> tuple[tuple[str, ...], ...]:
    """``01|text`` goes with the first and the second sentence of ``what`` only; a text without a mark goes with all."""
    marked = [(marks, text) for marks, _, text in (one.rpartition("|") for one in row["detail"])]
    return tuple(
        tuple(text for marks, text in marked if not marks or str(at) in marks) for at in range(len(row["what"]))
    )


def _scenario(code: str, row: dict[str, Any]) -> Scenario:
    texts = {name: tuple(row[name]) for name in ("titles", "what", "demand", "found", "done", "next", "wrong")}
    return Scenario(
        code=code,
        category=row["category"],
        subject=row["subject"],
        unit=row["unit"],
        place=row["place"],
        months=tuple(int(digit) for digit in row["months"]),
        weight=row["weight"],
        types=tuple(name for name, share in row["types"].items() for _ in range(share)),
        detail=_details(row),
        fits=_fits(row),
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
    """The kind with this code. ``KeyError`` when there is none."""
    return {one.code: one for one in scenarios()}[code]


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


_OWN = ("titles", "what", "detail", "demand", "found", "done", "next", "place")


def _topics() -> Iterator[Topic]:
    base = {code: row for name in folder("scenarios") for code, row in table(name).items()}
    for code, row in table("topics").items():
        written = {key: value for key, value in base[row["scenario"]].items() if key != "match"}
        kind = _scenario(row["scenario"], {**written, **{name: row[name] for name in _OWN}})
        plain = {name: value for name, value in row.items() if name not in (*_OWN, "scenario")}
        yield Topic(code=code, scenario=kind, place=row["place"], **plain)


@cache
def topics() -> tuple[Topic, ...]:
    return tuple(_topics())


def _faults(one: Scenario) -> Iterator[str]:
    if one.article and one.article not in {known.code for known in articles()}:
        yield f"no article {one.article}"
    if one.category not in table("categories")["categories"]:
        yield f"no category {one.category}"
    if len(one.fits) != len(one.what) or len(one.done) != len(one.found):
        yield "match or done has another length than what or found"
    if any(len(details) < 2 for details in one.detail):
        yield "fewer than two details for a sentence of what"
    sizes = (len(one.titles), len(one.found), len(one.next), len(one.demand))
    for fit in (fit for options in one.fits for fit in options):
        if any(at >= size for at, size in zip((fit.title, fit.found, fit.next, fit.demand), sizes, strict=True)):
            yield f"no sentence for {fit}"


def check() -> list[str]:
    """What is wrong with the written tables, in words. Empty when all is well."""
    kinds = (*scenarios(), *(topic.scenario for topic in topics()))
    return [f"{one.code}: {fault}" for one in kinds for fault in _faults(one)]
