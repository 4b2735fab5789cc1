"""信息处理费: what a request costs, by the scale that the organ has chosen (国办函〔2020〕109号, as secondary texts show it).

One of two scales for a request, never both; counted over the natural month and the applicant; progressive: each step's
price is for what falls into it. The figures are local configuration until the office confirms them, and the screen says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Scale(StrEnum):
    BY_ITEM = "by_item"  # 按件
    BY_PAGE = "by_page"  # 按量


@dataclass(frozen=True, slots=True)
class Band:
    """So many units up to ``upto`` (None: without end) cost ``each`` yuan."""

    upto: int | None
    each: int


PAGES = (Band(30, 0), Band(100, 10), Band(200, 20), Band(None, 40))
FREE_ITEMS, FIRST_PAID, STEP, PER_STEP = 10, 30, 10, 100


def by_page(before: int, pages: int) -> int:
    """Yuan for ``pages`` pages when the applicant has had ``before`` in the same month already."""
    return _pages_up_to(before + pages) - _pages_up_to(before)


def _pages_up_to(count: int) -> int:
    total, floor = 0, 0
    for band in PAGES:
        top = count if band.upto is None else min(count, band.upto)
        total += max(0, top - floor) * band.each
        floor = band.upto or count
    return total


def by_item(before: int, items: int) -> int:
    """Yuan for ``items`` requests in one month after ``before`` others: 10 free, to 30 at 100, then 100 more each ten."""
    return sum(_price_of(number) for number in range(before + 1, before + items + 1))


def _price_of(number: int) -> int:
    if number <= FREE_ITEMS:
        return 0
    if number <= FIRST_PAID:
        return PER_STEP
    return PER_STEP * (2 + (number - FIRST_PAID - 1) // STEP)


def fee(scale: Scale, *, before: int, count: int) -> int:
    """Yuan. Raises ValueError for a negative count."""
    if before < 0 or count < 0:
        raise ValueError("件数和页数不能为负数。")
    return by_item(before, count) if scale is Scale.BY_ITEM else by_page(before, count)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the reckoning: so many units at a price. ``first`` and ``last`` are their places in the month."""

    first: int
    last: int
    each: int

    @property
    def count(self) -> int:
        return self.last - self.first + 1

    @property
    def amount(self) -> int:
        return self.count * self.each


def lines(scale: Scale, *, before: int, count: int) -> list[Line]:
    """How a fee comes about: neighbours at the same price in one line. Their amounts add up to ``fee``."""
    found: list[Line] = []
    for number in range(before + 1, before + count + 1):
        each = fee(scale, before=number - 1, count=1)
        if found and found[-1].each == each:
            found[-1] = Line(found[-1].first, number, each)
        else:
            found.append(Line(number, number, each))
    return found
