"""知识库: what the hotline can answer at once, written for the demo city."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any
from zlib import crc32

from shuniu.demo.sources import folder, table
from shuniu.demo.units import unit

LOCAL_RULE = "云州市本地规定（示例）"
"""The basis of an article whose figures are this invented city's own."""
SERVICE_HALL = "市政务服务中心（澄岚区市民大道1号）"


@dataclass(frozen=True, slots=True)
class Article:
    """One question with its answer in plain language."""

    code: str
    title: str
    ask: str
    """The same question as a caller puts it."""
    answer: str
    unit: str
    """Code of the unit that owns the article and keeps it true."""
    category: str
    keywords: tuple[str, ...]
    basis: str
    """``LOCAL_RULE``, or law whose text was seen by those who keep the register of statutes."""
    review_after_days: int
    """Review date as an offset: negative means that the review is already due, so that the lists have something to show."""

    def review_on(self, today: date) -> date:
        return today + timedelta(days=self.review_after_days)


def _article(code: str, row: dict[str, Any], category: str) -> Article:
    owner = unit(row["unit"])
    return Article(
        code=code,
        title=row["title"],
        ask=row["ask"],
        answer=row["answer"].replace("{phone}", owner.phone).replace("{hall}", SERVICE_HALL),
        unit=owner.code,
        category=row.get("category", category),
        keywords=tuple(row["keywords"].split()),
        basis=row.get("basis", LOCAL_RULE),
        review_after_days=crc32(code.encode()) % 380 - 15,
    )


def _all() -> Iterator[Article]:
    for name in folder("knowledge"):
        rows = dict(table(name))
        category = rows.pop("category")
        yield from (_article(code, row, category) for code, row in rows.items())


@cache
def articles() -> tuple[Article, ...]:
    """All articles, in a fixed order."""
    return tuple(_all())


@cache
def _by_code() -> dict[str, Article]:
    return {one.code: one for one in articles()}


def article(code: str) -> Article:
    """The article with this code. ``KeyError`` when there is none."""
    return _by_code()[code]
